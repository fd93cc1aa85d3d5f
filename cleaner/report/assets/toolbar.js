// Above the text: views, steps from change to change, filters.
function toolbar(text) {
  const edits = current.page.edits;
  const modes = h(
    "span.switch",
    { role: "group" },
    ["split", "redline", "clean"].map((mode) =>
      button(
        word(mode),
        () => {
          wish.mode = mode;
          press(modes, mode);
          draw(text);
        },
        { "data-key": mode, "aria-pressed": String(wish.mode === mode) },
      ),
    ),
  );
  const count = (at, key) => edits.filter((edit) => edit[at] === key && (at === 2 || edit[2] !== "shadowed")).length;
  const chips = (keys, at, chosen, name) =>
    keys
      .filter((key) => count(at, key))
      .map((key) =>
        button(
          [name(key), " ", h("small", {}, number(count(at, key)))],
          (event) => {
            chosen.has(key) ? chosen.delete(key) : chosen.add(key);
            event.currentTarget.setAttribute("aria-pressed", String(chosen.has(key)));
            filter();
          },
          { class: `chip ${key}`, "aria-pressed": String(chosen.has(key)) },
        ),
      );
  const rules = [...new Set(edits.map((edit) => edit[0]))].sort();
  const pick = h(
    "select",
    {
      id: "rule",
      "aria-label": word("rule"),
      on: {
        change: (event) => {
          wish.rule = event.target.value;
          filter();
        },
      },
    },
    h("option", { value: "" }, `${word("rule")}: ${word("all")}`),
    rules.map((id) => h("option", { value: id }, `${id} ${RULES.get(id)?.name ?? ""}`)),
  );
  const only = h(
    "label.check",
    {},
    h("input", {
      type: "checkbox",
      checked: wish.changedOnly,
      on: {
        change: (event) => {
          wish.changedOnly = event.target.checked;
          filter();
        },
      },
    }),
    word("changedOnly"),
  );
  if (!edits.length) return h("div.toolbar", {}, modes, h("span.facts", {}, word("leadNone")));
  return h(
    "div.toolbar",
    { title: word("help") },
    modes,
    h(
      "span.steps",
      {},
      button("‹", () => step(-1), { "aria-label": word("previousMark"), title: word("previousMark") }),
      h("output", { id: "counter" }, ""),
      button("›", () => step(1), { "aria-label": word("nextMark"), title: word("nextMark") }),
    ),
    h(
      "details.filters",
      { open: innerWidth >= 760 },
      h("summary", {}, word("filters")),
      h(
        "div",
        {},
        h(
          "span.chips",
          { role: "group", "aria-label": word("stage") },
          chips(
            INDEX.stages.map(([name]) => name),
            1,
            wish.stages,
            stageWord,
          ),
        ),
        h(
          "span.chips",
          { role: "group", "aria-label": word("status") },
          chips(["applied", "held", "rejected", "flagged"], 2, wish.statuses, word),
        ),
        pick,
        only,
      ),
    ),
  );
}

function press(group, key) {
  for (const child of group.children) child.setAttribute("aria-pressed", String(child.dataset.key === key));
}

/** Switch marks off that the filters leave out, and hide paragraphs where none is left, if asked to. */
function filter(root = document.getElementById("text")) {
  const edits = current.page.edits;
  const on = (index) => {
    const [id, stage, status] = edits[index];
    return (
      wish.statuses.has(status) && (!wish.stages.size || wish.stages.has(stage)) && (!wish.rule || wish.rule === id)
    );
  };
  for (const node of root.querySelectorAll(".mark")) node.classList.toggle("off", !node.edits.some(on));
  for (const row of root.querySelectorAll(".para, details.gone"))
    row.hidden = wish.changedOnly && !row.querySelector(".mark:not(.off)");
  const counter = document.getElementById("counter");
  if (counter) counter.textContent = number(liveMarks().length);
}
