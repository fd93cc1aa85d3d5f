// The index of documents on the first page: search, order, filters.
function documentPanel() {
  if (!INDEX.rows.length) return null;
  const list = h("div", { class: "rows" });
  const search = h("input", {
    type: "search",
    placeholder: word("search"),
    "aria-label": word("search"),
    value: view.query,
    on: {
      input: (event) => {
        view.query = event.target.value;
        fill();
      },
    },
  });
  const sort = h(
    "select",
    {
      "aria-label": word("sort"),
      on: {
        change: (event) => {
          view.sort = event.target.value;
          fill();
        },
      },
    },
    ["need", "path", "edits", "removed"].map((key) =>
      h("option", { value: key, selected: view.sort === key }, word(`sort${key[0].toUpperCase()}${key.slice(1)}`)),
    ),
  );
  const chips = h(
    "span.chips",
    { role: "group", "aria-label": word("filters") },
    [
      ["all", "all"],
      ["need", "onlyNeed"],
      ["changed", "onlyChanged"],
      ["same", "onlySame"],
    ].map(([key, text]) =>
      button(
        word(text),
        (event) => {
          view.filter = key;
          for (const other of chips.children) other.setAttribute("aria-pressed", other === event.target);
          fill();
        },
        { class: "chip", "aria-pressed": String(view.filter === key) },
      ),
    ),
  );
  const fill = () => {
    const rows = chosen();
    list.replaceChildren(...rows.slice(0, view.rows).map(row));
    if (!rows.length) list.append(h("p.empty", {}, word("noMatch")));
    if (rows.length > view.rows)
      list.append(
        button(
          word("more", number(Math.min(200, rows.length - view.rows))),
          () => {
            view.rows += 200;
            fill();
          },
          { class: "more" },
        ),
      );
  };
  fill();
  return h("section.panel", {}, h("h2", {}, word("documentList")), h("div.tools", {}, search, sort, chips), list);
}

function chosen() {
  const query = view.query.trim().toLowerCase();
  const keep = {
    all: () => true,
    need: (row) => row[ROW.reasons].length,
    changed: (row) => row[ROW.status] !== "clean",
    same: (row) => row[ROW.status] === "clean",
  }[view.filter];
  const rows = INDEX.rows.filter(
    (row) => keep(row) && (!query || `${row[ROW.path]} ${row[ROW.id]} ${row[ROW.title]}`.toLowerCase().includes(query)),
  );
  const gone = (row) => (row[ROW.before] ? 1 - row[ROW.after] / row[ROW.before] : 0);
  const by = {
    need: (a, b) => b[ROW.score] - a[ROW.score] || a[ROW.order] - b[ROW.order],
    path: (a, b) => (a[ROW.path] < b[ROW.path] ? -1 : 1),
    edits: (a, b) => b[ROW.applied] - a[ROW.applied],
    removed: (a, b) => gone(b) - gone(a),
  };
  return rows.sort(by[view.sort]);
}

const reasonBadge = ([code, count]) => badge(word(`reason_${code}`, number(count)), `r-${code}`);

function row(row) {
  const shownInFull = SHOWN.has(row[ROW.order]);
  const inner = [
    h(
      "span.what",
      {},
      h(
        "b",
        {},
        row[ROW.title] ? quoted(row[ROW.title], false) : h("bdi", {}, shown(row[ROW.path] || word("unnamed"))),
      ),
      h(
        "small",
        {},
        row[ROW.title] && h("bdi", {}, shown(row[ROW.path] || word("unnamed"))),
        row[ROW.title] && row[ROW.id] && " · ",
        row[ROW.id] && h("bdi", {}, shown(row[ROW.id])),
      ),
    ),
    h("span.reasons", {}, row[ROW.reasons].map(reasonBadge), !shownInFull && badge(word("rowOnly"), "quiet")),
    h(
      "span.counts",
      {},
      h("span", {}, `${number(row[ROW.before])} → ${number(row[ROW.after])}`),
      h("span", {}, `${number(row[ROW.applied])} ${word("applied")}`),
    ),
  ];
  return shownInFull ? h("a.row", { href: `#/d/${row[ROW.order]}` }, inner) : h("div.row", {}, inner);
}
