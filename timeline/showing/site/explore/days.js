// Days as numbers (1970-01-01 = 0) of the proleptic Gregorian calendar, whatever the year.
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
];

// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
function dayNumber(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400), ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

function civil(number) {
  const z = number + 719468, era = Math.floor(z / 146097), ofEra = z - era * 146097;
  const y = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted + (shifted < 10 ? 3 : -9);
  return [y + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

// A number with commas between thousands.
function inThousands(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

function yearInWords(year) {
  return year > 0 ? String(year) : `${1 - year} BC`;
}

function dayInWords(number) {
  const [year, month, day] = civil(number);
  return `${day} ${MONTHS[month - 1]} ${yearInWords(year)}`;
}

const LONG_MONTH = new RegExp(`\\b(?:${MONTHS.join("|")})\\b`, "g");

function shortMonths(words) {
  return words.replace(LONG_MONTH, (month) => month.slice(0, 3));
}

function writeDay(number) {
  const [year, month, day] = civil(number);
  const digits = String(Math.abs(year)).padStart(4, "0");
  const two = (part) => String(part).padStart(2, "0");
  return `${year < 0 ? "-" : ""}${digits}-${two(month)}-${two(day)}`;
}

// The first and the last day of `2017`, `2017-05` or `2017-05-12`; null for what is none of these.
function readPeriod(text) {
  const found = /^(-?\d{4,9})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim());
  if (!found) return null;
  const year = Number(found[1]), month = Number(found[2] || 0), day = Number(found[3] || 0);
  if (!found[2]) return [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1) - 1];
  if (month < 1 || month > 12) return null;
  const first = dayNumber(year, month, 1);
  const last = dayNumber(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - 1;
  if (!found[3]) return [first, last];
  return day < 1 || first + day - 1 > last ? null : [first + day - 1, first + day - 1];
}

// Ticks at least `room` pixels from each other, from decades to days, as charts have them.
function ticksOf(first, last, width, room) {
  const days = ((last - first) * room) / Math.max(width, 1);
  const step = [1, 2, 7].find((one) => days <= one);
  if (step) return dayTicks(Math.ceil(first), Math.floor(last), step);
  const months = [1, 2, 3, 6].find((one) => days <= one * 28);
  if (months) return monthTicks(Math.ceil(first), Math.floor(last), months);
  let years = 1;
  for (let size = 1; days > years * 365; size *= 10) {
    years = [size, 2 * size, 5 * size].find((one) => days <= one * 365) || size * 10;
  }
  return yearTicks(Math.ceil(first), Math.floor(last), years);
}

function dayTicks(first, last, step) {
  const found = [];
  for (let day = first + ((((4 - first) % step) + step) % step); day <= last; day += step) {
    const [year, month, ofMonth] = civil(day);
    const major = !found.length || (month === 1 && ofMonth <= step);
    const label = `${ofMonth} ${MONTHS[month - 1].slice(0, 3)}`;
    found.push({ day, major, label: major ? `${label} ${yearInWords(year)}` : label });
  }
  return found;
}

function monthTicks(first, last, step) {
  const found = [];
  let [year, month] = civil(first);
  month = Math.floor((month - 1) / step) * step + 1;
  for (let day = dayNumber(year, month, 1); day <= last; day = dayNumber(year, month, 1)) {
    if (day >= first) {
      const label = MONTHS[month - 1].slice(0, 3), named = month === 1 || !found.length;
      found.push({ day, major: month === 1, label: named ? `${label} ${yearInWords(year)}` : label });
    }
    month += step;
    if (month > 12) { year += 1; month -= 12; }
  }
  return found;
}

function yearTicks(first, last, step) {
  const found = [];
  for (let year = Math.floor(civil(first)[0] / step) * step; ; year += step) {
    const day = dayNumber(year, 1, 1);
    if (day > last) return found;
    if (day >= first) {
      found.push({ day, major: step === 1 || year % (step * 10) === 0, label: yearInWords(year) });
    }
  }
}
