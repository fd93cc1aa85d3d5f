"""The company a marked line keeps: lines that belong to a form, a dialogue or a guide stay."""

from __future__ import annotations

import re

from cleaner.stages.boilerplate.marks import Mark
from cleaner.stages.boilerplate.page import ends_sentence
from cleaner.stages.boilerplate.survey import Survey

_SPEAKER = re.compile("(?:记者|記者|编辑|編輯|作者|文字|主编|策划|翻译)[:\uff1a]")
_FORM = re.compile("[\u3400-\u9fffA-Za-z]{1,8}[ \u3000]{0,4}[:\uff1a].{1,40}")
_LABEL = re.compile("[\u3400-\u9fffA-Za-z]{1,8}[ \u3000]{0,4}[:\uff1a]")
_WORK = re.compile("(?:书名|書名|片名|姓名|名称|名稱|歌名|歌曲|专辑|專輯|剧名|曲名|品名|篇名|作品)[:\uff1a]")
_STEP = re.compile("(?:第.{1,3}步|步骤.{1,3})[:\uff1a]?")
MIN_LEAD = 10
"Shortest line that introduces the next one by its colon. Code points."
MAX_SPOKEN = 24
"Longest line that makes its neighbour a line of a dialogue, although it ends as a sentence. Code points."
INDEX = re.compile("(?:文章|新闻|信息|文件)?(?:标题|名称)[ \u3000]{0,4}[:\uff1a]|关键词[:\uff1a]")
"Lines of an index block that stay, and make no form of the lines beside them."


def introduced(survey: Survey, index: int) -> bool:
    """True for a line without a value that the running text above it announces: `栏目如下:`, or a step of a guide."""
    above = survey.page.seen[index - 1] if index and index - 1 not in survey.marks else ""
    if survey.marks[index].findings or not above:
        return False
    return (above[-1] in ":\uff1a" and len(above) >= MIN_LEAD) or bool(_STEP.fullmatch(above))


def in_a_form(survey: Survey, gone: dict[int, Mark], index: int) -> bool:
    """True for a labelled line among other `label: value` lines that are not known: part of a form or a dialogue."""
    mark, lines = survey.marks[index], survey.page.seen
    if mark.rule.kind != "labels" or mark.type != "metadata" or (len(mark.findings) > 1 and mark.need == "nothing"):
        return False
    label = lines[index][:2]
    if label[0] in "[【":
        return False
    if survey.labels[label] > 2:
        return True
    alone = len(mark.findings) == 1 and not mark.findings[0].raw
    for other in (index - 1, index + 1, *((index - 2, index + 2) if alone else ())):
        if not 0 <= other < len(lines) or other in gone or other in survey.marks:
            continue
        spoken = len(lines[other]) <= MAX_SPOKEN and _SPEAKER.match(lines[index])
        if (
            (_FORM.fullmatch(lines[other]) or (alone and _LABEL.fullmatch(lines[other])))
            and not INDEX.match(lines[other])
            and (spoken or not ends_sentence(lines[other]))
        ):
            first = not any(i not in gone for i in range(other))
            if not first or _WORK.match(lines[other]):
                return True
    return False
