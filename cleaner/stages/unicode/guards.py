"""Guards: where a character that a rule maps has a meaning and must stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


class Page:
    """The document that the guards look at, with what is asked about the whole of it, found out once."""

    def __init__(self, text: str, markdown: bool) -> None:
        self.text = text
        self.markdown = markdown

    @cached_property
    def names_code_points(self) -> bool:
        """True when the text writes the code point of a radical or compatibility ideograph."""
        return _CODE_POINT.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Hit:
    """One character that a rule would change."""

    page: Page
    at: int
    before: str
    "The character that will stand before it; empty at the start."

    @property
    def text(self) -> str:
        """The document."""
        return self.page.text

    @property
    def next(self) -> str:
        """The character after it; empty at the end."""
        return self.text[self.at + 1 : self.at + 2]


EDGE = 200
"How far a guard looks for the end of a line, code points."

Guard = Callable[[Hit], bool]
"True when the character may be changed."

_JOINING = re.compile(
    "[\u0590-\u061b\u061d-\u109f\u1700-\u18af\u1950-\u1aaf\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
    "\U0001bc00-\U0001bc9f\U0001d100-\U0001d172\U0001d17b-\U0001d1ff]"
)
"""Scripts in which joiners, zero-width spaces and controls are spelling: Hebrew to Myanmar, Khmer, Mongolian, Indic
supplements, shorthand, music."""

_HANGUL = re.compile("[\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]")
_ANNOTATED = re.compile("\ufff9[^\ufff9-\ufffb\n]{1,40}\ufffa[^\ufff9-\ufffb\n]{1,80}\ufffb")
"Interlinear annotation: its anchor, the text, a separator, what is said of it, a terminator."

_PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2190-\u27ff\u2900-\u2bff"
    "\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
)
"What an emoji sequence may be made of; no Braille, whose blank becomes a space."

_RTL = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")

_UNVARIED = re.compile(
    '[ -"$-)+-/:-~\t\n\r\u00a0\u2e80-\u2fdf\u3000-\u302f\u3031-\u303c\u303e-\u30ff\u3400-\u4dbf\u4e00-\u9fff'
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Characters after which a variation selector says nothing: blanks, Latin letters, Han, kana, marks.
Digits, # and * may start keycaps; U+3030 and U+303D are emoji."""

_HAN = re.compile("[\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BRAILLE = "".join(map(chr, range(0x2800, 0x2900)))
_BREAKS = re.compile("[\n\r\u000b\u000c\u0085\u2028\u2029]")
_LETTERLESS = "\u00a0\u00ad\u00b0\u00b1\u00b7\u00d7\u00f7"
_WINDOWS = bytes(code for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)).decode("cp1252")
"What windows-1252 shows for bytes that are controls in Latin-1."

_ABOUT_RADICALS = re.compile(
    "部首|偏旁|部件|康熙|字旁|字头|字底|字框|笔画|笔顺|兼容汉字|相容漢字|码位|Unicode|unicode|UNICODE"
)
_CODE_POINT = re.compile(r"U\+(?:2[EF][0-9A-Fa-f]{2}|F[9Aa][0-9A-Fa-f]{2}|2[Ff][89Aa][0-9A-Fa-f]{2})(?![0-9A-Fa-f])")


def _line(text: str, at: int) -> str:
    """The line round an offset, at most `EDGE` code points on each side."""
    head = _BREAKS.split(text[max(0, at - EDGE) : at])[-1]
    return head + _BREAKS.split(text[at : at + EDGE], maxsplit=1)[0]


def _is_zero_width_noise(hit: Hit) -> bool:
    return not (_JOINING.match(hit.before) or _JOINING.match(hit.next))


def _is_joiner_noise(hit: Hit) -> bool:
    """A joiner stays inside an emoji sequence and beside letters of joining scripts."""
    if _PICTURE.match(hit.before) and _PICTURE.match(hit.next):
        return False
    return _is_zero_width_noise(hit)


def _is_direction_noise(hit: Hit) -> bool:
    """A direction mark stays in a line that holds right-to-left letters."""
    return not _RTL.search(_line(hit.text, hit.at))


def _is_idle_selector(hit: Hit) -> bool:
    if hit.before and hit.before in "0123456789#*":
        return hit.next != "\u20e3"
    return not hit.before or bool(_UNVARIED.match(hit.before))


def _is_outside_hangul(hit: Hit) -> bool:
    return not (_HANGUL.match(hit.before) or _HANGUL.match(hit.next))


def _is_annotation(hit: Hit) -> bool:
    """True for one of the three marks of a whole annotation."""
    text, at = hit.text, hit.at
    start = text.rfind("\ufff9", max(0, at - EDGE), at + 1)
    found = _ANNOTATED.match(text, start) if start >= 0 else None
    return found is not None and at < found.end()


def _is_idle_han_selector(hit: Hit) -> bool:
    return not _HAN.match(hit.before)


def _is_idle_tag(hit: Hit) -> bool:
    """Tag characters spell the region after a black flag; anywhere else they hide text."""
    return not (hit.before == "\U0001f3f4" or "\U000e0020" <= hit.before <= "\U000e007e")


def _is_outside_damage(hit: Hit) -> bool:
    """False inside a run of Latin-1 letters: there a C1 control or soft hyphen is a byte of damaged text, and evidence.

    Damage that was read as windows-1252 shows some of its bytes as quotes, dashes and other marks.
    """
    character = hit.text[hit.at]
    if character < "\x80":
        return True
    if "\x80" <= hit.before <= "\xff" and hit.before not in _LETTERLESS:
        return False
    if character < "\xa0" and hit.before and hit.before in _WINDOWS:
        return False
    if any("\xe0" <= lead <= "\xf4" for lead in hit.text[max(0, hit.at - 2) : hit.at]):
        return False
    return not ("\xa1" <= hit.next <= "\xff" and hit.next not in _LETTERLESS)


def _is_plain_blank(hit: Hit) -> bool:
    """A wide blank may become a space: not after a lead byte of damaged UTF-8, not at a line's edge.

    At an edge it is an indent or left over, for the layout stage to take away in one edit. In Markdown it must stay:
    an indent of four spaces would make code of a paragraph, and two spaces at the end a line break.
    """
    if "\x80" <= hit.before <= "\x9f" or "\xc2" <= hit.before <= "\xf4":
        return False
    text, at = hit.text, hit.at
    if text[at] == _BRAILLE[0] and (hit.before in _BRAILLE or hit.next in _BRAILLE):
        return False
    head = text[max(0, at - EDGE) : at].rpartition("\n")[2]
    tail = text[at : at + EDGE].partition("\n")[0]
    return bool(head.strip()) and bool(tail.strip())


def _is_plain_text(hit: Hit) -> bool:
    """False where the text is about the characters: it names their code points, or the line speaks of radicals."""
    return not (hit.page.names_code_points or _ABOUT_RADICALS.search(_line(hit.text, hit.at)))


GUARDS: dict[str, Guard] = {
    "zero-width": _is_zero_width_noise,
    "joiner": _is_joiner_noise,
    "direction": _is_direction_noise,
    "selector": _is_idle_selector,
    "hangul": _is_outside_hangul,
    "annotation": _is_annotation,
    "han-selector": _is_idle_han_selector,
    "tag": _is_idle_tag,
    "damage": _is_outside_damage,
    "blank": _is_plain_blank,
    "about": _is_plain_text,
}
"By the name that a rule gives in `options.guard`."
