// Language, address and keys.
function preferred() {
  try {
    const kept = localStorage.getItem("cleaner-language");
    if (kept in WORDS) return kept;
  } catch {
    /* storage is off: follow the browser */
  }
  if (INDEX.run.lang) return INDEX.run.lang;
  return (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  try {
    localStorage.setItem("cleaner-language", language);
  } catch {
    /* storage is off: forgotten when the page closes */
  }
  show();
}

function bar() {
  return h(
    "header.bar",
    {},
    h("a.brand", { href: "#/" }, h("b", {}, "cleaner"), " ", h("span", {}, word("report"))),
    saveButton(),
    button(word("language"), switchLanguage, { class: "chip", lang: language === "zh" ? "en" : "zh-Hans" }),
  );
}

function show() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  const found = /^#\/d\/(\d+)$/.exec(location.hash);
  card.hidden = true;
  card.replaceChildren(); // its buttons know the edits of the document that was left
  cardOf = null;
  pinned = false;
  const app = document.getElementById("app");
  app.replaceChildren(bar(), found ? documentView(Number(found[1])) : overview(), card);
  document.title =
    found && current.page ? `${current.page.title || current.page.path} · cleaner` : `cleaner ${word("report")}`;
  if (found && current.page) filter();
  markDecided();
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "Escape" && !card.hidden) {
    hideCard();
    event.preventDefault();
    return;
  }
  if (!document.getElementById("text")) return;
  const onMark = event.target.classList?.contains("mark");
  if (event.key === "n" || event.key === "j" || (onMark && event.key === "ArrowRight")) {
    step(1);
    event.preventDefault();
  }
  if (event.key === "p" || event.key === "k" || (onMark && event.key === "ArrowLeft")) {
    step(-1);
    event.preventDefault();
  }
  if (cardOf && pinned && (event.key === "a" || event.key === "r"))
    decideEdits(cardOf.edits, event.key === "a" ? "accept" : "reject");
}

language = preferred();
addEventListener("hashchange", () => {
  show();
  scrollTo(0, 0);
});
addEventListener("keydown", keys);
addEventListener("click", (event) => {
  if (pinned && !event.target.closest(".card, .mark, .steps, aside")) hideCard();
});
addEventListener(
  "scroll",
  () => {
    if (!card.hidden && cardOf?.isConnected) place(cardOf);
  },
  { passive: true },
);
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.gone")) fold.open = true;
});
show();
