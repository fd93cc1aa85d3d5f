"""From findings on removed lines to the metadata of a document, and its title."""

from __future__ import annotations

import re

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.edges import Gone
from cleaner.stages.boilerplate.marks import Finding
from cleaner.stages.boilerplate.page import has_stop, is_prose
from cleaner.stages.boilerplate.survey import Survey
from cleaner.text.document import Fact
from cleaner.text.span import Seen, Span

MAX_TITLE = 60
_NO_TITLE = re.compile(
    "^[^\\w\u201c\u2018「『《〈【\\[(\uff08]|[。、:;,\uff1a\uff0c\uff1b]$|^[(\uff08]?[一二三四五六七八九十\\d]{1,3}[)\uff09、.\uff0e]"
    "|^(?:问|答|記者|记者|主持人)[:\uff1a]"
)
_HEADING = re.compile("#{1,6} +|(?:文章|新闻|信息)?标题[ \u3000]{0,2}[:\uff1a][ \u3000]{0,2}(?=.)")


def facts_of(survey: Survey, gone: Gone) -> list[Fact]:
    """One fact per metadata field: the first that has a value, else the first placeholder. Licences are collected."""
    best: dict[str, Fact] = {}
    licences: list[str] = []
    for index in sorted(gone):
        offset = survey.page.left(index)
        for finding in gone[index].findings:
            rule = finding.rule or gone[index].rule.id
            fact = _fact(finding, offset, rule)
            if finding.key == "site.licences":
                licences += [str(finding.value)] if finding.value not in licences else []
                best.setdefault(fact.key, fact)
            elif fact.key not in best or (fact.value and not best[fact.key].value):
                best[fact.key] = fact
    facts = list(best.values())
    if licences:
        key = "metadata.site.licences"
        kept = best[key]
        facts[facts.index(kept)] = Fact(key, tuple(licences), kept.rule, kept.span, kept.raw)
    return facts


def _fact(finding: Finding, offset: int, rule: str) -> Fact:
    span: Span[Seen] = Span(offset + finding.start, offset + finding.end)
    return Fact(f"metadata.{finding.key}", finding.value, rule, span, finding.raw)


def title_of(rule: Rule, survey: Survey, gone: Gone) -> Fact | None:
    """The headline: the line above the first metadata line, or else the first line that stays; None where it has
    not the shape of one, or no running text follows."""
    lines = survey.page.lines
    stays = [index for index in range(survey.head) if index not in gone and survey.page.open(index)]
    if not stays:
        return None
    known = [index for index in sorted(gone) if index < survey.head and gone[index].type == "metadata"]
    above = [index for index in stays if known and index < known[0]]
    index = above[-1] if above else stays[0]
    if not survey.prose and not known:
        return None
    line = lines[index]
    heading = _HEADING.match(line)
    text = line[heading.end() :] if heading else line
    if (
        not text
        or len(text) > MAX_TITLE
        or _NO_TITLE.search(text)
        or has_stop(text[:-1])
        or (is_prose(text) and "。" in text)
    ):
        return None
    start = survey.page.left(index) + len(line) - len(text)
    return Fact("metadata.title", " ".join(text.split()), rule.id, Span(start, start + len(text)), text)
