// Building nodes. Text of documents enters the page here and only as text nodes.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const INDEX = read("index");
const RULES = new Map(INDEX.rules.map((rule) => [rule.id, rule]));
const FAMILY = new Map(INDEX.stages.map(([name, family]) => [name, family]));

/** An element. Attributes whose value is false or undefined are left out; `on` holds listeners; children may be nested. */
function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "class") node.className = [node.className, value].filter(Boolean).join(" ");
    else if (value !== false && value !== undefined && value !== null)
      node.setAttribute(key, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of [children].flat(Infinity))
    if (child !== null && child !== undefined && child !== false) node.append(child);
}

/** An SVG element. */
function s(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  append(node, children);
  return node;
}

const INVISIBLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e0fff}]/gu;
const BLANKS = /[ \n\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const BLANK_SHAPES = { " ": "·", "\n": "↵", "\u00a0": "⍽", "\u3000": "□" };

/** Text as nodes: what is invisible or reorders text is shown by its number, inside marks blanks are shown too. */
function shown(text, blanks = false) {
  const pattern = blanks ? new RegExp(`${INVISIBLE.source}|${BLANKS.source}`, "gu") : INVISIBLE;
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) nodes.push(text.slice(at, match.index));
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const shape = match[0] === "\t" ? "⇥" : (BLANK_SHAPES[match[0]] ?? (/\s/.test(match[0]) && blanks ? "␣" : code));
    nodes.push(h("span", { class: shape === code ? "code" : "blank", title: `U+${code}` }, shape));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

/** Text of a document on its own: isolated, so that nothing in it can reorder what stands around it. */
const quoted = (text, blanks = true, tag = "bdi") => h(tag, { lang: "zh-Hans" }, shown(text, blanks));
const badge = (text, kind = "") => h("span.badge", { class: kind }, text);
const button = (text, listener, attributes = {}) =>
  h("button", { type: "button", ...attributes, on: { click: listener } }, text);
