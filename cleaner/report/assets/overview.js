// The first page: what was done, what needs a person, the documents, the rules.
const view = { query: "", sort: "need", filter: "all", rows: 100 };
const SHOWN = new Set(INDEX.shown);
const FAMILIES = ["removed", "repaired", "normalised"];
const ROW = {
  order: 0,
  path: 1,
  title: 2,
  before: 3,
  after: 4,
  applied: 5,
  held: 6,
  flagged: 7,
  lines: 8,
  score: 9,
  reasons: 10,
  status: 11,
  id: 12,
};

function overview() {
  const totals = INDEX.totals;
  return h(
    "main.overview",
    {},
    h(
      "header.lead",
      {},
      h("h1", {}, totals.documents === 1 ? word("leadOne") : word("leadMany", number(totals.documents))),
      h("p", {}, sentence(totals)),
      runFacts(),
    ),
    tiles(totals),
    failedPanel(),
    h("div.columns", {}, stagePanel(), verdictPanel()),
    distributions(),
    documentPanel(),
    rulePanel(),
    h(
      "p.bounds",
      {},
      word(
        "bounds",
        number(INDEX.shown.length),
        number(totals.documents),
        number(INDEX.limits[0]),
        Math.round(INDEX.limits[1] / 1e6),
        number(INDEX.limits[2]),
      ),
    ),
  );
}

function sentence(totals) {
  const done = totals.applied
    ? word("lead", number(totals.lines_removed), number(totals.repaired), number(totals.normalised))
    : word("leadNone");
  return totals.held
    ? [
        done,
        language === "zh" ? "" : " ",
        h("b", {}, word(totals.held === 1 ? "leadWaitOne" : "leadWait", number(totals.held))),
      ]
    : done;
}

function runFacts() {
  const run = INDEX.run;
  const said = [
    run.version && `cleaner ${run.version}`,
    run.fingerprint && `${word("fingerprint")} ${run.fingerprint.slice(0, 12)}`,
    run.started,
    run.seconds && `${run.seconds.toFixed(2)} s`,
    run.inputs.join(" "),
  ];
  return h("p.facts", {}, said.filter(Boolean).join(" · "));
}

function tiles(totals) {
  const tile = (key, count, hint) =>
    h("li", { class: `tile ${key}` }, h("b", {}, number(count)), h("span", {}, word(key)), h("small", {}, hint));
  return h(
    "ul.tiles",
    {},
    tile("documents", totals.documents, word("documentsHint", number(totals.changed))),
    FAMILIES.map((key) => tile(key, key === "removed" ? totals.lines_removed : totals[key], word(`${key}Hint`))),
    tile("held", totals.held, word("heldHint")),
    tile("flagged", totals.flagged, word("flaggedHint")),
  );
}

function stagePanel() {
  const most = Math.max(1, ...INDEX.stages.map(([, , tally]) => tally.applied + tally.held));
  const wide = (count) => (count ? `max(3px, ${(count / most) * 100}%)` : "0");
  return h(
    "section.panel",
    {},
    h("h2", {}, word("byStage")),
    h(
      "ol.bars",
      {},
      INDEX.stages.map(([name, family, tally]) => {
        const bar = h("span.track", { class: family }, h("i"), h("i.held"));
        bar.children[0].style.width = wide(tally.applied);
        bar.children[1].style.width = wide(tally.held);
        const extra = [
          tally.held && `${number(tally.held)} ${word("held")}`,
          tally.flagged && `${number(tally.flagged)} ${word("flagged")}`,
        ];
        return h(
          "li",
          { class: tally.applied || tally.held || tally.flagged ? "" : "idle" },
          h("span.name", {}, stageWord(name)),
          bar,
          h("span.count", {}, number(tally.applied)),
          h("span.extra", {}, extra.filter(Boolean).join(", ")),
        );
      }),
    ),
  );
}

/** What was found of the documents: a bar of shares for each question, with the answers and their counts below it. */
function verdictPanel() {
  const answer = (value) => verdictWord(value === "true" ? true : value === "false" ? false : value);
  const known = Object.entries(INDEX.totals.verdicts).map(([key, values]) => [
    key,
    Object.entries(values)
      .filter(([value]) => value)
      .sort((a, b) => b[1] - a[1]),
  ]);
  return h(
    "section.panel",
    {},
    h("h2", {}, word("verdicts")),
    h(
      "dl.verdicts",
      {},
      known.map(([key, values]) => [
        h("dt", {}, word(key)),
        h(
          "dd",
          {},
          shares(values),
          values.map(([value, count]) =>
            h("span.answer", { class: `v-${value}` }, h("i"), `${answer(value)} `, h("b", {}, number(count))),
          ),
        ),
      ]),
    ),
  );
}

const FEW_RULES = 12;

function rulePanel() {
  if (!INDEX.rules.length) return null;
  const list = h("div.rules", {}, INDEX.rules.slice(0, FEW_RULES).map(ruleItem));
  const rest = INDEX.rules.slice(FEW_RULES);
  const all = button(
    word("moreRules", number(rest.length)),
    () => {
      list.append(...rest.map(ruleItem));
      all.remove();
    },
    { class: "more" },
  );
  return h("section.panel", {}, h("h2", {}, word("rules")), list, rest.length > 0 && all);
}

/** A rule with its first example beside its name; opened, with its reason and more of them. */
function ruleItem(rule) {
  const waiting = [
    rule.held && `${number(rule.held)} ${word("held")}`,
    rule.flagged && `${number(rule.flagged)} ${word("flagged")}`,
  ];
  return h(
    "details.rule",
    {},
    h(
      "summary",
      {},
      h("b", {}, rule.id),
      h("span.name", {}, rule.name, " ", rule.inferred && badge(word("inferred"), "inferred")),
      h("span.sample", { "aria-hidden": "true" }, rule.examples.slice(0, 1).map((example) => sample(example, 5, 14))),
      badge(stageWord(rule.stage), FAMILY.get(rule.stage)),
      h("span.count", {}, number(rule.applied)),
      h("span.extra", {}, waiting.filter(Boolean).join(", ")),
    ),
    h("p.why", {}, reason(rule)),
    rule.examples.length > 0 &&
      h(
        "ul.examples",
        { "aria-label": word("examples") },
        rule.examples.map((example) =>
          h("li", {}, sample(example), h("small", {}, h("bdi", {}, shown(example.path)), `:${example.line}`)),
        ),
      ),
  );
}

/** An example of an edit: some characters before it, what goes, what comes, some after it. */
function sample(example, around = 10, inside = 240) {
  const short = (text) => (text.length > inside ? `${text.slice(0, inside)}…` : text);
  const left = example.left.slice(Math.max(0, example.left.length - around));
  return h(
    "bdi",
    { lang: "zh-Hans" },
    h("span.context", {}, shown(left)),
    example.before === example.after
      ? h("mark", {}, shown(short(example.before), true))
      : [
          example.before && h("del", {}, shown(short(example.before), true)),
          example.after && h("ins", {}, shown(short(example.after), true)),
        ],
    h("span.context", {}, shown(example.right.slice(0, around))),
  );
}

const FEW_FAILED = 8;

function failedPanel() {
  if (!INDEX.failed.length) return null;
  const item = ([path, reason]) => h("li", {}, h("b", {}, h("bdi", {}, shown(path))), " ", h("bdi", {}, shown(reason)));
  const list = h("ul", {}, INDEX.failed.slice(0, FEW_FAILED).map(item));
  const rest = INDEX.failed.slice(FEW_FAILED);
  const all = button(
    word("more", number(rest.length)),
    () => {
      list.append(...rest.map(item));
      all.remove();
    },
    { class: "more" },
  );
  return h(
    "section.panel.failed",
    {},
    h("h2", {}, word("failedTitle")),
    list,
    rest.length > 0 && all,
  );
}
