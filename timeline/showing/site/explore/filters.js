// What filters leave, with how surely, and for each value how many would be left if it were chosen
// too: all filters but those of its own kind are applied.
const FACETS = ["actor", "role", "program", "phase", "place", "kind"];
const CERTAIN = 2, POSSIBLE = 1;

function foldText(text) {
  const lower = text.toLowerCase();
  return /^[\x00-\x7f]*$/.test(lower) ? lower : lower.normalize("NFD").replace(/\p{M}/gu, "");
}

// How surely something with these bounds overlaps the days from first to last.
function overlapOfBounds(bounds, first, last) {
  if (bounds[1] <= last && bounds[2] >= first) return CERTAIN;
  return bounds[0] > last || bounds[3] < first ? 0 : POSSIBLE;
}

function overlapOf(data, i, first, last) {
  const odd = data.odd.get(i);
  if (odd && odd.members) {
    const found = odd.members.map((one) => overlapOfBounds(one, first, last));
    if (odd.all) return Math.max(...found);
    return found.every((one) => one === found[0]) ? found[0] : POSSIBLE;
  }
  if (data.startBy[i] <= last && data.endFrom[i] >= first) return CERTAIN;
  return data.startFrom[i] > last || data.endBy[i] < first ? 0 : POSSIBLE;
}

// Whether it reaches these days only by a side of its date that is open or unknown.
function isAside(data, i, first, last) {
  const odd = data.odd.get(i);
  return Boolean(odd && odd.named) && !(odd.named[0] <= last && odd.named[1] >= first);
}

// Which values are chosen, those whose whole is chosen among them; null where none is.
function chosenOf(values, keys) {
  if (!keys.length) return null;
  const chosen = new Uint8Array(values.keys.length);
  for (const key of keys) {
    const at = values.keys.indexOf(key);
    if (at >= 0) chosen[at] = 1;
  }
  if (values.wholes) {
    for (let i = 0; i < chosen.length; i++) {
      for (let at = values.wholes[i], steps = 0; at >= 0 && steps < 99; at = values.wholes[at], steps++) {
        if (chosen[at]) { chosen[i] = 1; break; }
      }
    }
  }
  return chosen;
}

function matchesOfWord(values, word) {
  if (!values.folded) values.folded = values.names.map(foldText);
  return values.folded.map((name) => name.includes(word));
}

function foldTitles(data) {
  if (!data.folded) data.folded = data.titles.map(foldText);
  return data.folded;
}

// Whether one of those that a happening names was found.
function named(list, found, i) {
  const values = list.columns[0];
  for (let at = list.starts[i]; at < list.starts[i + 1]; at++) if (found[values[at]]) return true;
  return false;
}

// Which happenings have all words, each in the title or in a name of what it names.
function matchWords(data, text) {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const folded = foldTitles(data), matches = new Uint8Array(data.count).fill(1);
  const { participants, programs, places, values } = data;
  for (const word of words) {
    const actor = matchesOfWord(values.actor, word), program = matchesOfWord(values.program, word);
    const place = matchesOfWord(values.place, word), kind = matchesOfWord(values.kind, word);
    for (let i = 0; i < data.count; i++) {
      if (!matches[i] || folded[i].includes(word) || kind[data.kind[i]]) continue;
      matches[i] = named(participants, actor, i) || named(programs, program, i) || named(places, place, i) ? 1 : 0;
    }
  }
  return matches;
}

// Whether one pair of a list has both values; no choice is fulfilled by all, and by none.
function hasPair(list, i, first, second) {
  if (!first && !second) return true;
  const [firsts, seconds] = list.columns;
  for (let at = list.starts[i]; at < list.starts[i + 1]; at++) {
    if ((!first || first[firsts[at]]) && (!second || (seconds[at] >= 0 && second[seconds[at]]))) return true;
  }
  return false;
}

// Counts both values of each pair whose other value is chosen.
function countPairs(list, i, first, second, ofFirst, ofSecond) {
  const [firsts, seconds] = list.columns;
  for (let at = list.starts[i]; at < list.starts[i + 1]; at++) {
    const a = firsts[at], b = seconds[at];
    if (!second || (b >= 0 && second[b])) countWithWholes(ofFirst, a, i);
    if (b >= 0 && (!first || first[a]) && ofSecond.last[b] !== i) {
      ofSecond.last[b] = i;
      ofSecond.counts[b] += 1;
    }
  }
}

function counterOf(values) {
  const size = values.keys.length;
  return { counts: new Uint32Array(size), last: new Int32Array(size).fill(-1), wholes: values.wholes };
}

// Counts a value, and what it is a part of, once for a happening.
function countWithWholes(counter, value, i) {
  const { counts, last, wholes } = counter;
  for (let at = value; at >= 0 && last[at] !== i; at = wholes[at]) {
    last[at] = i;
    counts[at] += 1;
  }
}

function hasPlace(places, i, chosen) {
  if (!chosen) return true;
  for (let at = places.starts[i]; at < places.starts[i + 1]; at++) {
    if (chosen[places.columns[0][at]]) return true;
  }
  return false;
}

function findHappenings(data, state) {
  const chosen = {}, counters = {};
  for (const name of FACETS) {
    chosen[name] = chosenOf(data.values[name], state[name]);
    counters[name] = counterOf(data.values[name]);
  }
  const { actor, role, program, phase, place, kind } = counters;
  const words = matchWords(data, state.words);
  const from = readPeriod(state.from), to = readPeriod(state.to);
  const first = from ? from[0] : -Infinity, last = to ? to[1] : Infinity, dated = Boolean(from || to);
  const found = new Int32Array(data.count), match = new Uint8Array(data.count);
  const { participants, programs, places } = data;
  let count = 0, asides = 0;
  for (let i = 0; i < data.count; i++) {
    if (words && !words[i]) continue;
    const sure = dated ? overlapOf(data, i, first, last) : CERTAIN;
    if (!sure) continue;
    const byActor = hasPair(participants, i, chosen.actor, chosen.role);
    const byProgram = hasPair(programs, i, chosen.program, chosen.phase);
    const byPlace = hasPlace(places, i, chosen.place), byKind = !chosen.kind || chosen.kind[data.kind[i]] === 1;
    const failed = !byActor + !byProgram + !byPlace + !byKind;
    if (failed > 1) continue;
    if (dated && sure === POSSIBLE && isAside(data, i, first, last)) {
      if (!failed) asides += 1;
      if (!state.open) continue;
    }
    if (!failed || !byActor) countPairs(participants, i, chosen.actor, chosen.role, actor, role);
    if (!failed || !byProgram) countPairs(programs, i, chosen.program, chosen.phase, program, phase);
    if (!failed || !byPlace) {
      for (let at = places.starts[i]; at < places.starts[i + 1]; at++) countWithWholes(place, places.columns[0][at], i);
    }
    if (!failed || !byKind) kind.counts[data.kind[i]] += 1;
    if (failed) continue;
    match[i] = sure;
    found[count++] = i;
  }
  const counts = {};
  for (const name of FACETS) counts[name] = counters[name].counts;
  return { found: found.subarray(0, count), match, counts, asides, dated, first, last };
}
