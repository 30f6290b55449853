// Where happenings lie: lanes with rows, labels beside signs, and counts where there is no room.
const ROW = 18, HEADING = 20, BAR = 9, COUNTS = 20, LANE_GAP = 8;
const OVERVIEW = 44, AXIS = 26, TOP = OVERVIEW + AXIS, TAIL = 26, SHORT = 9, BRIEF = 90, BOX = 46, GUTTER = 158;
const APART = 10, MOST_ROWS = 40, NAME_LINE = 15, NAME = 17 + 2 * NAME_LINE + LANE_GAP;

// How wide letters are, each measured once when it is met; beyond ASCII as wide as they mostly are.
function makeRuler(context, font, bolder = 1) {
  const widths = new Float64Array(128).fill(-1);
  const advance = (code) => {
    if (code >= 128) return bolder * (code < 0x1100 ? 7.2 : 12);
    if (widths[code] < 0) {
      context.font = font;
      widths[code] = bolder * context.measureText(String.fromCharCode(code)).width;
    }
    return widths[code];
  };
  return {
    width(text) {
      let sum = 0;
      for (let i = 0; i < text.length; i++) sum += advance(text.charCodeAt(i));
      return sum;
    },
    cut(text, room) {
      let sum = 0, fits = 0;
      const ellipsis = advance(0x2026) + 2;
      for (let i = 0; i < text.length; i++) {
        sum += advance(text.charCodeAt(i));
        if (sum + ellipsis <= room) fits = i + 1;
        if (sum > room) return { text: `${text.slice(0, fits).replace(/[\s,;:–-]+$/, "")}…`, width: room };
      }
      return { text, width: sum };
    },
  };
}

// The lane of each happening, of several one that is chosen, else the first; and the names of lanes.
function groupsOf(data, by, keys) {
  const list = by === "actor" ? data.participants : by === "program" ? data.programs : null;
  const of = new Int32Array(data.count).fill(-1), chosen = chosenOf(data.values[by], keys);
  for (let i = 0; i < data.count; i++) {
    if (!list) of[i] = data.kind[i];
    else if (list.starts[i] < list.starts[i + 1]) of[i] = firstOf(list, i, chosen);
  }
  const none = { actor: "Nobody named", program: "No programme", kind: "" }[by];
  const more = { actor: "more actors", program: "more programmes", kind: "more kinds" }[by];
  return { of, names: data.values[by].names, none, more, running: by === "program" ? data.running : new Map() };
}

function firstOf(list, i, chosen) {
  const first = list.starts[i], after = list.starts[i + 1], values = list.columns[0];
  if (chosen) {
    for (let at = first; at < after; at++) if (chosen[values[at]]) return values[at];
  }
  return values[first];
}

// As many lanes as there is room for, those with the most happenings in view; the rest share one,
// and what is in none has its own.
function chooseLanes(shown, groups, most) {
  const counts = new Uint32Array(groups.names.length + 1);
  for (const i of shown) counts[groups.of[i] + 1] += 1;
  const ranked = [];
  counts.forEach((count, n) => { if (count && n) ranked.push(n - 1); });
  ranked.sort((a, b) => counts[b + 1] - counts[a + 1] || a - b);
  const room = Math.max(1, most - (counts[0] ? 1 : 0)), kept = ranked.length > room ? ranked.slice(0, room - 1) : ranked;
  const rest = ranked.length - kept.length, lanes = [];
  const add = (group, name) => lanes.push({ group, name, running: groups.running.get(group) || [], items: [], beside: [] });
  for (const group of kept.sort((a, b) => a - b)) add(group, groups.names[group]);
  if (rest) add(null, `${rest} ${groups.more}`);
  const shared = rest ? lanes[lanes.length - 1] : null;
  if (counts[0]) add(-1, groups.none);
  const ofGroup = new Array(counts.length).fill(shared);
  ofGroup[0] = null;
  lanes.forEach((lane) => { if (lane.group !== null) ofGroup[lane.group + 1] = lane; });
  for (const i of shown) ofGroup[groups.of[i] + 1].items.push(i);
  return { lanes, laneOf: (i) => ofGroup[groups.of[i] + 1] };
}

// Where a happening lies across, in pixels from the first day of the scale;
// what is short is a sign.
function extentOf(data, i, scale) {
  const from = data.startFrom[i], to = data.endBy[i];
  if (Number.isFinite(from) && Number.isFinite(to)) {
    const left = scale.at(from), right = scale.at(to + 1), middle = (left + right) / 2;
    return right - left < SHORT ? [middle - 5, middle + 5, true] : [left, right, false];
  }
  let first = Infinity, after = -Infinity;
  for (const stretch of stretchesOf(data, i)) {
    for (const day of [stretch.first, stretch.last + 1]) {
      if (Number.isFinite(day)) { first = Math.min(first, day); after = Math.max(after, day); }
    }
  }
  if (first > after) return [scale.least, scale.most, false];
  return [scale.at(first) - (from === -Infinity ? TAIL : 0), scale.at(after) + (to === Infinity ? TAIL : 0), false];
}

function labelOf(data, i, ruler, room) {
  const words = shortMonths(wordsOf(data, i));
  const lead = words.length <= 16 && room > 120 ? `${words} ` : "";
  const status = data.statuses[data.status[i]];
  const title = status === "occurred" ? data.titles[i] : `[${status}] ${data.titles[i]}`;
  const leadWidth = lead ? ruler.width(lead) + 3 : 0;
  const rest = ruler.cut(title, room - leadWidth);
  return { lead, leadWidth, text: rest.text, width: leadWidth + rest.width };
}

// A happening with its label: beside it, or above it where it is long; inside the view if it can be.
function placeOf(data, i, scale, ruler) {
  const label = labelOf(data, i, ruler, scale.room), [left, right, short] = extentOf(data, i, scale);
  const brief = right - left < BRIEF;
  const place = { i, left, right, short, brief, label, row: -1, labelLeft: right + 4, from: left, to: 0 };
  const before = left - 4 - label.width;
  if (brief && place.labelLeft + label.width > scale.end && left < scale.end && before >= scale.edge) {
    place.labelLeft = place.from = before;
    place.to = right;
    return place;
  }
  if (!brief) {
    const inside = Math.min(Math.max(left, scale.edge), Math.max(scale.edge, scale.end - label.width));
    place.labelLeft = left < scale.end && right > scale.edge ? inside : left;
    place.from = Math.min(left, place.labelLeft);
  }
  place.to = Math.max(right, place.labelLeft + label.width);
  return place;
}

// Rows that are filled from left to right; labels are made only of what may have room.
function makeRows(most) {
  return { most, ends: [], places: [], left: [] };
}

function fillRows(rows, items, make, lefts) {
  for (const i of items) {
    const free = rows.ends.length < rows.most || Math.min(...rows.ends) <= lefts[i];
    const place = free ? make(i) : null;
    let row = place ? rows.ends.findIndex((end) => end <= place.from) : -1;
    if (place && row < 0 && rows.ends.length < rows.most) row = rows.ends.length;
    if (row < 0) { rows.left.push(i); continue; }
    rows.ends[row] = place.to + APART;
    place.row = row;
    rows.places.push(place);
  }
  return rows;
}

// What lies beside the view goes where there is room in rows, for when the view is moved.
function addBeside(rows, items, make) {
  if (!items.length) return;
  const taken = Array.from({ length: rows.ends.length }, () => []);
  for (const place of rows.places) taken[place.row].push(place);
  const least = taken.map((row) => Math.min(...row.map((one) => one.from)));
  for (const i of items) {
    const place = make(i);
    place.row = taken.findIndex((row, n) => rows.ends[n] <= place.from || (place.to + APART <= least[n] &&
      row.every((one) => one.to + APART <= place.from || place.to + APART <= one.from)));
    if (place.row < 0) { rows.left.push(i); continue; }
    taken[place.row].push(place);
    rows.ends[place.row] = Math.max(rows.ends[place.row], place.to + APART);
    rows.places.push(place);
  }
}

// What has no room, counted where it begins or comes into view, in boxes that divide the view.
function countRest(items, { lefts, rights }, { edge, end, begin, box }) {
  const bins = new Map();
  for (const i of items) {
    const inView = lefts[i] <= end && rights[i] >= edge, left = lefts[i] + 5;
    const bin = Math.floor(((inView ? Math.min(Math.max(left, edge), end) : left) - begin) / box);
    if (bins.has(bin)) bins.get(bin).push(i); else bins.set(bin, [i]);
  }
  return [...bins].map(([bin, some]) => ({ from: begin + bin * box, to: begin + (bin + 1) * box, items: some }));
}

function scaleOf(view, width, base) {
  const perDay = width / (view[1] - view[0]), left = (view[0] - base) * perDay;
  return {
    base, perDay, at: (day) => (day - base) * perDay,
    begin: left, edge: left + 4, end: left + width - 4, box: width / Math.max(1, Math.floor(width / BOX)), least: left - width, most: left + 2 * width,
    room: Math.max(110, Math.min(300, width * 0.42)),
  };
}

// All that is drawn of a view, in pixels from the base day, so that moving it needs no new layout.
function layOut(data, found, groups, view, size, { ruler, bold }, base) {
  const gutter = size.width >= 620 ? GUTTER : 0, width = size.width - gutter;
  const scale = scaleOf(view, width, base), span = view[1] - view[0];
  const around = [view[0] - span, view[1] + span], shown = [], beside = [];
  const ends = { lefts: new Float64Array(data.count), rights: new Float64Array(data.count) }, { lefts } = ends;
  for (const i of found) {
    if (data.startFrom[i] > around[1] || data.endBy[i] < around[0]) continue;
    const [left, right] = extentOf(data, i, scale);
    if (left > scale.most || right < scale.least) continue;
    lefts[i] = left;
    ends.rights[i] = right;
    (left <= scale.end && right >= scale.edge ? shown : beside).push(i);
  }
  const heading = gutter ? 0 : HEADING, bar = groups.running.size ? BAR : 0;
  const least = heading + bar + ROW + COUNTS + LANE_GAP, tallest = size.tallest - TOP;
  const { lanes, laneOf } = chooseLanes(shown, groups, Math.max(1, Math.floor(tallest / Math.max(least, gutter ? NAME : 0))));
  for (const i of beside) laneOf(i)?.beside.push(i);
  const make = (i) => placeOf(data, i, scale, ruler), byLeft = (a, b) => lefts[a] - lefts[b];
  let room = tallest;
  for (const lane of lanes) {
    lane.items.sort(byLeft);
    const lines = gutter && Math.min(2, Math.ceil(bold.width(lane.name) / (gutter - 26)));
    lane.least = lines ? 17 + lines * NAME_LINE : 0;
    room -= Math.max(least, lane.least + LANE_GAP);
  }
  spreadRows(lanes, room, make, lefts);
  let top = TOP;
  for (const lane of lanes) {
    const rows = fillRows(makeRows(lane.rows), lane.items, make, lefts);
    addBeside(rows, lane.beside.sort(byLeft), make);
    lane.places = rows.places;
    lane.counts = countRest(rows.left, ends, scale);
    lane.top = top;
    lane.head = heading + (lane.running.length ? bar : 0);
    lane.height = Math.max(lane.head + rows.ends.length * ROW + (lane.counts.length ? COUNTS : 0), lane.least) + LANE_GAP;
    top += lane.height;
  }
  const most = Math.max(0, ...lanes.flatMap((lane) => lane.counts.map((count) => count.items.length)));
  return { view, around, scale, gutter, width, lanes, most, bottom: top };
}

// Gives each lane as many rows as it needs, or its share of those that there are.
function spreadRows(lanes, room, make, lefts) {
  let free = Math.floor(room / ROW);
  const most = Math.min(MOST_ROWS, Math.max(1, free + 1));
  for (const lane of lanes) {
    lane.rows = 1;
    lane.needs = most === 1 ? 1 : fillRows(makeRows(Math.min(most, lane.items.length)), lane.items, make, lefts).ends.length;
  }
  for (let given = true; given && free > 0;) {
    given = false;
    for (const lane of lanes) {
      if (lane.rows < lane.needs && free > 0) { lane.rows += 1; free -= 1; given = true; }
    }
  }
}
