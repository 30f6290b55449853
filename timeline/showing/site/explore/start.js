// Puts the parts together: what is chosen leads to what is found, drawn, listed and kept in the address.
function start() {
  const by = (id) => document.getElementById(`tl-${id}`);
  const data = unpack(JSON.parse(by("data").textContent));
  let state = readState(location.hash), result = null, lastChange = "";
  const parts = {
    canvas: by("canvas"), frame: by("frame"), rows: by("rows"), earlier: by("earlier"), later: by("later"),
    range: by("range"), pager: by("pager"), none: by("none"),
  };
  by("explore").hidden = false;

  const on = {
    settled: () => {
      state.view = isHome(drawing) ? null : [...drawing.view];
      tellView();
      keep("view");
    },
    hovered: (hit, point) => {
      mark(hit && hit.i !== undefined ? hit.i : -1);
      showTip(by("tip"), data, hit, point, drawing.size.width);
    },
    chosen: (hit) => {
      if (!hit) return;
      if (hit.count) openCount(hit.count.items);
      else goTo(hit.i);
    },
    marked: (i) => mark(i),
    turned: (page) => {
      state.page = page;
      showPage(list, state.page);
      parts.rows.scrollIntoView({ block: "nearest" });
      by("list").focus({ preventScroll: true });
      keep("page");
    },
  };
  const drawing = makeDrawing(data, parts, on);
  const list = makeList(data, parts, on);
  const facets = FACETS.map((name) => makeFacet(data, name, () => state, { chosen: choose }));

  function mark(i) {
    if (drawing.marked === i) return;
    drawing.marked = i;
    markRow(list, i);
    ask(drawing);
  }

  // Zooms to what a count holds, as far as that parts it; else the list is at it.
  function openCount(items) {
    const view = wholeOf(data, items.filter((i) => Number.isFinite(data.startFrom[i])));
    const span = drawing.view[1] - drawing.view[0];
    if (span <= LEAST_DAYS + 1 || items.length === 0) goTo(items[0]);
    else {
      const width = Math.min(Math.max(view[1] - view[0], LEAST_DAYS), span / 3);
      const middle = data.startFrom[items[Math.floor(items.length / 2)]];
      const about = Number.isFinite(middle) ? middle : (drawing.view[0] + drawing.view[1]) / 2;
      glide(drawing, [about - width / 2, about + width / 2], on);
    }
  }

  function goTo(i) {
    const page = pageWith(list, i);
    if (page < 0) return;
    if (page !== list.page) {
      state.page = page;
      showPage(list, page);
      keep("page");
    }
    const row = list.rows.get(i);
    row.scrollIntoView({ block: "center" });
    row.querySelector("a").focus({ preventScroll: true });
  }

  function choose(name, key, chosen) {
    state[name] = chosen ? [...state[name], key] : state[name].filter((one) => one !== key);
    apply("filter");
  }

  function apply(change) {
    state.page = 0;
    refresh();
    keep(change);
  }

  function refresh() {
    result = findHappenings(data, state);
    list.result = result;
    showPage(list, state.page);
    show(drawing, result.found, state.by, state[state.by]);
    for (const facet of facets) showFacet(facet, result.counts[facet.name]);
    tellFound();
    showChosen();
  }

  // What changes again and again, as a view or typed words do, takes one step of the history.
  function keep(change) {
    const text = writeState(state);
    if (text === location.hash.slice(1)) return;
    const again = change === lastChange && ["view", "words", "from", "to", "page"].includes(change);
    lastChange = change;
    if (again || change === "load") history.replaceState(null, "", `#${text}`);
    else history.pushState(null, "", text ? `#${text}` : `${location.pathname}${location.search}`);
  }

  function tellFound() {
    const count = result.found.length, all = inThousands(data.count);
    const unit = count === 1 ? "happening" : "happenings";
    by("found").textContent = count === data.count ? `${all} ${unit}` : `${inThousands(count)} of ${all} happenings`;
    const possible = result.dated ? result.found.reduce((sum, i) => sum + (result.match[i] === POSSIBLE), 0) : 0;
    by("possible").textContent = possible ? `, ${inThousands(possible)} of them possibly` : "";
    by("aside").hidden = !result.asides;
    const number = inThousands(result.asides);
    by("aside-text").textContent = state.open
      ? `${number} of them only by an open or unknown side of the date`
      : `${number} more only by an open or unknown side of the date`;
    by("aside-button").textContent = state.open ? "Leave out" : "Show";
  }

  function tellView() {
    const [first, last] = drawing.view.map(Math.floor);
    by("view").textContent = last - first > 800
      ? `${yearInWords(civil(first)[0])} – ${yearInWords(civil(last)[0])}`
      : `${shortMonths(dayInWords(first))} – ${shortMonths(dayInWords(last))}`;
  }

  // What is chosen, each with a button that takes it away again.
  function showChosen() {
    const chips = [];
    const chip = (label, name, take) => {
      const button = make("button", "chip", label);
      button.type = "button";
      button.append(make("span", "cross", "×"));
      button.setAttribute("aria-label", `Remove ${name}: ${label}`);
      button.addEventListener("click", () => { take(); fillFields(); apply("filter"); by("chosen").focus(); });
      chips.push(button);
    };
    for (const name of FACETS) {
      for (const key of state[name]) {
        const at = data.values[name].keys.indexOf(key);
        chip(at < 0 ? key : data.values[name].names[at], name, () => { state[name] = state[name].filter((one) => one !== key); });
      }
    }
    for (const [name, label] of [["from", "from"], ["to", "to"], ["words", "words"]]) {
      if (state[name] && (name === "words" || readPeriod(state[name]))) chip(`${label} ${state[name]}`, name, () => { state[name] = ""; });
    }
    if (chips.length > 1) {
      const button = make("button", "clear", "Clear all");
      button.type = "button";
      button.addEventListener("click", clear);
      chips.push(button);
    }
    by("chosen").replaceChildren(...chips);
    by("chosen").hidden = !chips.length;
    by("fold-count").textContent = chips.length ? ` (${chips.length - (chips.length > 1 ? 1 : 0)})` : "";
  }

  function clear() {
    state = { ...emptyState(), by: state.by, view: state.view };
    fillFields();
    apply("filter");
    by("chosen").focus();
  }

  function fillFields() {
    for (const name of ["from", "to", "words"]) {
      const field = by(name);
      if (field.value !== state[name]) field.value = state[name];
      if (name !== "words") tellFault(name);
    }
    by("by").value = state.by;
  }

  function tellFault(name) {
    const wrong = state[name] && !readPeriod(state[name]);
    by(name).setAttribute("aria-invalid", String(Boolean(wrong)));
    by("fault").hidden = !["from", "to"].some((one) => state[one] && !readPeriod(state[one]));
  }

  function load() {
    state = readState(location.hash);
    fillFields();
    drawing.view = clampView(drawing, state.view || drawing.home);
    tellView();
    refresh();
  }

  for (const name of ["from", "to", "words"]) {
    let waiting = 0;
    by(name).addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state[name] = by(name).value.trim();
        if (name !== "words") tellFault(name);
        apply(name);
      }, 120);
    });
  }
  by("by").addEventListener("change", () => { state.by = by("by").value; refresh(); keep("by"); });
  by("aside-button").addEventListener("click", () => { state.open = !state.open; apply("open"); });
  by("in").addEventListener("click", () => zoomBy(drawing, 0.5, on));
  by("out").addEventListener("click", () => zoomBy(drawing, 2, on));
  by("left").addEventListener("click", () => moveBy(drawing, -0.5, on));
  by("right").addEventListener("click", () => moveBy(drawing, 0.5, on));
  by("all").addEventListener("click", () => glide(drawing, drawing.whole, on));
  for (const change of ["popstate", "hashchange"]) {
    addEventListener(change, () => { if (location.hash.slice(1) !== writeState(state)) { lastChange = ""; load(); } });
  }
  document.addEventListener("click", (event) => {
    for (const facet of facets) if (facet.box.open && !facet.box.contains(event.target) && event.target.isConnected) facet.box.open = false;
  });
  const wide = matchMedia("(min-width: 48rem)"), fold = () => { by("fold").open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
  measure(drawing);
  load();
  // Ready before the first word is typed.
  setTimeout(() => foldTitles(data), 600);
}

// What lies under the pointer, in words beside it.
function showTip(tip, data, hit, point, width) {
  const items = hit ? (hit.count ? hit.count.items : hit.i !== undefined ? [hit.i] : []) : [];
  tip.hidden = !items.length;
  if (!items.length) return;
  const lines = items.slice(0, 4).map((i) => {
    const line = make("span", "line"), status = data.statuses[data.status[i]];
    line.append(make("span", "when", shortMonths(wordsOf(data, i))), ` ${status === "occurred" ? "" : `[${status}] `}${data.titles[i]}`);
    return line;
  });
  if (items.length > 4) lines.push(make("span", "line when", `and ${inThousands(items.length - 4)} more: click to zoom`));
  tip.replaceChildren(...lines);
  const left = Math.min(Math.max(4, point[0] + 14), Math.max(4, width - tip.offsetWidth - 4));
  tip.style.left = `${left}px`;
  tip.style.top = `${point[1] + 18}px`;
}

start();
