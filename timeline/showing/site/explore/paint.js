// The drawing on its canvas, in the colours of the page.
const FONT = "12px system-ui, 'Noto Sans', sans-serif", SMALL = "11px system-ui, 'Noto Sans', sans-serif";
const BOLDER = 1.16, BOLD = "600 12.5px system-ui, 'Noto Sans', sans-serif";

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const found = {};
  for (const name of ["page", "shade", "ink", "soft", "weak", "line", "bar", "item", "mark"]) {
    found[name] = style.getPropertyValue(`--tl-${name}`).trim();
  }
  return found;
}

const HATCHES = new Map();

function makeHatch(context, colour) {
  if (HATCHES.has(colour)) return HATCHES.get(colour);
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  for (const shift of [-6, 0, 6]) {
    pen.beginPath();
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
    pen.stroke();
  }
  HATCHES.set(colour, context.createPattern(tile, "repeat"));
  return HATCHES.get(colour);
}

// A stretch as a strip: solid, pale, hatched, a thin line, or dashes; what is open fades.
function paintStrip(context, left, right, top, height, look, colour, fades) {
  if (look === "paused") {
    context.fillStyle = colour;
    context.fillRect(left, top + height / 2 - 1, right - left, 2);
    return;
  }
  if (look === "dropped") {
    context.strokeStyle = colour;
    context.setLineDash([3, 2]);
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, Math.max(right - left - 1, 1), height - 1);
    context.setLineDash([]);
    return;
  }
  if (fades) {
    const gradient = context.createLinearGradient(left, 0, right, 0);
    gradient.addColorStop(fades === "right" ? 0 : 1, colour);
    gradient.addColorStop(fades === "right" ? 1 : 0, "transparent");
    context.globalAlpha = look === "certain" ? 1 : 0.42;
    context.fillStyle = gradient;
    context.fillRect(left, top, right - left, height);
  } else if (look === "planned") {
    context.fillStyle = makeHatch(context, colour);
    context.fillRect(left, top, right - left, height);
    context.strokeStyle = colour;
    context.lineWidth = 0.9;
    context.strokeRect(left + 0.5, top + 0.5, Math.max(right - left - 1, 1), height - 1);
  } else {
    context.globalAlpha = look === "certain" ? 1 : 0.38;
    context.fillStyle = colour;
    const least = look === "certain" && right - left < 2 ? 2 - (right - left) : 0;
    context.fillRect(left - least / 2, top, right - left + least, height);
  }
  context.globalAlpha = 1;
}

function paintTip(context, x, middle, turn, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.beginPath();
  context.moveTo(x - turn * 4, middle - 4);
  context.lineTo(x, middle);
  context.lineTo(x - turn * 4, middle + 4);
  context.stroke();
}

// Stretches between two ends, to which runs out what is open; what is certain lies above.
function paintStretches(context, stretches, at, ends, [top, height], colour) {
  const kept = (x) => Math.min(Math.max(x, ends.least), ends.most);
  for (const sure of [false, true]) {
    for (const { first, last, look } of stretches) {
      if ((look === "certain" || look === "paused") !== sure) continue;
      const before = first === -Infinity, open = last === Infinity;
      const left = before ? ends.left : kept(at(first)), right = open ? ends.right : kept(at(last + 1));
      if (right < left) continue;
      const fades = look === "planned" || before === open ? "" : open ? "right" : "left";
      paintStrip(context, left, right, top, height, look, colour, fades);
      if (open) paintTip(context, right, top + height / 2, 1, colour);
      if (before) paintTip(context, left, top + height / 2, -1, colour);
    }
  }
}

// When the programme of a lane ran, above what happened in it.
function paintRunning(context, drawing, lane, shift) {
  const { layout, size, colours } = drawing, left = layout.gutter + 3, right = size.width - 3;
  const at = (day) => (day - layout.scale.base) * layout.scale.perDay + shift;
  const ends = { left, right, least: layout.gutter - 8, most: size.width + 8 };
  paintStretches(context, lane.running, at, ends, [lane.top + lane.head - BAR + 1, 5], colours.bar);
}

function paintSign(context, shape, x, y, colours) {
  const colour = colours.item;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.beginPath();
  if (shape === "day") {
    context.arc(x, y, 4, 0, 7);
    context.fill();
  } else if (shape === "maybe") {
    context.arc(x, y, 3.5, 0, 7);
    context.fillStyle = colours.page;
    context.fill();
    context.lineWidth = 1.5;
    context.stroke();
  } else if (shape === "planned") {
    for (const [dx, dy] of [[-5, 0], [0, -5], [5, 0], [0, 5]]) context.lineTo(x + dx, y + dy);
    context.closePath();
    context.fillStyle = colours.page;
    context.fill();
    context.fillStyle = makeHatch(context, colour);
    context.fill();
    context.lineWidth = 1.3;
    context.stroke();
  } else {
    context.moveTo(x - 4, y - 4);
    context.lineTo(x + 4, y + 4);
    context.moveTo(x - 4, y + 4);
    context.lineTo(x + 4, y - 4);
    context.lineWidth = 2;
    context.stroke();
  }
}

function paintBox(context, left, top, width, height, radius) {
  context.beginPath();
  context.roundRect(left, top, width, height, radius);
}

// Where things of a layout lie on the canvas, when the view was moved since.
function shiftOf(layout, view) {
  return layout.gutter - (view[0] - layout.scale.base) * layout.scale.perDay;
}

function paintAxis(context, drawing, height) {
  const { layout, view, colours } = drawing;
  const width = layout.width, at = (day) => layout.gutter + ((day - view[0]) * width) / (view[1] - view[0]);
  context.font = SMALL;
  context.textBaseline = "alphabetic";
  for (const tick of ticksOf(view[0], view[1], width, 74)) {
    const x = Math.round(at(tick.day)) + 0.5;
    context.strokeStyle = tick.major ? colours.line : colours.weak;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, OVERVIEW + 4);
    context.lineTo(x, height);
    context.stroke();
    context.fillStyle = tick.major ? colours.ink : colours.soft;
    context.fillText(tick.label, x + 4, OVERVIEW + 16);
  }
}

function paintLanes(context, drawing) {
  const { layout, size, colours } = drawing;
  layout.lanes.forEach((lane, n) => {
    if (n % 2 === 0) {
      context.fillStyle = colours.shade;
      context.fillRect(0, lane.top - 2, size.width, lane.height);
    }
  });
}

function paintNames(context, drawing) {
  const { layout, colours } = drawing;
  for (const lane of layout.lanes) {
    const counted = inThousands(lane.items.length);
    context.fillStyle = colours.ink;
    context.font = BOLD;
    if (!layout.gutter) {
      const name = drawing.bold.cut(lane.name, layout.width - 60);
      context.fillText(name.text, 6, lane.top + 12);
      context.fillStyle = colours.soft;
      context.font = SMALL;
      context.fillText(counted, 6 + name.width + 8, lane.top + 12);
      continue;
    }
    const lines = wrapName(lane.name, drawing.bold, layout.gutter - 22, Math.max(1, Math.floor((lane.height - 18) / 15)));
    lines.forEach((line, n) => context.fillText(line, 8, lane.top + 12 + n * 15));
    context.fillStyle = colours.soft;
    context.font = SMALL;
    context.fillText(counted, 8, lane.top + 12 + lines.length * 15 - 1);
  }
}

function wrapName(name, ruler, room, most) {
  const words = name.split(" "), lines = [];
  while (words.length) {
    let line = words.shift();
    if (lines.length + 1 === most) {
      lines.push(ruler.cut([line, ...words].join(" "), room).text);
      return lines;
    }
    while (words.length && ruler.width(`${line} ${words[0]}`) <= room) line = `${line} ${words.shift()}`;
    lines.push(ruler.cut(line, room).text);
  }
  return lines;
}

function paintPlace(context, drawing, lane, place, shift) {
  const { data, colours, layout } = drawing;
  const top = lane.top + lane.head + place.row * ROW, marked = drawing.marked === place.i;
  const left = place.left + shift, right = place.right + shift, textLeft = place.labelLeft + shift;
  if (right < layout.gutter - 8 && textLeft + place.label.width < layout.gutter) return;
  if (marked) {
    context.fillStyle = colours.mark;
    paintBox(context, place.from + shift - 4, top - 1, place.to - place.from + 8, ROW, 5);
    context.fill();
  }
  const at = (day) => (day - layout.scale.base) * layout.scale.perDay + shift;
  if (place.short) paintSign(context, shapeOf(data, place.i), (left + right) / 2, top + 7, colours);
  else {
    const strip = place.brief ? [top + 4, 6] : [top + 14, 3.5];
    const ends = { left, right, least: -8, most: drawing.size.width + 8 };
    paintStretches(context, stretchesOf(data, place.i), at, ends, strip, colours.item);
  }
  context.font = FONT;
  if (place.label.lead) {
    context.fillStyle = colours.soft;
    context.fillText(place.label.lead, textLeft, top + 11);
  }
  context.fillStyle = colours.ink;
  context.fillText(place.label.text, textLeft + place.label.leadWidth, top + 11);
}

// The counts of a lane: more of the bar's colour where there are more, and a mark where that lies.
function paintCounts(context, drawing, lane, shift) {
  const { colours, layout, size } = drawing, top = countsTop(lane), levels = new Map();
  const boxes = [];
  for (const { from, to, items } of lane.counts) {
    const middle = (from + to) / 2 + shift;
    if (middle < layout.gutter || middle > size.width) continue;
    const text = `+${inThousands(items.length)}`, width = Math.min(to - from - 4, drawing.ruler.width(text) + 12);
    const marked = drawing.marked >= 0 && items.includes(drawing.marked);
    const level = marked ? "mark" : Math.ceil((8 * items.length) / Math.max(layout.most, 10));
    boxes.push({ middle, text, left: middle - width / 2, width });
    if (levels.has(level)) levels.get(level).push(boxes[boxes.length - 1]);
    else levels.set(level, [boxes[boxes.length - 1]]);
  }
  const outline = (some) => {
    context.beginPath();
    for (const one of some) context.roundRect(one.left, top, one.width, 16, 8);
  };
  outline(boxes);
  context.fillStyle = colours.page;
  context.fill();
  for (const [level, some] of levels) {
    context.fillStyle = level === "mark" ? colours.mark : colours.bar;
    context.globalAlpha = level === "mark" ? 1 : level * 0.04;
    outline(some);
    context.fill();
  }
  context.globalAlpha = 1;
  context.strokeStyle = colours.soft;
  context.lineWidth = 1;
  outline(boxes);
  context.stroke();
  context.font = SMALL;
  context.textAlign = "center";
  context.fillStyle = colours.ink;
  for (const one of boxes) context.fillText(one.text, one.middle, top + 11.5);
  context.textAlign = "left";
}

function countsTop(lane) {
  return lane.top + lane.height - LANE_GAP - 18;
}

function paintOverview(context, drawing) {
  const { size, colours, layout, whole, view, tally } = drawing;
  const top = 4, height = OVERVIEW - 6, left = layout.gutter, width = layout.width;
  const at = (day) => left + ((day - whole[0]) * width) / (whole[1] - whole[0]);
  context.fillStyle = colours.shade;
  context.fillRect(left, top, width, height);
  const most = tally.most, step = width / tally.counts.length;
  context.fillStyle = colours.bar;
  tally.counts.forEach((count, n) => {
    if (!count) return;
    const tall = Math.max(2, (Math.sqrt(count / most)) * (height - 3));
    context.fillRect(left + n * step, top + height - tall, Math.max(1, step - 1), tall);
  });
  const from = Math.max(left, at(view[0])), to = Math.min(left + width, at(view[1]));
  context.globalAlpha = 0.72;
  context.fillStyle = colours.page;
  context.fillRect(left, top, from - left, height);
  context.fillRect(to, top, left + width - to, height);
  context.globalAlpha = 1;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  paintBox(context, from + 0.75, top + 0.75, Math.max(6, to - from - 1.5), height - 1.5, 4);
  context.stroke();
  context.font = SMALL;
  context.fillStyle = colours.soft;
  if (layout.gutter) context.fillText("Whole time", 8, top + height / 2 + 4);
}

// What is marked and not in view is pointed at from the side on which it lies.
function paintElsewhere(context, drawing, shift) {
  const { marked, layout, data, colours, size } = drawing;
  if (marked < 0) return;
  const [left, right] = extentOf(data, marked, layout.scale).map((x) => x + shift);
  const side = right < layout.gutter ? -1 : left > size.width ? 1 : 0;
  context.fillStyle = colours.mark;
  if (!side) {
    const x = Math.max(layout.gutter, Math.min(size.width, left));
    context.globalAlpha = 0.28;
    context.fillRect(x, OVERVIEW + 4, Math.max(2, Math.min(right, size.width) - x), layout.height);
    context.globalAlpha = 1;
    return;
  }
  const label = side < 0 ? "← earlier" : "later →";
  context.font = SMALL;
  const width = drawing.ruler.width(label) + 12, x = side < 0 ? layout.gutter + 2 : size.width - width - 2;
  paintBox(context, x, TOP, width, 18, 9);
  context.fill();
  context.fillStyle = colours.ink;
  context.fillText(label, x + 6, TOP + 13);
}

function paint(drawing) {
  const { canvas, context, layout, size, colours, view } = drawing;
  const ratio = window.devicePixelRatio || 1, height = layout.height;
  if (canvas.width !== Math.round(size.width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, height);
  context.textAlign = "left";
  const shift = shiftOf(layout, view);
  paintLanes(context, drawing);
  context.save();
  context.beginPath();
  context.rect(layout.gutter, OVERVIEW, layout.width, height - OVERVIEW);
  context.clip();
  paintElsewhere(context, drawing, shift);
  paintAxis(context, drawing, height);
  for (const lane of layout.lanes) {
    paintRunning(context, drawing, lane, shift);
    for (const place of lane.places) {
      if (place.to + shift >= layout.gutter && place.from + shift <= size.width) paintPlace(context, drawing, lane, place, shift);
    }
    paintCounts(context, drawing, lane, shift);
  }
  context.restore();
  paintNames(context, drawing);
  paintOverview(context, drawing);
}
