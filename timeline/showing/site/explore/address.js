// The state of the page, kept in the part of its address that follows `#`.
function emptyState() {
  const state = { from: "", to: "", words: "", open: false, by: "program", view: null, page: 0 };
  for (const name of FACETS) state[name] = [];
  return state;
}

function writeState(state) {
  const parts = [];
  const put = (name, text) => parts.push(`${name}=${text}`);
  for (const name of FACETS) {
    if (state[name].length) put(name, state[name].map(encodeURIComponent).join(","));
  }
  for (const name of ["from", "to", "words"]) {
    if (state[name]) put(name, encodeURIComponent(state[name]));
  }
  if (state.open) put("open", "1");
  if (state.by !== "program") put("by", state.by);
  if (state.view) put("view", state.view.map((day) => Math.round(day * 100) / 100).join(".."));
  if (state.page) put("page", state.page + 1);
  return parts.join("&");
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readState(text) {
  const state = emptyState();
  for (const part of text.replace(/^#/, "").split("&")) {
    const at = part.indexOf("="), name = part.slice(0, at), value = part.slice(at + 1);
    if (FACETS.includes(name)) state[name] = value.split(",").filter(Boolean).map(decode);
    if (["from", "to", "words"].includes(name)) state[name] = decode(value);
    if (name === "open") state.open = value === "1";
    if (name === "by" && ["program", "kind", "actor"].includes(value)) state.by = value;
    if (name === "page") state.page = Math.max(0, (Number.parseInt(value, 10) || 1) - 1);
    if (name === "view") {
      const days = value.split("..").map(Number);
      if (days.length === 2 && days.every(Number.isFinite) && days[0] < days[1]) state.view = days;
    }
  }
  return state;
}
