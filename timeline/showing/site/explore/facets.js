// Filters by values, each with how many happenings it would leave; only the open one is filled.
const MOST_VALUES = 60;

function makeFacet(data, name, state, on) {
  const box = document.querySelector(`#tl-facet-${name}`);
  const facet = {
    name, box, values: data.values[name], counts: null, state,
    badge: box.querySelector(".chosen"), list: box.querySelector("ul"),
    search: box.querySelector("input"), rest: box.querySelector(".rest"),
  };
  facet.search.parentElement.hidden = facet.values.keys.length <= 12;
  facet.search.addEventListener("input", () => fillFacet(facet));
  box.addEventListener("toggle", () => { if (box.open) fillFacet(facet); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  facet.list.addEventListener("change", (event) => on.chosen(name, event.target.value, event.target.checked));
  box.hidden = !facet.values.keys.length;
  return facet;
}

// Which values are offered: chosen ones first, then those with the most; without any only if chosen.
function offeredOf(facet, keys) {
  const { values, counts } = facet, typed = foldText(facet.search.value.trim());
  const chosen = new Set(keys);
  if (!values.folded) values.folded = values.names.map(foldText);
  const offered = [];
  for (let n = 0; n < values.keys.length; n++) {
    if (!chosen.has(values.keys[n]) && (!counts[n] || (typed && !values.folded[n].includes(typed)))) continue;
    offered.push(n);
  }
  const first = (n) => (chosen.has(values.keys[n]) ? 0 : 1);
  return offered.sort((a, b) => first(a) - first(b) || counts[b] - counts[a] || a - b);
}

function fillFacet(facet) {
  const { list, values, counts } = facet, keys = facet.state()[facet.name];
  const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
  const offered = offeredOf(facet, keys), fragment = document.createDocumentFragment();
  for (const n of offered.slice(0, MOST_VALUES)) {
    const item = make("li"), label = make("label"), box = make("input");
    box.type = "checkbox";
    box.value = values.keys[n];
    box.checked = keys.includes(values.keys[n]);
    label.append(box, make("span", "name", values.names[n]), make("span", "count", inThousands(counts[n])));
    item.append(label);
    fragment.append(item);
  }
  list.replaceChildren(fragment);
  const more = offered.length - MOST_VALUES;
  facet.rest.textContent = !offered.length ? "Nothing to choose" : more > 0 ? `and ${inThousands(more)} more: type to find them` : "";
  facet.rest.hidden = !facet.rest.textContent;
  if (focused !== null) [...list.querySelectorAll("input")].find((one) => one.value === focused)?.focus();
}

function showFacet(facet, counts) {
  facet.counts = counts;
  const chosen = facet.state()[facet.name].length;
  facet.badge.textContent = chosen ? String(chosen) : "";
  if (facet.box.open) fillFacet(facet);
}
