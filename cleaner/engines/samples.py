"""Texts to measure on: made up by a seeded generator, or read from files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from cleaner.errors import InputError
from cleaner.formats.plain import MARKDOWN, read_source
from cleaner.pipeline import default_cleaner

SIMPLIFIED = """
{place}{year}年{thing}工作推进会在{room}召开,来自{number}个街道的代表参加。
据介绍,{place}已经建成{thing}{number}处,服务居民{big}人次,比上一年增加{number}%。
负责人表示:“要把{thing}办到居民家门口,让大家少跑路、办成事。”
一是摸清底数,对{number}个小区逐户走访;二是明确时限,{month}月底前完成整改;三是公开结果,接受监督。
{month}月{number}日上午,记者在{room}看到,{thing}(一期)已经投入使用,前来咨询的人排成了队。
为什么{thing}受欢迎?一位居民说,步行十分钟就能到,价格也公道!
下一步,{place}将把{thing}纳入年度计划,同时完善管理办法,确保经费、人员、场地到位。
活动期间,{room}每天9:00开放,咨询电话0100-{big},网址是https://www.example.org/{big}/index.html。
""".strip().split("\n")

TRADITIONAL = """
{place}{year}年{thing}說明會在{room}舉行,來自{number}個單位的代表與會。
據了解,{place}已經設立{thing}{number}處,服務民眾{big}人次,較前一年增加{number}%。
主辦單位表示:「希望讓{thing}走進每個社區,民眾不必遠行,就能享受便利。」
負責人指出,計畫分為三個階段,首先調查需求,其次徵求意見,最後於{month}月底前公布結果。
{month}月{number}日上午,{room}門口擠滿了等著報名的學生與家長,工作人員忙著發放資料。
這項{thing}為什麼受歡迎?一位住戶說,環境乾淨,價錢合理,服務人員態度也親切!
未來,{place}將繼續擴大{thing}的規模,並檢討現有辦法,確保經費、人力與場地無虞。
""".strip().split("\n")

SLOTS: dict[str, tuple[str, ...]] = {
    "place": ("东山区", "河口镇", "南湖新村", "青石街道"),
    "thing": ("社区食堂", "便民服务站", "图书角", "养老驿站"),
    "room": ("文化中心", "会议室", "活动大厅", "村委会"),
}
TRADITIONAL_SLOTS: dict[str, tuple[str, ...]] = {
    "place": ("東山區", "河口鎮", "南湖新村", "青石里"),
    "thing": ("社區廚房", "圖書館分館", "長者關懷據點", "親子遊戲室"),
    "room": ("活動中心", "會議廳", "禮堂", "區公所"),
}
FULL = {",": "\uff0c", ":“": "\uff1a“", ":「": "\uff1a「", "?": "\uff1f", "!": "\uff01", ";": "\uff1b"}
HEAD = (
    "首页 > 新闻中心 > {place}要闻",
    "欢迎访问{place}门户网站",
    "发布时间:{year}-{month:02}-{number:02}    来源:本站",
)
TAIL = ("上一篇:{thing}开放通知", "打印本页 关闭窗口", "版权所有:{place}办事处", "技术支持:信息中心")

KINDS = ("simplified page", "folded page", "traditional", "dirty", "clean")
LIST_SHARE = 0.025
"Share of sentences that are a list: about one list a page, as in official text."
STRAY_SHARE = 0.1
"Share of the marks of a page that are half-width here and there, as on three real pages of five."


def sample_texts(kind: str, count: int = 40, seed: int = 7) -> list[str]:
    """Made-up documents of one of `KINDS`, the same for the same seed, about 5 KB each. Raises KeyError.

    Their sentences are templates, so they hold fewer different words than real pages: give the bench real files
    where the figure matters.
    """
    make: dict[str, Callable[[Random], str]] = {
        "simplified page": _page,
        "folded page": _folded,
        "traditional": _traditional,
        "dirty": _dirty,
        "clean": lambda random: default_cleaner().clean(_page(random)).text,
    }
    random = Random(f"{kind} {seed}")
    return [make[kind](random) for _ in range(count)]


def _filled(template: str, random: Random, slots: dict[str, tuple[str, ...]]) -> str:
    words = {name: random.choice(choices) for name, choices in slots.items()}
    numbers = {"year": random.randint(2015, 2026), "month": random.randint(1, 12), "number": random.randint(2, 28)}
    return template.format(**words, **numbers, big=random.randint(10_000, 99_999))


def _full_width(text: str) -> str:
    for half, full in FULL.items():
        text = text.replace(half, full)
    return text


def _paragraphs(random: Random, templates: Sequence[str], slots: dict[str, tuple[str, ...]], count: int) -> list[str]:
    return [
        "".join(_filled(_template(random, templates), random, slots) for _ in range(random.randint(2, 4)))
        for _ in range(count)
    ]


def _template(random: Random, templates: Sequence[str]) -> str:
    lists = [template for template in templates if template.startswith("一是")]
    others = [template for template in templates if template not in lists]
    return random.choice(lists if lists and random.random() < LIST_SHARE else others)


def _page(random: Random) -> str:
    """A web page as text: furniture around paragraphs; on three pages of five a mark here and there is half-width."""
    body = ["\u3000\u3000" + _full_width(paragraph) for paragraph in _paragraphs(random, SIMPLIFIED, SLOTS, 14)]
    if random.random() < 0.6:
        back = {full[0]: half[0] for half, full in FULL.items()}
        body = ["".join(back.get(c, c) if random.random() < STRAY_SHARE else c for c in line) for line in body]
    return _furnished(random, body)


def _folded(random: Random) -> str:
    """A web page whose marks were all folded to half width, as in the two seeds: an edit for every mark."""
    return _furnished(random, ["\u3000\u3000" + line for line in _paragraphs(random, SIMPLIFIED, SLOTS, 14)])


def _furnished(random: Random, body: list[str]) -> str:
    """Paragraphs with the furniture of a page around them."""
    title = _filled("{place}{thing}建设取得新进展", random, SLOTS)
    head, tail = ([_filled(line, random, SLOTS) for line in lines] for lines in (HEAD, TAIL))
    return "\n".join((*head[:2], title, head[2], *body, *tail)) + "\n"


def _traditional(random: Random) -> str:
    """A traditional article with its marks in full width."""
    return "\n\n".join(map(_full_width, _paragraphs(random, TRADITIONAL, TRADITIONAL_SLOTS, 14))) + "\n"


def _dirty(random: Random) -> str:
    """A page with damage in one line in six: misread UTF-8, controls, invisible characters, wide blanks, entities."""
    damages: tuple[Callable[[str], str], ...] = (
        lambda line: line.encode("utf-8").decode("latin-1"),
        lambda line: line.replace("。", "\u200b。\x07"),
        lambda line: line.replace(",", "\u00a0, \u3000"),
        lambda line: line.replace("“", "&ldquo;").replace("”", "&rdquo;"),
        lambda line: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in line),
    )
    lines = _page(random).split("\n")
    return "\n".join(random.choice(damages)(line) if random.random() < 1 / 6 else line for line in lines)


def read_texts(path: Path, text_key: str = "text", limit: int = 2000) -> list[str]:
    """Up to `limit` texts of a folder (.txt and .md, recursively), a file, or a JSON Lines file. Raises InputError."""
    if path.is_dir():
        names = (one for one in sorted(path.rglob("*")) if one.suffix.lower() in {".txt", *MARKDOWN})
        texts = [read_source(one).text for one in islice(names, limit)]
    elif path.suffix == ".jsonl":
        texts = list(islice(_json_lines(path, text_key), limit))
    else:
        texts = [read_source(path).text]
    if not any(texts):
        raise InputError(f"{path}: no text to measure on; give a folder of .txt or .md files or a .jsonl file")
    return texts


def _json_lines(path: Path, text_key: str) -> Iterator[str]:
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the path and the permissions") from error
    with lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line) if line.strip() else None
            except ValueError as error:
                raise InputError(f"{path}:{number}: {error}; give one JSON object per line") from error
            if row is None:
                continue
            if not isinstance(row, dict) or not isinstance(row.get(text_key), str):
                raise InputError(f"{path}:{number}: no text under {text_key!r}; name its key with --text-key")
            yield row[text_key]
