// The words of the page in English and Chinese. A word that is missing is shown as its key.
const WORDS = {
  en: {
    language: "中文", report: "report", back: "All documents", previous: "Previous document", next: "Next document",
    documents: "documents", document: "document", changed: "changed", failed: "failed",
    removed: "removed", repaired: "repaired", normalised: "normalised", held: "held", flagged: "flagged",
    applied: "applied", shadowed: "shadowed", inferred: "inferred", lines: "lines",
    removedHint: "lines and links of the website", repairedHint: "text that was damaged", normalisedHint: "form only: marks, blanks, script",
    heldHint: "proposed, wait for you", flaggedHint: "seen and left alone", documentsHint: "{0} changed",
    byStage: "By stage", verdicts: "Verdicts", rules: "Rules", needs: "Needs a look", none: "Nothing.",
    search: "Search path, id or title", fingerprint: "settings", moreRules: "Show {0} more rules", sort: "Sort", sortNeed: "by need", sortPath: "by path", sortEdits: "by edits",
    sortRemoved: "by share removed", all: "All", onlyNeed: "Need a person", onlyChanged: "Changed", onlySame: "Unchanged",
    rowOnly: "counts only", more: "Show {0} more", noMatch: "No document matches.",
    split: "Side by side", redline: "Redline", clean: "Clean", original: "Original",
    changedOnly: "Changed paragraphs only", stage: "Stage", rule: "Rule", status: "Status", filters: "Filters", nextMark: "Next change (n)", previousMark: "Previous change (p)",
    gone: "{0} lines removed", goneOne: "1 line removed", same: "{0} paragraphs left out", cut: "{0} characters left out",
    cutRows: "This document is long: {0} edits are not shown. The ledger has all of them.",
    metadata: "Metadata", field: "Field", value: "Value", line: "line", lists: "Lists", source: "Source", absent: "absent",
    placeholder: "placeholder", family: "family", items: "items", announced: "announced", gaps: "missing", duplicates: "repeated", first: "begins at", mixed: "in another form",
    left: "held", ok: "complete", why: "Why", evidence: "Evidence", confidence: "Confidence", at: "line {0}, column {1}",
    nothing: "nothing", inserted: "inserted", close: "Close", lostTo: "lost to {0}", chain: "{0} edits made this change",
    inferredHint: "Inferred: the text itself does not show it.", heldNote: "Held: below the bar, a person decides.",
    flaggedNote: "Flagged: seen and left alone.", shadowedNote: "Shadowed: another edit took the place.",
    rejected: "rejected", rejectedNote: "Rejected: a person decided against it.", decide: "Decide", accept: "Accept", reject: "Reject",
    acceptHint: "Make this edit in the next run (a)", rejectHint: "Do not make this edit in the next run (r)", general: "Always or never {0}",
    never: "Never", always: "Always", onSite: "on {0}", everywhere: "everywhere", save: "Save {0} decisions", saveOne: "Save 1 decision",
    saveHint: "Download decisions.jsonl; obey it with: cleaner run --decisions decisions.jsonl",
    examples: "Examples", actionOf: "action", unnamed: "(text)", bytes: "bytes", characters: "characters", paragraphs: "paragraphs",
    failedTitle: "Could not be processed", shareRemoved: "Share of text removed", editsPer: "Edits per 1,000 characters",
    bounds: "Shown in full: {0} of {1} documents, those that need a person most (at most {2}, {3} MB). The index names at most {4}.",
    leadNone: "Nothing had to be changed.", lead: "{0} lines removed, {1} places repaired, {2} normalised.", leadWait: "{0} wait for you.", leadWaitOne: "1 waits for you.", documentList: "Documents",
    leadOne: "1 document", leadMany: "{0} documents", missing: "This document is counted, but not shown: the page is bounded. Use: cleaner diff",
    reason_held: "{0} held", reason_flagged: "{0} flagged", reason_lists: "list broken", reason_mojibake: "mojibake left",
    reason_removed: "half removed", reason_paraphrased: "paraphrased", reason_inferred: "{0} inferred", help: "n, p: next and previous change. Enter: details. a, r: accept, reject. Esc: close.",
    script: "Script", width: "Width", mojibake: "Mojibake", paraphrased: "Machine paraphrase", manner: "Manner", share_removed: "Share removed", share_latin: "Share of Latin letters", warnings: "Warnings",
    yes: "suspected", no: "no",
    title: "Title", date: "Date", updated: "Updated", author: "Author", editor: "Editor", location: "Location", tags: "Tags", breadcrumb: "Breadcrumb", icp: "ICP filing",
    "site.name": "Site", "site.domain": "Domain", "site.organiser": "Organiser", "site.licences": "Licences",
  },
  zh: {
    language: "English", report: "报告", back: "全部文档", previous: "上一篇", next: "下一篇",
    documents: "篇文档", document: "文档", changed: "有改动", failed: "失败",
    removed: "删去", repaired: "修复", normalised: "规范", held: "待定", flagged: "提示",
    applied: "已改", shadowed: "让位", inferred: "推断", lines: "行",
    removedHint: "网站的栏目、链接、页脚", repairedHint: "原文受损之处", normalisedHint: "只动形式：标点、空白、字形",
    heldHint: "有建议，等人决定", flaggedHint: "看到了，没有动", documentsHint: "{0} 篇有改动",
    byStage: "各阶段", verdicts: "判定", rules: "规则", needs: "需要看一眼", none: "没有。",
    search: "搜索路径、编号或标题", fingerprint: "设置", moreRules: "再显示 {0} 条规则", sort: "排序", sortNeed: "按轻重", sortPath: "按路径", sortEdits: "按改动数",
    sortRemoved: "按删去比例", all: "全部", onlyNeed: "要人看", onlyChanged: "有改动", onlySame: "无改动",
    rowOnly: "只有计数", more: "再显示 {0} 个", noMatch: "没有符合的文档。",
    split: "对照", redline: "批改", clean: "净文", original: "原文",
    changedOnly: "只看有改动的段落", stage: "阶段", rule: "规则", status: "状态", filters: "筛选", nextMark: "下一处 (n)", previousMark: "上一处 (p)",
    gone: "删去 {0} 行", goneOne: "删去 1 行", same: "略去 {0} 段", cut: "略去 {0} 字",
    cutRows: "文档太长：有 {0} 处改动没有显示，账本里都有。",
    metadata: "元数据", field: "字段", value: "值", line: "行", lists: "列举", source: "来源", absent: "缺",
    placeholder: "占位词", family: "样式", items: "项数", announced: "预告", gaps: "缺号", duplicates: "重号", first: "起于", mixed: "换了样式",
    left: "待定", ok: "完整", why: "理由", evidence: "依据", confidence: "把握", at: "第 {0} 行第 {1} 列",
    nothing: "无", inserted: "插入", close: "关闭", lostTo: "让位于 {0}", chain: "这处改动由 {0} 步合成",
    inferredHint: "推断：原文本身没有写出来。", heldNote: "待定：把握不足，由人决定。",
    flaggedNote: "提示：看到了，没有动。", shadowedNote: "让位：另一处改动占了这个位置。",
    rejected: "否决", rejectedNote: "否决：有人决定不改。", decide: "决定", accept: "采纳", reject: "否决",
    acceptHint: "下次运行改这一处 (a)", rejectHint: "下次运行不改这一处 (r)", general: "{0} 一律如何",
    never: "永不", always: "总是", onSite: "（{0}）", everywhere: "（所有站点）", save: "保存 {0} 项决定", saveOne: "保存 1 项决定",
    saveHint: "下载 decisions.jsonl，再用 cleaner run --decisions decisions.jsonl 执行",
    examples: "例子", actionOf: "动作", unnamed: "（文本）", bytes: "字节", characters: "字", paragraphs: "段",
    failedTitle: "未能处理", shareRemoved: "删去的比例", editsPer: "每千字改动数",
    bounds: "完整显示 {1} 篇中最需要人看的 {0} 篇（至多 {2} 篇、{3} MB）；索引至多列出 {4} 篇。",
    leadNone: "无需改动。", lead: "删去 {0} 行，修复 {1} 处，规范 {2} 处。", leadWait: "{0} 处等你决定。", leadWaitOne: "1 处等你决定。", documentList: "文档",
    leadOne: "1 篇文档", leadMany: "{0} 篇文档", missing: "这篇文档只有计数，没有正文：报告的大小有上限。请用 cleaner diff 查看。",
    reason_held: "{0} 处待定", reason_flagged: "{0} 处提示", reason_lists: "列举有缺", reason_mojibake: "仍有乱码",
    reason_removed: "删去过半", reason_paraphrased: "疑似洗稿", reason_inferred: "{0} 处推断", help: "n、p：下一处、上一处；回车：详情；a、r：采纳、否决；Esc：关闭。",
    script: "繁简", width: "标点宽度", mojibake: "乱码", paraphrased: "洗稿", manner: "方式", share_removed: "删去比例", share_latin: "拉丁字母比例", warnings: "提醒",
    yes: "疑似", no: "否",
    encoding: "编码", unicode: "字符", lines: "断行", boilerplate: "样板", punctuation: "标点", ordinals: "序号", numerals: "数字", layout: "版面",
    navigation: "导航", breadcrumb: "面包屑", footer: "页脚", caption: "图注", greeting: "问候", share: "分享", related: "相关阅读",
    template: "站点模板", counter: "计数", comment: "评论", disclaimer: "声明", promotion: "推广", tool: "工具", code: "代码",
    title: "标题", date: "日期", updated: "更新", author: "作者", editor: "编辑", location: "属地", tags: "标签", icp: "ICP 备案", "site.name": "站名", "site.domain": "域名", "site.organiser": "主办", "site.licences": "许可证号",
    simplified: "简体", traditional: "繁体", mixed: "混合", japanese: "日文", unknown: "未知", intact: "完好", half: "被压成半角",
    partly: "部分修复", unrecoverable: "无法恢复", broken: "仍有缺口", cleaned: "有改动", delete: "删", replace: "换", flag: "提示", fact: "记录",
    none_verdict: "无", full_verdict: "整页", clean_verdict: "无改动", careful: "谨慎",
  },
};
let language = "en";

/** The word for a key, with {0}, {1} ... filled in. */
function word(key, ...values) {
  const found = WORDS[language][key] ?? WORDS.en[key] ?? key;
  return values.reduce((text, value, index) => text.replace(`{${index}}`, () => String(value)), found);
}

/** A stage's name: in English that of the ledger. */
const stageWord = (name) => (language === "zh" ? word(name) : name);

/** A verdict's value as a word. */
function verdictWord(value) {
  if (value === true) return word("yes");
  if (value === false) return word("no");
  if (typeof value === "number") return `${(value * 100).toFixed(1)} %`;
  if (Array.isArray(value)) return value.length ? value.map(ruleWord).join(language === "zh" ? "，" : ", ") : "–";
  if (value === "") return "–";
  return language === "zh" ? WORDS.zh[`${value}_verdict`] ?? WORDS.zh[value] ?? value : String(value);
}

/** `PU009: 3` with the rule's name; anything else as it is. */
function ruleWord(text) {
  const [id, count] = String(text).split(": ");
  const rule = RULES.get(id);
  return rule ? `${id} ${rule.name}: ${count}` : id === "held" ? `${word("held")}: ${count}` : String(text);
}

/** Why a rule makes its edits, in the language of the page where the rule says it in that. */
const reason = (rule) => (language === "zh" && rule?.why_zh) || (rule?.why ?? "");

const number = (value) => Number(value).toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
