// The drawing: what it shows, how it is moved and zoomed, and what lies under the pointer.
const LEAST_DAYS = 10, FAR_OUT = 0.02;

function makeDrawing(data, parts, on) {
  const context = parts.canvas.getContext("2d");
  const drawing = {
    data, canvas: parts.canvas, context, frame: parts.frame,
    ruler: makeRuler(context, FONT), bold: makeRuler(context, FONT, BOLDER), colours: readColours(),
    found: new Int32Array(0), groups: null,
    whole: [0, 1], view: [0, 1], layout: null, stale: true, size: { width: 0, tallest: 0 },
    marked: -1, tally: { counts: [], most: 1 }, asked: 0, settling: 0,
  };
  drawing.whole = wholeOf(data, Array.from({ length: data.count }, (_, i) => i));
  drawing.home = homeOf(data, drawing.whole);
  drawing.view = [...drawing.home];
  new ResizeObserver(() => measure(drawing)).observe(parts.frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawing.colours = readColours();
    HATCHES.clear();
    ask(drawing);
  });
  listenToPointers(drawing, parts, on);
  listenToWheel(drawing, on);
  listenToKeys(drawing, parts, on);
  return drawing;
}

// The days that happenings lie on, with some room beside them.
function wholeOf(data, found) {
  let first = Infinity, last = -Infinity;
  for (const i of found) {
    for (const day of [data.startFrom[i], data.startBy[i], data.endFrom[i], data.endBy[i]]) {
      if (Number.isFinite(day)) { first = Math.min(first, day); last = Math.max(last, day + 1); }
    }
  }
  if (first > last) return [0, 365];
  const room = Math.max((last - first) * 0.03, (LEAST_DAYS - (last - first)) / 2, 2);
  return [first - room, last + room];
}

// The days shown at first: all, or without what lies far out where that would make the rest a line.
function homeOf(data, whole) {
  const begins = data.startFrom.filter(Number.isFinite).sort(), at = (share) => begins[Math.floor(share * (begins.length - 1))];
  const first = at(FAR_OUT), last = at(1 - FAR_OUT), room = (last - first) * 0.1;
  if (begins.length < 1 / FAR_OUT || whole[1] - whole[0] < 4 * (last - first + LEAST_DAYS)) return whole;
  return [Math.max(whole[0], first - room), Math.min(whole[1], last + room)];
}

function measure(drawing) {
  const width = Math.floor(drawing.frame.clientWidth);
  const narrow = width < 620;
  const tallest = narrow ? 440 : Math.max(440, Math.min(window.innerHeight - 130, 1000));
  if (width === drawing.size.width && tallest === drawing.size.tallest) return;
  drawing.size = { width, tallest };
  drawing.stale = true;
  ask(drawing);
}

function show(drawing, found, by, keys) {
  drawing.found = found;
  drawing.groups = groupsOf(drawing.data, by, keys);
  drawing.stale = true;
  drawing.tally = tallyOf(drawing);
  ask(drawing);
}

// How many happenings begin in each part of the whole time.
function tallyOf({ data, found, whole }) {
  const counts = new Array(120).fill(0), step = (whole[1] - whole[0]) / counts.length;
  for (const i of found) {
    const day = Number.isFinite(data.startFrom[i]) ? data.startFrom[i]
      : Number.isFinite(data.endBy[i]) ? data.endBy[i] : data.startBy[i];
    if (Number.isFinite(day)) counts[Math.min(Math.floor((day - whole[0]) / step), counts.length - 1)] += 1;
  }
  return { counts, most: Math.max(1, ...counts) };
}

function ask(drawing) {
  if (!drawing.asked) {
    drawing.asked = requestAnimationFrame(() => {
      drawing.asked = 0;
      draw(drawing);
    });
  }
}

function draw(drawing) {
  const { size, view } = drawing;
  if (!size.width || !drawing.groups) return;
  if (drawing.stale || view[0] < drawing.layout.around[0] || view[1] > drawing.layout.around[1]) {
    drawing.layout = layOut(
      drawing.data, drawing.found, drawing.groups, [...view], size, drawing, drawing.whole[0],
    );
    drawing.stale = false;
    const narrow = size.width < 620;
    drawing.layout.height = Math.max(drawing.layout.bottom, narrow ? 240 : 340);
  }
  paint(drawing);
}

function clampView(drawing, view) {
  const { whole } = drawing, longest = whole[1] - whole[0];
  const span = Math.min(Math.max(view[1] - view[0], Math.min(LEAST_DAYS, longest)), longest);
  const first = Math.min(Math.max(view[0], whole[0]), whole[1] - span);
  return [first, first + span];
}

function isWhole({ view, whole }) {
  return view[0] <= whole[0] + 0.01 && view[1] >= whole[1] - 0.01;
}

function isHome({ view, home }) {
  return view.every((day, n) => Math.abs(day - home[n]) < 0.02);
}

// Shows other days; a view as long as before is only moved, and laid out anew once it rests.
function setView(drawing, view, on) {
  const next = clampView(drawing, view), span = next[1] - next[0];
  const moved = Math.abs(span - (drawing.view[1] - drawing.view[0])) < span * 1e-9;
  drawing.view = next;
  if (!moved) drawing.stale = true;
  ask(drawing);
  clearTimeout(drawing.settling);
  drawing.settling = setTimeout(() => {
    drawing.stale = true;
    ask(drawing);
    on.settled();
  }, 180);
}

function zoom(drawing, factor, day, on) {
  const [first, last] = drawing.view;
  const about = day === undefined ? (first + last) / 2 : day;
  const longest = drawing.whole[1] - drawing.whole[0];
  const span = Math.min(Math.max((last - first) * factor, Math.min(LEAST_DAYS, longest)), longest);
  const share = (about - first) / (last - first);
  setView(drawing, [about - span * share, about + span * (1 - share)], on);
}

function glide(drawing, view, on) {
  const target = clampView(drawing, view);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    setView(drawing, target, on);
    return;
  }
  const from = [...drawing.view], begun = performance.now();
  const step = () => {
    const share = Math.min(1, (performance.now() - begun) / 220), eased = 1 - (1 - share) ** 3;
    setView(drawing, share === 1 ? target : from.map((day, n) => day + (target[n] - day) * eased), on);
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function zoomBy(drawing, factor, on) {
  const [first, last] = drawing.view, middle = (first + last) / 2, half = ((last - first) * factor) / 2;
  glide(drawing, [middle - half, middle + half], on);
}

function moveBy(drawing, share, on) {
  const [first, last] = drawing.view, by = (last - first) * share;
  glide(drawing, [first + by, last + by], on);
}

function dayAt(drawing, x) {
  const { layout, view } = drawing;
  return view[0] + ((x - layout.gutter) * (view[1] - view[0])) / layout.width;
}

// What lies under a point: a happening, a count, the overview, or nothing.
function hitAt(drawing, x, y) {
  const { layout, view } = drawing;
  if (!layout) return null;
  if (y < OVERVIEW) return x >= layout.gutter ? { overview: true } : null;
  const shift = shiftOf(layout, view), at = x - shift;
  if (x < layout.gutter) return null;
  const lane = layout.lanes.find((one) => y >= one.top && y < one.top + one.height);
  if (!lane) return null;
  const row = Math.floor((y - lane.top - lane.head) / ROW);
  const place = lane.places.find((one) => one.row === row && at >= one.from - 3 && at <= one.to + 3);
  if (place) return { i: place.i };
  const top = countsTop(lane);
  const count = y >= top - 2 && y <= top + 18 && lane.counts.find((one) => at >= one.from && at < one.to);
  return count ? { count } : null;
}

function pointIn(drawing, event) {
  const box = drawing.canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

// Drags move, two fingers zoom, and a press without a move chooses what lies there.
function listenToPointers(drawing, parts, on) {
  const { canvas } = parts, held = new Map();
  let start = null, moved = false;
  const begin = () => {
    const points = [...held.values()];
    start = { points, view: [...drawing.view], overview: points.length === 1 && hitAt(drawing, ...points[0])?.overview };
  };
  const centre = (x) => {
    const { whole, layout, view } = drawing, half = (view[1] - view[0]) / 2;
    const day = whole[0] + ((x - layout.gutter) * (whole[1] - whole[0])) / layout.width;
    setView(drawing, [day - half, day + half], on);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !drawing.layout) return;
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, pointIn(drawing, event));
    moved = held.size > 1;
    begin();
  });
  canvas.addEventListener("pointermove", (event) => {
    const point = pointIn(drawing, event);
    if (!held.has(event.pointerId)) {
      const hit = hitAt(drawing, ...point);
      canvas.style.cursor = hit && !hit.overview ? "pointer" : "grab";
      on.hovered(hit, point);
      return;
    }
    held.set(event.pointerId, point);
    const points = [...held.values()];
    if (Math.abs(point[0] - start.points[0][0]) > 4) moved = true;
    if (!moved) return;
    on.hovered(null, point);
    if (start.overview) centre(point[0]);
    else if (points.length === 1) drag(drawing, start, points[0][0], on);
    else pinch(drawing, start, points, on);
  });
  const end = (event) => {
    if (!held.delete(event.pointerId)) return;
    const point = pointIn(drawing, event);
    if (!moved && event.type === "pointerup") {
      if (start.overview) centre(point[0]);
      else on.chosen(hitAt(drawing, ...point), point);
    }
    if (held.size) begin();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => on.hovered(null, [0, 0]));
}

function drag(drawing, start, x, on) {
  const perDay = (start.view[1] - start.view[0]) / drawing.layout.width, by = (start.points[0][0] - x) * perDay;
  setView(drawing, [start.view[0] + by, start.view[1] + by], on);
}

function pinch(drawing, start, points, on) {
  const { layout } = drawing, [from, to] = [start.points, points].map((some) => some.map((one) => one[0] - layout.gutter));
  const apart = (some) => Math.max(20, Math.abs(some[0] - some[1]));
  const span = (start.view[1] - start.view[0]) * (apart(from) / apart(to));
  const middle = (some) => (some[0] + some[1]) / 2;
  const day = start.view[0] + (middle(from) * (start.view[1] - start.view[0])) / layout.width;
  const first = day - (middle(to) * span) / layout.width;
  setView(drawing, [first, first + span], on);
}

// The wheel zooms, sideways and with the shift key it moves; where nothing is left to zoom, the page scrolls.
function listenToWheel(drawing, on) {
  drawing.canvas.addEventListener("wheel", (event) => {
    if (!drawing.layout) return;
    const unit = event.deltaMode === 1 ? 16 : 1, dx = event.deltaX * unit, dy = event.deltaY * unit;
    if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      const by = ((dx || dy) * (drawing.view[1] - drawing.view[0])) / drawing.layout.width;
      setView(drawing, [drawing.view[0] + by, drawing.view[1] + by], on);
      event.preventDefault();
      return;
    }
    if (dy > 0 && isWhole(drawing) && !event.ctrlKey) return;
    event.preventDefault();
    const strength = event.ctrlKey ? 0.01 : 0.0022;
    zoom(drawing, Math.exp(Math.max(-120, Math.min(120, dy)) * strength), dayAt(drawing, pointIn(drawing, event)[0]), on);
  }, { passive: false });
}

function listenToKeys(drawing, parts, on) {
  const actions = {
    ArrowLeft: () => moveBy(drawing, -0.2, on), ArrowRight: () => moveBy(drawing, 0.2, on),
    PageUp: () => moveBy(drawing, -0.9, on), PageDown: () => moveBy(drawing, 0.9, on),
    "+": () => zoomBy(drawing, 0.5, on), "=": () => zoomBy(drawing, 0.5, on),
    "-": () => zoomBy(drawing, 2, on), Home: () => glide(drawing, drawing.whole, on),
    0: () => glide(drawing, drawing.whole, on),
  };
  parts.frame.addEventListener("keydown", (event) => {
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
