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
    h("div.columns", {}, stagePanel(), verdictPanel()),
    distributions(),
    documentPanel(),
    rulePanel(),
    failedPanel(),
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
    run.fingerprint && run.fingerprint.slice(0, 12),
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
  return h(
    "section.panel",
    {},
    h("h2", {}, word("byStage")),
    h(
      "ol.bars",
      {},
      INDEX.stages.map(([name, family, tally]) => {
        const bar = h("span.track", { class: family }, h("i"), h("i.held"));
        bar.children[0].style.width = `${Math.sqrt(tally.applied / most) * 100}%`;
        bar.children[1].style.width = tally.held ? `${Math.max(1, Math.sqrt(tally.held / most) * 30)}%` : "0";
        const extra = [
          tally.held && `${number(tally.held)} ${word("held")}`,
          tally.flagged && `${number(tally.flagged)} ${word("flagged")}`,
        ];
        return h(
          "li",
          {},
          h("span.name", {}, stageWord(name)),
          bar,
          h("span.count", {}, number(tally.applied)),
          h("span.extra", {}, extra.filter(Boolean).join(", ")),
        );
      }),
    ),
  );
}

function verdictPanel() {
  const entries = Object.entries(INDEX.totals.verdicts);
  return h(
    "section.panel",
    {},
    h("h2", {}, word("verdicts")),
    h(
      "dl.verdicts",
      {},
      entries.map(([key, values]) => [
        h("dt", {}, word(key)),
        h(
          "dd",
          {},
          Object.entries(values)
            .filter(([value]) => value)
            .map(([value, count]) =>
              badge(
                `${verdictWord(value === "true" ? true : value === "false" ? false : value)} ${number(count)}`,
                `v-${value}`,
              ),
            ),
        ),
      ]),
    ),
  );
}

/** Two small histograms, where there are documents enough to make a picture. */
function distributions() {
  const rows = INDEX.rows;
  if (rows.length < 8) return null;
  const share = rows.map((row) => (row[ROW.before] ? Math.max(0, 1 - row[ROW.after] / row[ROW.before]) : 0));
  const rate = rows.map((row) => (row[ROW.before] ? (1000 * row[ROW.applied]) / row[ROW.before] : 0));
  return h(
    "div.columns.even",
    {},
    h(
      "section.panel",
      {},
      h("h2", {}, word("shareRemoved")),
      histogram(share, [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.01], (edge) => `${Math.round(edge * 100)} %`),
    ),
    h(
      "section.panel",
      {},
      h("h2", {}, word("editsPer")),
      histogram(rate, [0, 1, 2, 5, 10, 20, 40, 60, 80, 1e9], (edge) => (edge > 1e6 ? "" : String(edge))),
    ),
  );
}

function histogram(values, edges, label) {
  const counts = edges
    .slice(1)
    .map((edge, index) => values.filter((value) => value >= edges[index] && value < edge).length);
  const most = Math.max(1, ...counts);
  const wide = 400 / counts.length;
  return s(
    "svg",
    {
      viewBox: "0 0 400 130",
      role: "img",
      class: "histogram",
      "aria-label": counts.map((count, index) => `${label(edges[index])}: ${count}`).join("; "),
    },
    counts.map((count, index) => {
      const tall = Math.sqrt(count / most) * 90;
      return s(
        "g",
        {},
        s("rect", { x: index * wide + 2, y: 105 - tall, width: wide - 4, height: tall, rx: 2 }),
        count ? s("text", { x: index * wide + wide / 2, y: 101 - tall, class: "value" }, number(count)) : "",
        s("text", { x: index * wide + wide / 2, y: 122 }, label(edges[index])),
      );
    }),
  );
}

function rulePanel() {
  if (!INDEX.rules.length) return null;
  return h(
    "section.panel",
    {},
    h("h2", {}, word("rules")),
    h(
      "div.rules",
      {},
      INDEX.rules.map((rule) =>
        h(
          "details.rule",
          {},
          h(
            "summary",
            {},
            h("b", {}, rule.id),
            h("span.name", {}, rule.name),
            badge(stageWord(rule.stage), FAMILY.get(rule.stage)),
            rule.inferred && badge(word("inferred"), "inferred"),
            h("span.count", {}, number(rule.applied)),
            h(
              "span.extra",
              {},
              rule.held ? `${number(rule.held)} ${word("held")} ` : "",
              rule.flagged ? `${number(rule.flagged)} ${word("flagged")}` : "",
            ),
          ),
          h("p.why", {}, rule.why),
          rule.examples.length > 0 &&
            h(
              "ul.examples",
              { "aria-label": word("examples") },
              rule.examples.map((example) =>
                h(
                  "li",
                  {},
                  h(
                    "bdi",
                    { lang: "zh-Hans" },
                    h("span.context", {}, shown(example.left)),
                    example.before === example.after
                      ? h("mark", {}, shown(example.before, true))
                      : [
                          example.before && h("del", {}, shown(clip(example.before), true)),
                          example.after && h("ins", {}, shown(clip(example.after), true)),
                        ],
                    h("span.context", {}, shown(example.right)),
                  ),
                  h("small", {}, h("bdi", {}, shown(example.path)), `:${example.line}`),
                ),
              ),
            ),
        ),
      ),
    ),
  );
}

function failedPanel() {
  if (!INDEX.failed.length) return null;
  return h(
    "section.panel.failed",
    {},
    h("h2", {}, word("failedTitle")),
    h(
      "ul",
      {},
      INDEX.failed.map(([path, reason]) =>
        h("li", {}, h("b", {}, h("bdi", {}, shown(path))), " ", h("bdi", {}, shown(reason))),
      ),
    ),
  );
}
