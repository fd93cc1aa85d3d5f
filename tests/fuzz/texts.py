"""Texts: pieces of Chinese web pages put together at random, and mutations of texts. All of it from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from cleaner.pipeline import default_cleaner

LINES = (
    "发布时间:2026/03/02  来源:查看", "当前位置:首页 > 新闻", "【返回列表】", "作者:编辑", "京ICP备00000001号-1",
    "版权所有 \u00a9 2020", "上一篇:没有了", "下一篇:关于春耕的通知", "分享到: 微信 微博", "溪口镇召开春耕工作会议",
    "| a | b |", "|---|---|", "```", "# 春耕", "- 修路", "> 引文", "", "\u3000\u3000", "责任编辑:张三", "(记者 李四)",
    "浏览次数: 12 次", "[字体:大 中 小]", "打印 关闭", "网站地图 | 联系我们 | 关于本站", "2026-03-02 12:30",
    "---", "    x = f(1, 2)", "<p>春耕</p>", "INFO 2026-01-01 x=1", "[1] 张三. 春耕[J]. 农业, 2020(3): 1-5.",
)  # fmt: skip
"Page furniture and other whole lines."

PIECES = (
    "会议强调,要把工作做实", "春天来了", "大家都到田里去", "他说", "他們說", "这个", "着", "著", "。", ",", ".", ":",
    "\uff0c", "\uff1a", "\uff1b", ";", "、", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\u3000\u3000", "\xa0\xa0 ",
    "“一老一小”", "“", "”", '"', "'", "《", "》", "【", "】", "(", ")", "\uff08", "\uff09", "二零二六年",
    "二〇二六年三月",
    "十一月一日,", "一是修路", "二是架桥;", "三啊,实则通水", "第一个方面是,", "四是", "五、", "六要", "首先,", "其次,",
    "(一)", "(二)", "一、", "二、", "1.", "2.", "1、", "①", "②", "第三条 ", "https://example.org/a,b?x=1:2",
    "www.example.com", "a@example.org", "12:30", "1,200", "3:1", "v2.3.1", "f(x)=2(x+1)", "AI(人工智能)", "(AI)",
    "...", "。。。", "…", "--", "\u2014\u2014", "!!", "?!", "~", "|", ">", "\u200b", "\ufeff", "\u202e", "\u2066",
    "\u200d", "\ufffd", "\ue000", "\udc80", "\ud800", "\x00", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u2029",
    "\u2f08", "\u2ea0", "\uf900", "\u2764\ufe0f", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "𠮷", "\U000e0041",
    "\U000e0100", "\u0301", "\u3164", "\ufff9", "&nbsp;", "&amp;ldquo;", "&#x4e00;", "&#0;", "&#99999999;",
    "å\x85¨ç\x9c\x81", "鍏ㄧ渷", "È«¹ú", "锟斤拷", "烫烫烫", "漢字與繁體", "這個問題", "この町", "カタカナ", "한국",
    "\uff12\uff10\uff12\uff15", "\uff21\uff29", "\uff62春\uff63", "创(chuang)新", "广·场·舞·大·赛", "广 场 舞", "闫龑",
    '"夜校"', "a  b", "张 三  李四", "**重点**", "`x, y`", "$x,y$", "[链接](a,b)", "![图](x)", "<br/>", "<!-- -->",
    "第一百二十三章", "一千零一夜", "百分之三", "3.5%", "¥12,000.00", "10:00-12:00", "2026.3.2", "H2O,CO2",
)  # fmt: skip
"What stands inside lines."

ODD = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    "\x00\x01\x07\x08\x0b\x0c\x1a\x1b\x1f\x7f\x80\x85\x9f\xa0\u2000\u2003\u2028\u2029\u202f\u205f\u3000\u180e"
    "\ufe0e\ufe0f\U000e0100\U000e0001\U000e007f\ud800\udbff\udc00\udc80\udcff\udfff\ufffd\ufffe\uffff\U0010ffff"
    "\ue000\uf8ff\u0300\u0345\u20dd\u2ff0\u2f00\u2e80\uf900\ufa0e\U0002f800\U00030000\u3164\uffa0\u115f\ufff9\ufffb"
    "\u0130\u0131\u017f\u212a\u1e9e\u00df\u03c2\ufb01\u0660\u0966\u2460\u3220\u3280\u4e00\u5341\u3007\uff01\uff5e"
)
"Characters that programs stumble over: invisible, directional, halves of pairs, of odd case, of odd width."
ASCII_MARKS = ",.:;!?()[]{}<>\"'`~@#$%^&*_-+=|\\/ \t\n"
FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
MISREAD = (("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gb18030"), ("gb18030", "latin-1"), ("gbk", "big5"))


@cache
def examples() -> tuple[str, ...]:
    """Texts of all rules' examples, and the lines of our own clean texts: what mutations start from."""
    found = [
        example.before
        for rule in default_cleaner().rulebook.rules
        for example in (*rule.hits, *rule.misses, *rule.gaps)
        if example.before
    ]
    data = Path(__file__).parent.parent / "data"
    for path in sorted((data / "clean").glob("*.txt")) + sorted((data / "pages").glob("*.txt")):
        found += path.read_text(encoding="utf-8").split("\n\n")
    return tuple(found)


def made(random: Random) -> str:
    """A text of pieces and lines, of 20 to 200 code points for the most part."""
    choice, pieces = random.choice, []
    for _ in range(random.randrange(1, 12)):
        roll = random.random()
        if roll < 0.25:
            pieces.append(f"\n{choice(LINES)}\n")
        elif roll < 0.93:
            pieces += [choice(PIECES) for _ in range(random.randrange(1, 6))]
        else:
            pieces.append(chr(random.choice((0x4E00, 0x3000, 0xFF00, 0x20, 0x2000, 0x10000)) + random.randrange(0x200)))
    return "".join(pieces)


def mutated(text: str, random: Random, others: Sequence[str]) -> str:
    """`text` after one to four mutations; `others` give what is spliced in."""
    for _ in range(random.randrange(1, 5)):
        text = random.choice(MUTATIONS)(text, random, others)
        if len(text) > 2000:
            text = text[:2000]
    return text


Mutation = Callable[[str, Random, Sequence[str]], str]


def _place(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _run(text: str, random: Random) -> tuple[int, int]:
    start = _place(text, random)
    return start, min(len(text), start + random.choice((1, 1, 2, 4, 8, 20)))


def _drop(text: str, random: Random, _: Sequence[str]) -> str:
    start, end = _run(text, random)
    return text[:start] + text[end:]


def _double(text: str, random: Random, _: Sequence[str]) -> str:
    start, end = _run(text, random)
    return text[:end] + text[start:end] * random.choice((1, 1, 2, 5, 30)) + text[end:]


def _put_piece(text: str, random: Random, _: Sequence[str]) -> str:
    at = _place(text, random)
    return text[:at] + random.choice(PIECES) + text[at:]


def _put_line(text: str, random: Random, _: Sequence[str]) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(LINES))
    return "\n".join(lines)


def _put_odd(text: str, random: Random, _: Sequence[str]) -> str:
    at = _place(text, random)
    return text[:at] + random.choice(ODD) * random.choice((1, 1, 1, 2, 40)) + text[at:]


def _put_mark(text: str, random: Random, _: Sequence[str]) -> str:
    at = _place(text, random)
    return text[:at] + random.choice(ASCII_MARKS) * random.choice((1, 1, 2, 12)) + text[at:]


def _replace(text: str, random: Random, _: Sequence[str]) -> str:
    start, end = _run(text, random)
    return text[:start] + random.choice((*PIECES[:60], *ODD)) + text[end:]


def _move(text: str, random: Random, _: Sequence[str]) -> str:
    start, end = _run(text, random)
    rest = text[:start] + text[end:]
    at = _place(rest, random)
    return rest[:at] + text[start:end] + rest[at:]


def _shuffle_lines(text: str, random: Random, _: Sequence[str]) -> str:
    lines = text.split("\n")
    random.shuffle(lines)
    return "\n".join(lines)


def _splice(text: str, random: Random, others: Sequence[str]) -> str:
    other = random.choice(others)
    return text[: _place(text, random)] + random.choice(("", "\n", "。")) + other[_place(other, random) :]


def _fold(text: str, random: Random, _: Sequence[str]) -> str:
    start, end = _run(text, random)
    return text[:start].translate(FOLDED) + text[start:] if end > start else text.translate(FOLDED)


def _rebreak(text: str, random: Random, _: Sequence[str]) -> str:
    return text.replace("\n", random.choice(("", "\r\n", "\r", "\n\n", " \n", "\n\u3000\u3000", "\u2028")))


def _misread(text: str, random: Random, _: Sequence[str]) -> str:
    written, read = random.choice(MISREAD)
    start, end = _run(text, random)
    end = min(len(text), max(end, start + 12))
    wrong = text[start:end].encode(written, "ignore").decode(read, random.choice(("ignore", "replace")))
    return text[:start] + wrong + text[end:]


def _wrap(text: str, random: Random, _: Sequence[str]) -> str:
    """Cut at a margin, as mail is; the indent of a paragraph counts."""
    margin, indent = random.randrange(15, 40), random.choice(("", "\u3000\u3000"))
    wrapped = [
        "\n".join((indent + line)[at : at + margin] for at in range(0, len(line) + len(indent), margin))
        for line in text.split("\n")
    ]
    return random.choice(("\n", "\n\n")).join(wrapped)


MUTATIONS: tuple[Mutation, ...] = (
    _drop, _double, _put_piece, _put_line, _put_odd, _put_mark, _replace, _move, _shuffle_lines, _splice, _fold,
    _rebreak, _misread, _wrap,
)  # fmt: skip
