// Marks in the text, and the card that explains one.
const QUIET = new Set(["punctuation", "unicode", "layout", "script"]);
const SURE = 0.9; // an edit below it is shown plainly, whatever its stage
const card = h("div.card", { role: "dialog", "aria-live": "polite", hidden: true, tabindex: -1 });
let cardOf = null;
let pinned = false;

/** How loudly a change is shown: by the loudest edit in it. */
function loudness(numbers, edits) {
  const found = numbers.map((index) => edits[index]);
  if (found.some((edit) => RULES.get(edit[0])?.inferred)) return "inferred";
  if (found.some((edit) => FAMILY.get(edit[1]) === "repaired")) return "repaired";
  if (found.some((edit) => FAMILY.get(edit[1]) === "removed")) return "removed";
  return found.every((edit) => QUIET.has(edit[1]) && edit[5] >= SURE) ? "quiet" : "plain";
}

/** A mark: `tag` is del, ins or span. `sides` are the texts before and after the whole change. */
function mark(tag, text, kind, numbers, sides) {
  const node = h(tag, { class: `mark ${kind}`, role: "button", tabindex: -1 }, shown(text, true));
  node.edits = numbers;
  node.sides = sides;
  return node;
}

function describe(node) {
  const edits = current.page.edits;
  const applied = node.edits.filter((index) => edits[index][2] === "applied");
  const parts = [];
  if (applied.length > 1) parts.push(h("p.chain", {}, word("chain", applied.length)), change(...node.sides));
  for (const index of node.edits) parts.push(explain(index, node.sides));
  return parts;
}

const change = (before, after) =>
  before === after
    ? h("p.change", {}, quoted(clip(before)))
    : h(
        "p.change",
        {},
        before ? h("del", {}, quoted(clip(before))) : h("em", {}, word("nothing")),
        h("span.arrow", {}, " → "),
        after ? h("ins", {}, quoted(clip(after))) : h("em", {}, word("nothing")),
      );

const clip = (text) => (text.length > 240 ? `${text.slice(0, 160)}…${text.slice(-60)}` : text);

/** One edit in words: rule, stage, change, reason, evidence, confidence, place. */
function explain(index, sides) {
  const [id, stage, status, line, column, confidence, note, before, after, by] = current.page.edits[index];
  const rule = RULES.get(id);
  const texts = before || after ? [before, after] : sides;
  const fate = { held: "heldNote", flagged: "flaggedNote", shadowed: "shadowedNote", rejected: "rejectedNote" }[status];
  return h(
    "section.edit",
    {},
    h("header", {}, h("b", {}, id), " ", rule?.name ?? "", h("span.stage", {}, stageWord(stage))),
    change(...texts),
    rule?.inferred && h("p.inferred-note", {}, word("inferredHint")),
    fate && h("p.fate", { class: status }, word(fate), by ? ` ${word("lostTo", by)}` : ""),
    rule?.why && h("p.why", {}, reason(rule)),
    note && h("p.note", {}, h("span.label", {}, word("evidence")), " ", quoted(evidence(note), false)),
    h("footer", {}, meter(confidence), h("span", {}, word("at", line, column))),
    DECIDABLE.has(status) && h("div.say-row", {}, verdictButtons([index]), generalButtons(id)),
  );
}

function meter(confidence) {
  const bar = h("span.meter", { role: "img", "aria-label": `${word("confidence")} ${confidence}` }, h("i"));
  bar.firstChild.style.width = `${confidence * 100}%`;
  return h("span.confidence", {}, word("confidence"), " ", confidence.toFixed(2), bar);
}

function showCard(node, pin) {
  if (pinned && !pin) return;
  cardOf?.classList.remove("open");
  cardOf = node;
  pinned = pin;
  node.classList.add("open");
  card.replaceChildren(
    ...describe(node),
    ...(pin ? [button("×", hideCard, { class: "close", "aria-label": word("close") })] : []),
  );
  card.setAttribute("aria-label", node.edits.map((index) => current.page.edits[index][0]).join(", "));
  card.hidden = false;
  card.classList.toggle("pinned", pin);
  place(node);
}

/** Put the card below its mark, or above where there is no room. The style sheet makes it a sheet on phones. */
function place(node) {
  const mark = node.getClientRects()[0] ?? node.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const left = Math.max(8, Math.min(mark.left, innerWidth - size.width - 8));
  const below = mark.bottom + 8;
  const top = below + size.height < innerHeight ? below : Math.max(8, mark.top - size.height - 8);
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}

function hideCard() {
  cardOf?.classList.remove("open");
  if (pinned) cardOf?.focus({ preventScroll: true });
  cardOf = null;
  pinned = false;
  card.hidden = true;
}

/** One mark for each change that the filters leave on, in the order of the text. What is folded away is passed over,
 * unless nothing else is left. */
function liveMarks() {
  const seen = new Set();
  const first = (node) => !seen.has(String(node.edits)) && seen.add(String(node.edits));
  const found = [...document.querySelectorAll("#text .mark:not(.off)")].filter((node) => node.offsetParent);
  const open = found.filter((node) => !node.closest("details.gone:not([open])"));
  return (open.length ? open : found).filter(first);
}

function step(by) {
  const nodes = liveMarks();
  if (!nodes.length) return;
  const here = cardOf ?? document.activeElement;
  const from = nodes.findIndex((node) => String(node.edits) === String(here?.edits));
  const at = from < 0 ? (by > 0 ? 0 : nodes.length - 1) : (from + by + nodes.length) % nodes.length;
  focusMark(nodes[at]);
  const counter = document.getElementById("counter");
  if (counter) counter.textContent = `${number(at + 1)} / ${number(nodes.length)}`;
}

function focusMark(node) {
  node.closest("details.gone")?.setAttribute("open", "");
  for (const other of document.querySelectorAll('#text .mark[tabindex="0"]')) other.tabIndex = -1;
  node.tabIndex = 0;
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  showCard(node, true);
}

function listenToMarks(area) {
  let timer = 0;
  const over = (event) => event.target.closest?.(".mark:not(.off)");
  area.addEventListener("click", (event) => {
    const node = over(event);
    if (node) showCard(node, true);
  });
  area.addEventListener("keydown", (event) => {
    const node = over(event);
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      showCard(node, true);
    }
  });
  area.addEventListener("pointerover", (event) => {
    const node = over(event);
    clearTimeout(timer);
    if (event.pointerType !== "mouse" || pinned) return;
    timer = node ? setTimeout(() => showCard(node, false), 120) : setTimeout(hideCard, 120);
  });
  area.addEventListener("pointerleave", () => {
    clearTimeout(timer);
    if (!pinned) hideCard();
  });
}
