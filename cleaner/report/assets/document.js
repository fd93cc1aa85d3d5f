// One document: original beside clean, with the lists of what to look at.
const wish = {
  mode: "",
  stages: new Set(),
  rule: "",
  statuses: new Set(["applied", "held", "rejected", "flagged"]),
  changedOnly: false,
};
let current = { order: -1, page: null };

function documentView(order) {
  const block = document.getElementById(`d${order}`);
  current = { order, page: block && read(`d${order}`) };
  if (!block) return h("main.document", {}, crumbs(order), h("p.empty", {}, word("missing")));
  wish.rule = "";
  const page = current.page;
  wish.mode ||= innerWidth < 760 ? "redline" : "split";
  const text = h("div", { id: "text", class: "text", lang: "zh-Hans" });
  const main = h(
    "main.document",
    {},
    crumbs(order),
    heading(page),
    toolbar(text),
    h("div.sheet", {}, text, aside(page)),
  );
  draw(text);
  listenToMarks(text);
  return main;
}

function crumbs(order) {
  const orders = INDEX.rows
    .filter((row) => SHOWN.has(row[0]))
    .sort((a, b) => b[ROW.score] - a[ROW.score] || a[0] - b[0])
    .map((row) => row[0]);
  const at = orders.indexOf(order);
  const link = (to, text, label) =>
    to === undefined ? h("span.off", {}, text) : h("a", { href: `#/d/${to}`, "aria-label": label, title: label }, text);
  return h(
    "nav.crumbs",
    {},
    h("a", { href: "#/" }, `← ${word("back")}`),
    h(
      "span",
      {},
      link(orders[at - 1], "‹", word("previous")),
      ` ${at < 0 ? "–" : at + 1} / ${orders.length} `,
      link(at < 0 ? undefined : orders[at + 1], "›", word("next")),
    ),
  );
}

function heading(page) {
  const row = INDEX.rows.find((found) => found[0] === current.order);
  const [before, after, paragraphs, lines] = page.sizes;
  return h(
    "header.head",
    {},
    h("h1", {}, page.title ? quoted(page.title, false) : h("bdi", {}, shown(page.path || word("unnamed")))),
    h(
      "p.facts",
      {},
      page.title && [h("bdi", {}, shown(page.path)), " · "],
      row?.[ROW.id] && [h("bdi", {}, shown(row[ROW.id])), " · "],
      `${number(before)} → ${number(after)} ${word("characters")} · ${number(paragraphs)} ${word("paragraphs")}`,
      lines ? ` · ${lines === 1 ? word("goneOne") : word("gone", number(lines))}` : "",
      ` · ${page.source[1]}, ${number(page.source[2])} ${word("bytes")}`,
    ),
    row && h("p.reasons", {}, row[ROW.reasons].map(reasonBadge)),
  );
}

/** Draw the rows anew in the chosen mode. */
function draw(text) {
  hideCard();
  text.className = `text ${wish.mode}`;
  const page = current.page;
  const nodes = [];
  if (wish.mode === "split")
    nodes.push(
      h("div.titles", { "aria-hidden": "true" }, h("span", {}, word("original")), h("span", {}, word("clean"))),
    );
  let fold = [];
  const close = () => {
    if (fold.length) nodes.push(folded(fold));
    fold = [];
  };
  for (const row of page.rows) {
    if (Array.isArray(row) && row.length === 3) {
      fold.push(row);
      continue;
    }
    close();
    nodes.push(typeof row === "number" ? h("p.skip", {}, word("same", number(row))) : paragraph(row));
  }
  close();
  if (page.cut) nodes.push(h("p.skip", {}, word("cutRows", number(page.cut))));
  if (!page.rows.length) nodes.push(h("p.skip", {}, word("none")));
  text.replaceChildren(...nodes);
  filter(text);
  if (text.isConnected) markDecided();
}

/** The original may be traditional or Japanese: the browser picks its glyphs by language. */
const originalLanguage = () => ({ traditional: "zh-Hant", japanese: "ja" })[current.page.verdicts.script] ?? "zh-Hans";

/** A paragraph, as two cells or as one redline. A paragraph where nothing changed is one text on a phone. */
function paragraph([line, segments]) {
  const changed = segments.some((segment) => Array.isArray(segment));
  const row = h(
    "div.para",
    { class: changed ? "changed" : "same", "data-line": line },
    h("span.line", { "aria-hidden": "true" }, line),
  );
  const trimmed = trim(segments);
  if (wish.mode === "split")
    row.append(
      h("div.cell.before", { lang: originalLanguage() }, cell(trimmed, "before")),
      h("div.cell.after", {}, cell(trimmed, "after")),
    );
  else row.append(h("div.cell.only", {}, cell(trimmed, wish.mode)));
  return row;
}

/** Segments without the kept blanks at the end of the row; a change of blanks stays there, as a mark. */
function trim(segments) {
  const kept = [...segments];
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    const segment = kept[at];
    if (typeof segment === "string") kept[at] = segment.replace(/\s+$/, "");
    if (typeof segment === "number" || (typeof segment === "string" ? kept[at] : (segment[0] + segment[1]).trim()))
      break;
  }
  return kept;
}

function cell(segments, side) {
  return segments.map((segment) => {
    if (typeof segment === "string") return shown(segment);
    if (typeof segment === "number") return h("span.cut", {}, `… ${word("cut", number(segment))} …`);
    return piece(segment, side);
  });
}

function piece([before, after, numbers, others = []], side) {
  const edits = current.page.edits;
  const all = [...numbers, ...others];
  const flags = others.map((index) => edits[index][2]);
  const extra = ["held", "rejected", "flagged"].find((status) => flags.includes(status)) ?? "";
  if (!numbers.length) return mark("span", before || "‸", `other ${extra}`, all, [before, before]);
  const kind = `${loudness(numbers, edits)} ${extra}`.trim();
  const blank = !before.trim() && !after.trim() ? " blanks" : "";
  const gone = () => mark("del", before, kind + blank, all, [before, after]);
  const came = () => mark("ins", after, kind + blank, all, [before, after]);
  if (side === "before") return before ? gone() : blank ? [] : mark("span", "‸", `${kind} caret`, all, [before, after]);
  if (side === "after" || side === "clean")
    return after
      ? came()
      : blank || kind === "quiet"
        ? []
        : side === "clean"
          ? []
          : mark("span", "‸", `${kind} caret`, all, [before, after]);
  if (kind.startsWith("quiet") && before.length === 1 && after.length === 1) return came();
  return [before ? gone() : [], after ? came() : []];
}

/** Removed paragraphs in a row, folded, with their types. */
function folded(rows) {
  const types = [...new Set(rows.map((row) => row[2]).filter(Boolean))].map((type) => badge(word(type), "removed"));
  const title = rows.length === 1 ? word("goneOne") : word("gone", number(rows.length));
  const start = rows[0][1]
    .map((segment) => (typeof segment === "string" ? segment : (segment[0] ?? "")))
    .join("")
    .trim();
  return h(
    "details.gone",
    { open: false, "data-line": rows[0][0] },
    h(
      "summary",
      {},
      h("span.line", { "aria-hidden": "true" }, rows[0][0]),
      h("span.title", {}, title),
      h("span", {}, types),
      h("span.peek", {}, quoted(start.slice(0, 60), false)),
    ),
    rows.map(([line, segments, type]) =>
      h(
        "div.para.removed.changed",
        { "data-line": line },
        h("span.line", { "aria-hidden": "true" }, line),
        h("div.cell.only", {}, type && badge(word(type), "removed"), cell(trim(segments), "before")),
      ),
    ),
  );
}
