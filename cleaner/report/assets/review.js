// Review: what a person says of edits and rules, kept until it is saved as decisions.jsonl.
const STORE = `cleaner-decisions ${INDEX.run.fingerprint} ${INDEX.run.started} ${location.pathname}`;
const DECIDABLE = new Set(["applied", "held", "shadowed", "rejected"]);
const said = new Map(kept());
let saved = true;

/** What an earlier visit left, where the browser keeps things for a page from disk. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

/** The decision on an edit as its line in the file says it, without the word itself; null where none can be made. */
function subject(index) {
  const [rule, , status, , , , , before, after, , at] = current.page.edits[index];
  if (!DECIDABLE.has(status) || at < 0) return null;
  const [old, fresh] = before || after ? [before, after] : sidesOf(index);
  return { document: current.page.source[0], rule, at, before: old, after: fresh, path: current.page.path };
}

const ofEdit = (about) => [about.document, about.rule, about.at, about.before].join("\u0000");
const ofRule = (rule, site) => ["rule", rule, site].join("\u0000");

/** What was said of an edit: accept, reject or nothing. */
function ruling(index) {
  const about = subject(index);
  return about ? (said.get(ofEdit(about))?.decision ?? "") : "";
}

/** Say it, or take it back by saying the same again. */
function decide(key, row) {
  if (said.get(key)?.decision === row.decision) said.delete(key);
  else said.set(key, row);
  saved = said.size === 0;
  try {
    localStorage.setItem(STORE, JSON.stringify([...said]));
  } catch {
    /* storage is off: forgotten when the page closes, which asks first */
  }
  markDecided();
}

function decideEdits(indexes, decision) {
  for (const index of new Set(indexes)) {
    const about = subject(index);
    if (about) decide(ofEdit(about), { decision, ...about });
  }
}

/** Accept and reject for some edits; a button that is pressed is the decision that holds. */
function verdictButtons(indexes) {
  const open = indexes.filter((index) => subject(index));
  if (!open.length) return null;
  const one = (decision) =>
    button(word(decision), () => decideEdits(open, decision), {
      class: `chip say ${decision}`,
      "aria-pressed": String(open.every((index) => ruling(index) === decision)),
      "data-say": decision,
      "data-edits": open.join(" "),
      title: word(`${decision}Hint`),
    });
  return h("span.say-group", { role: "group", "aria-label": word("decide") }, one("accept"), one("reject"));
}

/** Never and always, for a rule: on this site, and everywhere. */
function generalButtons(rule) {
  const places = [[current.page.site, word("onSite", current.page.site)], ["", word("everywhere")]];
  const one = (decision, site, where) =>
    button(
      `${word(decision)} ${where}`,
      () => decide(ofRule(rule, site), site ? { decision, rule, site } : { decision, rule }),
      {
        class: `chip say ${decision}`,
        "aria-pressed": String(said.get(ofRule(rule, site))?.decision === decision),
        "data-say": decision,
        "data-rule": rule,
        "data-site": site,
      },
    );
  return h(
    "details.general",
    {},
    h("summary", {}, word("general", rule)),
    places
      .filter(([site, where]) => site || where === word("everywhere"))
      .map(([site, where]) => [one("never", site, where), " ", one("always", site, where), " "]),
  );
}

/** Show on marks, buttons and the bar what has been said. */
function markDecided() {
  for (const node of document.querySelectorAll("#text .mark")) {
    const found = new Set(node.edits.map(ruling));
    node.classList.toggle("accepted", found.has("accept"));
    node.classList.toggle("rejected", found.has("reject"));
  }
  for (const node of document.querySelectorAll("[data-edits]")) {
    const edits = node.dataset.edits.split(" ").map(Number);
    node.setAttribute("aria-pressed", String(edits.every((index) => ruling(index) === node.dataset.say)));
  }
  for (const node of document.querySelectorAll("[data-rule]")) {
    const found = said.get(ofRule(node.dataset.rule, node.dataset.site));
    node.setAttribute("aria-pressed", String(found?.decision === node.dataset.say));
  }
  const save = document.getElementById("save");
  save.hidden = said.size === 0;
  save.textContent = word(said.size === 1 ? "saveOne" : "save", number(said.size));
}

const saveButton = () => button("", saveDecisions, { id: "save", class: "chip primary", title: word("saveHint"), hidden: true });

/** Download decisions.jsonl; `cleaner run --decisions` reads it. */
function saveDecisions() {
  const lines = [...said.values()].map((row) => `${JSON.stringify(row)}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  h("a", { href: address, download: "decisions.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  saved = true;
}

addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});
