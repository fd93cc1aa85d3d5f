"""Made-up sites for the tests of learning: articles of their own, and a template round them."""

from __future__ import annotations

from pathlib import Path

HEAD = ["溪口融媒", "要闻", "问政", "便民服务热线一览表"]
FOOT = ["溪口融媒体中心出品", "已有 {} 人看过这条消息", "值班编辑一组联系方式"]
SUBJECTS = ["梯田", "水库", "粮仓", "渡口", "茶园", "磨坊", "果林", "书屋", "渔港", "集市", "窑厂", "牧场"]


def article(number: int) -> list[str]:
    """Headline and two paragraphs that no other number has."""
    subject = SUBJECTS[number % len(SUBJECTS)] + "一二三四五六七八九"[number // len(SUBJECTS)]
    return [
        f"{subject}边的早晨",
        f"天刚亮\uff0c{subject}边上已经有人在忙碌\uff0c远处传来一阵阵说笑声\uff0c热气从灶台上慢慢升起来。",
        f"老人说\uff0c他守着{subject}过了大半辈子\uff0c看着路修通了\uff0c也看着年轻人一个个走出去又回来。",
    ]


def page(number: int, head: list[str] = HEAD, foot: list[str] = FOOT) -> str:
    """One page of the site."""
    return "\n".join((*head, *article(number), *(line.format(number * 7 + 3) for line in foot))) + "\n"


def site(folder: Path, pages: int = 8, **template: list[str]) -> Path:
    """A folder of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        (folder / f"{number}.txt").write_text(page(number, **template), encoding="utf-8")
    return folder
