// Pictures of the first page, as inline SVG.
/** One bar cut in proportion to the counts. */
function shares(values) {
  const total = values.reduce((sum, [, count]) => sum + count, 0) || 1;
  let at = 0;
  return s(
    "svg",
    { viewBox: "0 0 100 4", preserveAspectRatio: "none", class: "shares", "aria-hidden": "true" },
    values.map(([value, count]) => {
      const width = (count / total) * 100;
      at += width;
      return s("rect", { x: at - width, y: 0, width, height: 4, class: `v-${value}` });
    }),
  );
}

/** Two small histograms of all documents, where there are enough to make a picture. */
function distributions() {
  if (INDEX.totals.documents < 8) return null;
  const { removed, edits } = INDEX.totals.spread;
  return h(
    "div.columns.even",
    {},
    h("section.panel", {}, h("h2", {}, word("shareRemoved")), histogram(removed, (edge) => `${Math.round(edge * 100)} %`)),
    h("section.panel", {}, h("h2", {}, word("editsPer")), histogram(edits, String)),
  );
}

/** Bars between the edges of their bins; the first bin is what is exactly nothing, the last has no upper edge. */
function histogram({ edges, counts }, label) {
  const most = Math.max(1, ...counts);
  const wide = 400 / counts.length;
  const range = (index) =>
    index === 0 ? label(0) : index < edges.length ? `${label(edges[index - 1])} – ${label(edges[index])}` : `> ${label(edges.at(-1))}`;
  const bar = (count, index) => {
    const tall = count ? Math.max(1.5, (count / most) * 88) : 0;
    const middle = index * wide + wide / 2;
    return s(
      "g",
      {},
      s("title", {}, `${range(index)}: ${number(count)}`),
      s("rect", { x: index * wide + 2, y: 104 - tall, width: wide - 4, height: tall, rx: 2 }),
      count ? s("text", { x: middle, y: 100 - tall, class: "value" }, number(count)) : "",
    );
  };
  return s(
    "svg",
    {
      viewBox: "0 0 400 126",
      role: "img",
      class: "histogram",
      "aria-label": counts.map((count, index) => `${range(index)}: ${number(count)}`).join("; "),
    },
    s("line", { x1: 0, x2: 400, y1: 104.5, y2: 104.5 }),
    counts.map(bar),
    s("text", { x: wide / 2, y: 120 }, label(0)),
    edges.slice(1).map((edge, index) => s("text", { x: (index + 2) * wide, y: 120 }, label(edge))),
  );
}
