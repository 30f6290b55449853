// What the page holds of the happenings, unpacked: columns with a place for each, in order of time.
const LOOKS = ["certain", "possible", "planned", "paused", "dropped"];

function unpackDays(packed) {
  const count = packed.titles.length;
  const columns = packed.days;
  const startFrom = new Float64Array(count), startBy = new Float64Array(count);
  const endFrom = new Float64Array(count), endBy = new Float64Array(count);
  let day = 0;
  for (let i = 0; i < count; i++) {
    day += columns[0][i];
    startFrom[i] = day;
    startBy[i] = day + columns[1][i];
    endFrom[i] = day + columns[2][i];
    endBy[i] = endFrom[i] + columns[1][i] + columns[3][i];
  }
  return { startFrom, startBy, endFrom, endBy };
}

function readDay(value) {
  return value === "-" ? -Infinity : value === "+" ? Infinity : value;
}

function unpackLists(lengths, ...columns) {
  const counts = lengths, starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i];
  return { starts, columns: columns.map((one) => new Int32Array(one)) };
}

function unpackValues(packed) {
  return {
    keys: packed.keys, names: packed.names,
    wholes: packed.wholes ? packed.wholes : null,
    folded: null,
  };
}

function unpack(packed) {
  const data = {
    count: packed.titles.length,
    titles: packed.titles,
    ids: packed.ids.split(" "),
    before: packed.address[0], after: packed.address[1],
    ...unpackDays(packed),
    words: packed.words,
    statuses: packed.statuses, status: new Uint8Array(packed.status),
    unsure: new Set(packed.unsure),
    values: {},
    participants: unpackLists(...packed.participants),
    programs: unpackLists(...packed.programs),
    places: unpackLists(...packed.places),
    kind: new Int32Array(packed.kind),
    running: new Map(Object.entries(packed.running).map(([n, some]) => [Number(n), some.map(readStretch)])),
    odd: new Map(), stretches: new Array(packed.titles.length),
  };
  for (const name of ["actor", "role", "program", "phase", "place", "kind"]) {
    data.values[name] = unpackValues(packed.values[name]);
  }
  for (const [text, odd] of Object.entries(packed.odd)) {
    const i = Number(text);
    const bounds = odd.bounds ? odd.bounds.map(readDay) : null;
    if (bounds) {
      [data.startFrom[i], data.startBy[i], data.endFrom[i], data.endBy[i]] = bounds;
    }
    data.odd.set(i, {
      members: odd.members ? odd.members.map((one) => one.map(readDay)) : null,
      all: Boolean(odd.all),
      named: odd.named ? odd.named.map(readDay) : null,
    });
    if (odd.stretches) data.stretches[i] = odd.stretches.map(readStretch);
  }
  return data;
}

function readStretch([first, last, look]) {
  return { first: readDay(first), last: readDay(last), look: LOOKS[look] };
}

// Days that look alike; most follow from the four bounds, and are formed when they are drawn.
function stretchesOf(data, i) {
  let found = data.stretches[i];
  if (found) return found;
  const { startFrom, startBy, endFrom, endBy } = data;
  const status = data.statuses[data.status[i]];
  if (status !== "occurred") {
    const look = status === "planned" ? "planned" : "dropped";
    found = [{ first: startFrom[i], last: endBy[i], look }];
  } else if (startBy[i] > endFrom[i]) {
    found = [{ first: startFrom[i], last: endBy[i], look: "possible" }];
  } else {
    found = [
      { first: startFrom[i], last: startBy[i] - 1, look: "possible" },
      { first: startBy[i], last: endFrom[i], look: "certain" },
      { first: endFrom[i] + 1, last: endBy[i], look: "possible" },
    ].filter((one) => one.first <= one.last);
  }
  data.stretches[i] = found;
  return found;
}

// The sign of a happening: some day, these days, planned, or cancelled and postponed.
function shapeOf(data, i) {
  const looks = stretchesOf(data, i).map((one) => one.look);
  if (looks.includes("dropped")) return "dropped";
  if (looks.includes("planned")) return "planned";
  return looks.every((one) => one === "certain") ? "day" : "maybe";
}

function wordsOf(data, i) {
  return data.words[i] || dayInWords(data.startFrom[i]);
}

function addressOf(data, i) {
  return data.before + data.ids[i] + data.after;
}
