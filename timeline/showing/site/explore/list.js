// The list of what was found, a page of 50 at a time: the drawing as text.
const PAGE = 50, MOST_NAMES = 3;

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function namesOf(data, i) {
  const { starts, columns } = data.participants, names = [];
  for (let at = starts[i]; at < starts[i + 1]; at++) {
    const name = data.values.actor.names[columns[0][at]];
    if (!columns[2][at] && !names.includes(name)) names.push(name);
  }
  const more = names.length - MOST_NAMES;
  return more > 1 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${more} more` : names.join(", ");
}

function tagsOf(data, i, result) {
  const tags = [], status = data.statuses[data.status[i]];
  if (status !== "occurred") tags.push(status);
  if ((result.dated && result.match[i] === POSSIBLE) || data.unsure.has(i)) tags.push("possibly");
  return tags;
}

function makeRow(data, i, result) {
  const row = make("li", "row"), shape = shapeOf(data, i);
  row.dataset.at = i;
  const when = make("span", "when");
  const sign = make("span", `sign ${shape}`);
  sign.setAttribute("aria-hidden", "true");
  const words = wordsOf(data, i);
  when.append(sign, words.charAt(0).toUpperCase() + words.slice(1));
  for (const tag of tagsOf(data, i, result)) when.append(" ", make("span", `tag ${tag}`, tag));
  const link = make("a", "what", data.titles[i]);
  link.href = addressOf(data, i);
  row.append(when, link);
  const about = [data.values.kind.names[data.kind[i]], namesOf(data, i)].filter(Boolean).join(" · ");
  row.append(make("span", "who", about));
  return row;
}

function makeList(data, parts, on) {
  const list = { data, parts, result: null, page: 0, rows: new Map(), marked: -1 };
  const rowOf = (event) => event.target.closest(".row");
  const hover = (event) => { const row = rowOf(event); if (row) on.marked(Number(row.dataset.at)); };
  parts.rows.addEventListener("pointerover", hover);
  parts.rows.addEventListener("focusin", hover);
  parts.rows.addEventListener("pointerleave", () => on.marked(-1));
  parts.rows.addEventListener("focusout", () => on.marked(-1));
  for (const [button, by] of [[parts.earlier, -1], [parts.later, 1]]) {
    button.addEventListener("click", () => on.turned(list.page + by));
  }
  addEventListener("beforeprint", () => fillList(list, 0, list.result.found.length));
  addEventListener("afterprint", () => showPage(list, list.page));
  return list;
}

function pagesOf(list) {
  return Math.max(1, Math.ceil(list.result.found.length / PAGE));
}

function fillList(list, from, to) {
  const { data, parts, result } = list;
  const fragment = document.createDocumentFragment();
  list.rows.clear();
  for (const i of result.found.subarray(from, to)) {
    const row = makeRow(data, i, result);
    list.rows.set(i, row);
    fragment.append(row);
  }
  parts.rows.replaceChildren(fragment);
  parts.rows.start = from + 1;
  markRow(list, list.marked);
}

function showPage(list, page) {
  list.page = Math.min(Math.max(0, page), pagesOf(list) - 1);
  const { parts, result } = list, count = result.found.length;
  const from = list.page * PAGE, to = Math.min(from + PAGE, count);
  fillList(list, from, to);
  parts.pager.hidden = count <= PAGE;
  parts.range.textContent = `${inThousands(from + 1)}–${inThousands(to)} of ${inThousands(count)}`;
  parts.earlier.disabled = list.page === 0;
  parts.later.disabled = to >= count;
  parts.none.hidden = count > 0;
}

function markRow(list, i) {
  list.rows.get(list.marked)?.classList.remove("marked");
  list.marked = i;
  list.rows.get(i)?.classList.add("marked");
}

// The page on which a happening is; -1 where filters leave it out.
function pageWith(list, i) {
  const at = list.result.found.indexOf(i);
  return at < 0 ? -1 : Math.floor(at / PAGE);
}
