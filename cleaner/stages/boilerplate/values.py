"""Values of metadata: people, and placeholders that stand for nothing."""

from __future__ import annotations

import re

from cleaner.stages.boilerplate.forms import fold

_NOBODY = """
编辑 編輯 小编 小編 本站 本站原创 本站编辑 本站小编 本院 本网 本網 本网站 站内 本单位 本公司 本校
网络 網絡 網路 网络整理 網路整理 網絡整理 网络转载 网络素材 网络收集 网络摘录 来源网络
互联网 網際網路 转载 轉載 整理 转载文章 原创 原創 查看 点击查看 详情 未知 不详 不詳 佚名 匿名
无 無 暂无 暫無 管理员 管理員 系统管理员 站长 站長 网站管理员 超级管理员 未填写 默认
头条新闻 热点新闻 滚动新闻 最新新闻 图片新闻 国内新闻 国际新闻 社会新闻 本地新闻 相关新闻 更多新闻 今日新闻
admin administrator robot root null none undefined unknown n/a na webmaster / - -- \u2014 \u2014\u2014 * .
"""
PLACEHOLDERS = frozenset([*_NOBODY.split(), *map(fold, _NOBODY.split())])
"Values that say nothing, in lower case."

_MARKUP = re.compile("[a-z]=[\"']?\\w|^&[a-z]+;$")
_SPLIT = re.compile("[、,\uff0c;\uff1b/\uff0f&\uff06|\uff5c \t\u00a0\u3000]+")
_NAME = re.compile(
    "[\u3400-\u9fff\u00b7\u2022\u30fbA-Za-z.\\-'\u2019()\uff08\uff09\u300a\u300b\u201c\u201d0-9_]{1,24}"
    "|[\u4e00-\u9fffA-Za-z]\\*{1,8}[\u4e00-\u9fffA-Za-z0-9]{0,2}"
)
_QUOTES = (
    "\"'\u201c\u201d\u2018\u2019\u300c\u300d\u3010\u3011[](){}\uff08\uff09<>"
    " \t\u00a0\u3000,\uff0c;\uff1b|\uff5c:\uff1a、"
)


def is_placeholder(value: str) -> bool:
    """True for a value that names nobody and nothing.

    >>> is_placeholder("网络整理"), is_placeholder(" / "), is_placeholder("陇东日报")
    (True, True, False)
    """
    value = value.strip(_QUOTES).lower()
    return not value or value in PLACEHOLDERS or _MARKUP.search(value) is not None


def people(value: str) -> str:
    """Names in `value` joined by 、; empty where it is no list of names.

    >>> people("何田,周舟"), people("本报记者 宋佳"), people("他说,这件事要慢慢来")
    ('何田、周舟', '宋佳', '')
    >>> people("何 田"), people("何田 周舟"), people("何田 河西新闻网")
    ('何田', '何田、周舟', '何田')
    >>> people("何田 · 周舟"), people("约翰·史密斯")
    ('何田、周舟', '约翰·史密斯')
    >>> people("陇东日报记者何田、周舟"), people("邱以寧 台北報導"), people("记者何田周舟宋佳")
    ('何田、周舟', '邱以寧', '')
    >>> people("何田(陇东大学教授)"), people("[美]约翰·史密斯"), people("何田_NF1234"), people("何田 SN123")
    ('何田', '约翰·史密斯', '何田', '何田')
    >>> people("何**"), people("*何田")
    ('何**', '')
    """
    value = _ASIDE.sub("", value) or value
    value = _SPACED.sub(r"\1\2", value.strip(_QUOTES))
    parts = [part for part in _SPLIT.split(_NUMBER.sub("", value)) if part.strip("\u00b7\u2022\u30fb.-_")]
    if len(parts) > 1:
        parts = [part for part in parts if not _ROLE.fullmatch(part)]
        parts = [part for part in parts if not _OFFICE.fullmatch(part)] or parts
    if not parts or len(parts) > 12 or not all(_NAME.fullmatch(part) and len(part) <= 20 for part in parts):
        return ""
    bare = [_TITLED.sub("", part) for part in parts]
    limit = 4 if bare != parts else 6 if len(parts) > 1 else 20
    if any(len(part) > limit and not part.isascii() and not _FOREIGN.search(part) for part in bare) or not all(bare):
        return ""
    return "、".join(bare)


_ASIDE = re.compile("[(\uff08\\[\uff3b【〔][^()\uff08\uff09\\[\\]\uff3b\uff3d【】〔〕]{1,40}[)\uff09\\]\uff3d】〕]")
"Where somebody is from, what he is, or his number, in brackets."
_NUMBER = re.compile("(?<=[\u4e00-\u9fff])[ _\u3000]?[A-Za-z]{1,4}_?\\d{2,9}$")
"The number of an editor behind the name."
_ROLE = re.compile(
    "(?:本[报報刊网台]|首席|特约|实习|见习|全媒体)*(?:记者|記者|通讯员|通訊員|编辑|編輯|文|图|圖|摄|攝|文图|摄影|报道|报导|報導|報道|综合报道)"
    "|[\u4e00-\u9fff]{2,4}(?:報導|報道|报道|报导)"
)
_TITLED = re.compile(
    "^[\u4e00-\u9fff]{0,10}?(?:记者|記者|通讯员|通訊員|特派員|特派员|评论员|評論員)(?=[\u4e00-\u9fff])"
)
"An office in front of a name."
_SPACED = re.compile("(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"A name of two characters with a blank between them."
_FOREIGN = re.compile("[\u00b7\u2022\u30fb]")

_OFFICE = re.compile(
    "[\u4e00-\u9fff]{2,12}(?:[局院部处室科厅委镇乡县办校社台厂站网报刊]|中心|支队|大队|公司|集团|大学|学院|街道)"
)
"An office that stands before the names of its people."


def account(value: str) -> str:
    """A source without the words round the name of an account.

    >>> account("微信公众号“山路”"), account("山路\uff08ID\uff1ashanlu\uff09"), account("公众号的来信")
    ('山路', '山路', '公众号的来信')
    """
    value = _NUMBERED.sub("", value)
    named = _ACCOUNT.fullmatch(value)
    return named[1] if named else value


_NUMBERED = re.compile("[(\uff08](?:微信)?(?:ID|id|Id|号|號|公众号|公眾號)[:\uff1a ][^()\uff08\uff09]{1,40}[)\uff09]$")
_ACCOUNT = re.compile(
    "(?:微信|搜狐|头条|百家|网易|企鹅|官方)?(?:公众号|公眾號|公众平台|微博|百家号|头条号|搜狐号|网易号|微信)"
    "(?:[:\uff1a ]{1,2}|(?=[“「【@]))[“「【@]?([^“”「」【】]{2,20}?)[”」】]?"
)


def words(value: str) -> tuple[str, ...]:
    """The words of a list of tags.

    >>> words("水利 山塘"), words("#水利# #农业#"), words("水利, 无")
    (('水利', '山塘'), ('水利', '农业'), ('水利',))
    """
    parts = (part.strip(_QUOTES + "#") for part in _SPLIT.split(value.replace("#", " ")))
    return tuple(dict.fromkeys(part for part in parts if not is_placeholder(part)))


def clean_value(value: str) -> str:
    """A value without the quotes, brackets and separators round it; a bracket that has its partner inside stays."""
    value = value.strip(" \t\u00a0\u3000,\uff0c;\uff1b|\uff5c、\u3010\u3011[]")
    for left, right in (("(", ")"), ("\uff08", "\uff09")):
        if value.count(left) != value.count(right):
            value = value.strip(left + right).strip()
    return value
