"""Posts of a thread that stand under stamps like those of the text. All pages are made up."""

from __future__ import annotations

import pytest
from test_boilerplate_maintext import MENU, TAIL, TEXT, TITLE, cleaned, lines

from cleaner.stages.boilerplate.maintext.threads import Threads, take_thread

FIRST, SECOND, THIRD = "水渠漏水怎么办\uff1f渠底裂了一道缝。", "先把水放干再补\uff0c用石灰就行。", "同意楼上说的办法"


def posts(answers: tuple[str, ...]) -> str:
    """A stamp above each post and buttons below."""
    return "".join(
        f"{floor}楼\n老根\n发表于 2025-7-{floor} 21:14\n{post}\n回复\n举报\n" for floor, post in enumerate(answers, 1)
    )


def thread(tools: str) -> str:
    """A page of a forum."""
    return f"{MENU}返回列表\n\n{TITLE}\n{tools}{posts((TEXT[0].strip(), SECOND, THIRD))}\n{TAIL}"


def test_answers_of_a_thread_stay() -> None:
    kept = lines(cleaned(thread("电梯直达\n只看该作者\n发新帖\n")).text)
    assert [line for line in kept if line[1:] != "楼"] == lines(TITLE + TEXT[0] + SECOND + "\n" + THIRD)


def test_comments_of_an_article_with_the_same_stamp_go() -> None:
    comments = f"老根\n2025-7-4 21:14\n{SECOND}\n南窗\n2025-7-5 08:20\n{THIRD}\n"
    page = f"{MENU}\n{TITLE}2025-7-3 21:14\n{''.join(TEXT)}\n{TAIL}网友评论\n{comments}更多评论\n"
    assert lines(cleaned(page).text) == lines(TITLE + "".join(TEXT))


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        pytest.param(f"2025-7-3 21:14\n{FIRST}\n回复\n2025-7-4 07:52\n{SECOND}\n回复", 2, id="day above"),
        pytest.param(f"老根 #1 2 月前\n{FIRST}\n回复\n南窗 #2 28 天前\n{SECOND}\n回复", 2, id="floor and name above"),
        pytest.param(f"{FIRST}\n赞同 58\n评论\n{SECOND}\n赞同 3\n评论", 2, id="votes below"),
        pytest.param(f"浏览 3021 次\n{FIRST}\n赞同 1\n{SECOND}\n评论", 1, id="reads and votes"),
        pytest.param(f"老根 2 月前\n{FIRST}\n回复\n南窗 28 天前\n{SECOND}\n回复", 2, id="ago"),
        pytest.param(f"2025-7-3 21:14\n{FIRST}\n回复\n2025年7月4日\n{SECOND}\n回复", 1, id="another stamp"),
        pytest.param(f"2025-7-3 21:14\n{FIRST}\n回复\n2025-7-4 07:52\n回复\n{SECOND}", 2, id="buttons between"),
        pytest.param(f"{FIRST}\n回复\n{SECOND}\n回复", 1, id="no stamp"),
    ],
)
def test_posts_stand_under_the_stamps_of_the_text(page: str, kept: int) -> None:
    all_lines = page.split("\n")
    outside = [0.1 if line == FIRST else 0.99 for line in all_lines]
    take_thread(all_lines, outside, lambda index: all_lines[index] in ("回复", "评论"))
    assert sum(chance < 0.5 for chance in outside) == kept


@pytest.mark.parametrize(
    ("plain", "said"), [("\n只看楼主\n我来答\n", True), ("\n只看楼主\n只看楼主\n", False), ("\n\n", False)]
)
def test_two_words_tell_a_thread(plain: str, said: bool) -> None:
    assert Threads(["只看楼主", "我来答"]).is_thread(plain) is said
