// Beside the text: what needs a look, the lists, the metadata, the verdicts, the rules of this document.
function aside(page) {
  return h("aside", {}, lookPanel(page), listPanel(page), metadataPanel(page), verdictList(page), ruleList(page));
}

const jump = (line) => (line ? button(`${word("line")} ${number(line)}`, () => goTo(line), { class: "jump" }) : "");

/** Show a line of the original: the last paragraph that starts at or before it, unfolded. Returns it. */
function goTo(line) {
  const rows = [...document.querySelectorAll("#text .para")].filter((row) => Number(row.dataset.line) <= line);
  const row = rows.at(-1);
  if (!row) return null;
  row.hidden = false;
  const fold = row.closest("details");
  if (fold) {
    fold.open = true;
    fold.hidden = false;
  }
  row.scrollIntoView({ block: "center" });
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
  return row;
}

function lookPanel(page) {
  const lists = page.lists.filter((list) => list.bad).map(listTrouble);
  const inferred = (edit) => edit[2] === "applied" && RULES.get(edit[0])?.inferred;
  const groups = [
    ["held", (edit) => edit[2] === "held"],
    ["inferred", inferred],
    ["flagged", (edit) => edit[2] === "flagged"],
    ["shadowed", (edit) => edit[2] === "shadowed"],
    ["rejected", (edit) => edit[2] === "rejected"],
  ].map(([key, test]) => [key, page.edits.map((edit, index) => [edit, index]).filter(([edit]) => test(edit))]);
  const parts = groups
    .filter(([, found]) => found.length)
    .map(([key, found]) =>
      h(
        "details.look",
        { open: ["held", "inferred", "flagged"].includes(key) },
        h("summary", {}, badge(word(key), key), " ", number(found.length)),
        h(
          "ol",
          {},
          found.slice(0, 200).map(([edit, index]) => look(edit, index)),
        ),
      ),
    );
  return h(
    "section.panel",
    {},
    h("h2", {}, word("needs")),
    lists.length || parts.length ? [lists, parts] : h("p.empty", {}, word("none")),
  );
}

/** A list that does not count on: what is missing, repeated or waiting. */
function listTrouble(list) {
  const said = ["gaps", "duplicates", "left"]
    .filter((key) => (Array.isArray(list[key]) ? list[key].length : list[key]))
    .map((key) => `${word(key)} ${Array.isArray(list[key]) ? list[key].join("、") : number(list[key])}`);
  if (list.announced > list.items)
    said.push(`${word("announced")} ${list.announced}`, `${word("items")} ${list.items}`);
  return h(
    "p.trouble",
    {},
    badge(word("reason_lists"), "r-lists"),
    quoted(list.family, false),
    ` · ${said.join(" · ")} `,
    jump(list.line),
  );
}

function look(edit, index) {
  const [id, , , line, , confidence, note, before, after] = edit;
  const node = () => [...document.querySelectorAll("#text .mark")].find((found) => found.edits.includes(index));
  const open = () => {
    const found = node();
    if (found) {
      focusMark(found);
      return;
    }
    const row = goTo(line); // a paragraph with hundreds of them bears no marks
    if (row) showCard(Object.assign(row, { edits: [index], sides: [old, fresh] }), true);
  };
  const [old, fresh] = before || after ? [before, after] : sidesOf(index);
  return h(
    "li",
    {},
    button(
      [
        h("b", {}, id),
        " ",
        RULES.get(id)?.name ?? "",
        h("small", {}, ` ${word("line")} ${number(line)} · ${confidence.toFixed(2)}`),
      ],
      open,
      { class: "plain" },
    ),
    change(old, fresh),
    note && h("p.note", {}, quoted(clip(evidence(note)), false)),
    verdictButtons([index]),
  );
}

/** Both sides of the change that an edit made alone. */
function sidesOf(index) {
  for (const row of current.page.rows) {
    if (!Array.isArray(row)) continue;
    for (const segment of row[1])
      if (Array.isArray(segment) && segment[2].includes(index)) return [segment[0], segment[1]];
  }
  return ["", ""];
}

/** How the markers of a list look; leads to its beginning where that is known. */
function familyCell(list) {
  const text = quoted(String(list.family ?? ""), false);
  const label = `${list.family} ${word("line")} ${list.line}`;
  return list.line ? button([text], () => goTo(list.line), { class: "jump", "aria-label": label, title: label }) : text;
}

function listPanel(page) {
  if (!page.lists.length) return null;
  const shownValue = (value) =>
    value === undefined || value === null
      ? ""
      : Array.isArray(value)
        ? value.map((item) => (typeof item === "object" ? Object.values(item).join(" ") : item)).join("、")
        : value === true
          ? "✓"
          : value === false || value === 0
            ? ""
            : String(value);
  const columns = ["items", "announced", "first", "gaps", "duplicates", "mixed", "repaired", "inferred", "left"].filter(
    (key) => key === "items" || page.lists.some((list) => shownValue(list[key])),
  );
  return h(
    "section.panel",
    {},
    h("h2", {}, word("lists")),
    h(
      "div.scroll",
      {},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", {}, word("family")),
            columns.map((key) => h("th", {}, word(key))),
          ),
        ),
        h(
          "tbody",
          {},
          page.lists.map((list) =>
            h(
              "tr",
              { class: list.bad ? "bad" : "" },
              h("td", {}, familyCell(list)),
              columns.map((key) => h("td", {}, quoted(shownValue(list[key]), false))),
            ),
          ),
        ),
      ),
    ),
  );
}

function metadataPanel(page) {
  if (!page.metadata.length) return null;
  const value = (field, found, raw) => {
    const text = Array.isArray(found) ? found.join(field === "breadcrumb" ? " › " : "、") : String(found);
    if (text)
      return [
        quoted(text, false),
        raw && raw.trim() !== text && !Array.isArray(found) ? h("small", {}, " ← ", quoted(raw, false)) : "",
      ];
    return [h("em", {}, word("absent")), raw ? h("small", {}, ` · ${word("placeholder")} `, quoted(raw, false)) : ""];
  };
  return h(
    "section.panel",
    {},
    h("h2", {}, word("metadata")),
    h(
      "dl.metadata",
      {},
      page.metadata.map(([field, found, raw, rule, line]) => [
        h("dt", {}, word(field)),
        h(
          "dd",
          {},
          value(field, found, raw),
          " ",
          jump(line),
          rule && h("small.rule-id", { title: RULES.get(rule)?.name ?? "" }, rule),
        ),
      ]),
    ),
  );
}

function verdictList(page) {
  const entries = Object.entries(page.verdicts).filter(([key]) => key !== "status");
  if (!entries.length) return null;
  return h(
    "section.panel",
    {},
    h("h2", {}, word("verdicts")),
    h(
      "dl.metadata",
      {},
      entries.map(([key, value]) => [h("dt", {}, word(key)), h("dd", { class: `v-${value}` }, verdictWord(value))]),
    ),
  );
}

function ruleList(page) {
  const counts = new Map();
  for (const [id] of page.edits) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (!counts.size) return null;
  const choose = (id) => {
    wish.rule = wish.rule === id ? "" : id;
    document.getElementById("rule").value = wish.rule;
    filter();
  };
  return h(
    "section.panel",
    {},
    h("h2", {}, word("rules")),
    h(
      "ul.rule-list",
      {},
      [...counts]
        .sort((a, b) => b[1] - a[1])
        .map(([id, count]) =>
          h(
            "li",
            {},
            button([h("b", {}, id), " ", RULES.get(id)?.name ?? ""], () => choose(id), {
              class: "plain",
              title: reason(RULES.get(id)),
            }),
            h("span.count", {}, number(count)),
          ),
        ),
    ),
  );
}
