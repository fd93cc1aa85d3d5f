"""The boilerplate stage on whole documents: what must go, what must stay, what is learned. Texts are made up,
except the two seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.stages.boilerplate.dates import iso_date
from cleaner.stages.view import Options
from cleaner.text.document import Document, Source

SEEDS = Path(__file__).parents[2] / "seeds"
FULL = {",": "\uff0c", ":": "\uff1a", "(": "\uff08", ")": "\uff09", "?": "\uff1f", "!": "\uff01", ";": "\uff1b"}
WIDE = str.maketrans(FULL)
PROSE = "河堤加固之后,两岸的稻田都有了灌溉的水,村民不再为用水发愁。\n"
MORE = "到了秋天,晒场上铺满新谷,孩子们在谷堆边追着麻雀跑来跑去。\n"


@cache
def cleaner() -> Cleaner:
    return Cleaner(Settings(stages=("boilerplate",)))


def clean(text: str) -> Document:
    return cleaner().clean(text)


def seed(number: str) -> Document:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return clean(path.read_text("utf-8"))


KEPT = {
    "poem": "山居\n\n一夜春雨过\n溪头水没桥\n不知花落处\n只见柳丝摇\n",
    "table": "品种 | 产量 | 单价\n早稻 | 450 | 2.6\n晚稻 | 480 | 2.8\n更多 | 首页 | 地址\n",
    "names": "参加人员名单\n张立 李平 王小川\n赵四 钱五\n记者 孙六\n编辑 周七\n",
    "interview": "田间问答\n记者:您好\n老农:你好\n记者:今年收成怎么样?\n老农:比去年好。\n编辑:谢谢两位\n",
    "play": "第一幕\n作者:灯太暗了\n编辑:那就再点一盏\n作者:好\n编辑:现在呢\n作者:够了\n编辑:开始吧\n",
    "statute": (
        "第一条 为了保护河道,制定本办法。\n第二条 下列行为禁止:\n(一)打印\n(二)转载\n第三条 本办法自发布之日起施行。\n"
    ),
    "filing": (
        "怎样查备案\n备案号写在网页底部,格式是这样的:\n京ICP备00000001号\n"
        "前面的字是省份简称,后面是顺序号,横线后面是网站的序号。\n"
    ),
    "copyright": "版权所有是什么意思\n许多网页底部写着版权所有四个字,这是一种声明,不写也一样受到保护。\n",
    "letter": (
        "李老师:\n您好!\n上次寄来的种子已经种下,出苗很齐,特地写信向您道谢。\n祝\n安好\n学生 小满\n2025年9月3日\n"
    ),
    "chronology": "2022年4月6日 选址\n2023年7月9日 打桩\n2025年11月2日 合龙\n",
    "days alone": "大事记\n2023-03-01\n村里通了电,家家户户点起了电灯,夜里也能读书写字。\n2024-05-06\n" + PROSE,
    "diary": "2025年3月1日\n" + PROSE + "2025年3月2日\n" + MORE,
    "speech": "在开镰节上的讲话\n(2025年9月1日)\n各位乡亲:\n" + PROSE,
    "notice": "停水通知\n各户:\n" + PROSE + "联系人:何田,电话:0000-7654321。\n青石镇水务站\n2025年9月3日\n",
    "notice, contact line last": "停水通知\n" + PROSE + "联系电话:0000-7654321\n地址:青石镇老街1号\n",
    "announcement": "读书会预告\n" + PROSE + "时间:2025年9月3日\n地点:镇文化站\n主办:镇文化站\n承办:镇小学\n",
    "facts of a meeting": "会议通知\n时间:2025年9月3日\n地点:三楼会议室\n" + PROSE,
    "book": "书名:山路十八弯\n作者:何田\n出版社:青石文艺\n定价:三十元\n" + PROSE,
    "recipe": "蒸蛋\n用料\n鸡蛋 3个\n清水 200克\n做法\n1. 打散\n2. 过筛\n3. 蒸十分钟\n",
    "film credits": "片尾字幕\n" + PROSE + "导演:张三\n监制:李四\n剪辑:王五\n设计:赵六\n",
    "manual": (
        "阅读器使用说明\n右上角有四个按钮,从左到右依次是这些,点一下就会生效。\n打印\n关闭\n收藏\n分享\n"
        "按住可以拖动次序,松开之后自动保存,下次打开还是这个样子。\n"
    ),
    "site structure": (
        "怎样安排菜单\n一般把栏目排成一行,像下面这样,最常用的放在最前面。\n首页 栏目 正文\n"
        "层次不要超过三级,否则读者会迷路,找不到回去的办法。\n"
    ),
    "comparison": "产量比较\n早稻 > 晚稻 > 冬麦\n" + PROSE,
    "code lesson": "第一个程序\n打开编辑器,输入下面这一行,然后保存并运行它。\nprint('hello')\n" + PROSE,
    "books to read": "读书笔记\n" + PROSE + "推荐阅读\n《山路十八弯》 何田\n《水库志》 周舟\n《田埂上》 宋佳\n",
    "background": "水价调整\n" + PROSE + "相关链接\n" + MORE,
    "subheads": "三年规划\n" + PROSE + "更多资金\n" + MORE + "更多人手\n" + PROSE + "分享\n" + MORE,
    "lost and found": "遗失声明:昨日在东门丢失借书证一本,特此作废。\n",
    "firm speaks": PROSE + "本公司声明:近日有人冒用本公司名义招工,请大家留心,不要上当。\n",
    "previous chapter": "上一篇文章讲了嫁接,这一篇讲修枝。\n下一篇再讲采收。\n",
    "caption words": "演练现场井然有序,无人掉队。\n" + PROSE,
    "caption at the end": "演练\n" + PROSE + "演练现场\n",
    "sources of water": "光的来源:日光、灯光、火光。\n光的用途:照明、取暖、晒盐。\n",
    "questions": "问:来源:哪里?\n答:山里。\n问:作者:是谁?\n答:不知道。\n",
    "list of apps": "常用软件\n微信 微博 抖音\n" + PROSE,
    "subjects": "课程表\n语文 数学 体育 科技\n" + PROSE,
    "traditional prose": (
        "當前位置偏南,船長下令轉舵,半小時後重新定位。\n來源可靠的數據才有說服力,這一點沒有人反對。\n"
    ),
    "lessons": "每周课时\n语文 5\n数学 5\n阅读 2\n评论 1\n",
    "word list": "按钮名称\n打印\n关闭\n评论\n留言\n纠错\n更多\n分享\n",
    "last heading": "校园生活\n" + PROSE + "评论\n" + MORE,
    "review with stars": "店铺评价\n口味 4.5\n环境 4.2\n" + PROSE,
    "train times": "班车时间\n" + PROSE + "首班 06:30\n末班 21:10\n",
    "address list": "分站名单\n一站 地址:东街1号 电话:0000-7654321\n二站 地址:西街2号 电话:0000-7654322\n",
    "references": "水渠考\n" + PROSE + "参考文献\n[1] 何田. 青石水利[M]. 青石文艺出版社, 2019.\n",
    "poem signed": "秋夜\n露水打湿石阶\n月亮停在井口\n何田 2024年秋\n",
    "signed essay": "雨后\n" + PROSE + MORE + "二〇二五年九月三日于青石镇\n",
    "footnotes": "水渠考\n" + PROSE + "[1] 青石县志,卷三。\n[2] 同上。\n",
    "meeting, cut into lines": "会议通知\n时间:\n2025年9月3日\n地点:\n三楼会议室\n" + PROSE,
    "form, cut into lines": "书目\n书名:\n山路十八弯\n作者:\n何田\n出版社:\n青石文艺\n" + PROSE,
    "day and paper among the text": PROSE + "2025年3月1日\n陇东日报\n" + MORE,
    "signature of a paper": PROSE + "陇东日报\n2025年3月1日\n",
    "a reporter who reports": PROSE + "记者何田在河西报道了这件事\n" + MORE,
    "headline that ends in 报": "污水怎么举报\n" + PROSE,
    "score": "比赛结果\n青石队 3:2 红沙队\n最佳射手 张三\n",
}


@pytest.mark.parametrize("width", ["half", "full"])
@pytest.mark.parametrize("name", KEPT)
def test_keeps(name: str, width: str) -> None:
    text = KEPT[name] if width == "half" else KEPT[name].translate(WIDE)
    assert clean(text).text == text


TITLE = "河堤加固工程完工\n"
GONE = {
    "label and tools on one line": ("发布时间:2025.11.06 14:32   发布人:管理员   浏览:89次\n", ""),
    "bracketed items": ("[ 2025.07.19 ]  [ 字号: 大 中 小 ]  浏览次数: 318\n", ""),
    "labels set wide": ("来 源:陇东日报    作 者:沈屿\n", ""),
    "labels run together": ("来源:陇东日报作者:沈屿\n", ""),
    "ideographic blanks": ("\u3000\u3000来源\uff1a陇东日报\u3000作者\uff1a沈屿\u3000\n", ""),
    "label above value": ("来源:\n陇东日报\n", ""),
    "value, colon and label apart": ("发布时间\n:\n2026-01-05\n来源\n:\n陇东日报\n", ""),
    "day, clock and paper apart": ("2026-01-05\n10:20\n陇东日报\n", ""),
    "tools among the metadata": ("2026年01月05日 14:56\n【\n大\n中\n小\n】\n【\n打印\n】\n来源:\n陇东日报\n", ""),
    "paper above the day": ("陇东日报\n2026-01-05 10:20\n", ""),
    "full-width figures": ("\uff12\uff10\uff12\uff16年\uff11月\uff15日\uff08星期一\uff09\n", ""),
    "no-break spaces": ("\u00a0\u00a0发布时间:2025-01-02\u00a0\u00a0来源:陇东日报\n", ""),
    "traditional": ("發佈時間:2025-01-02  來源:山城報\n", ""),
    "account": ("原创 阿檀 檐下书话 2025-08-01 18:30 江西\n", ""),
    "site, day, source": ("http://news.example.com 2025-01-02 05:13 东河新闻网 分享\n", ""),
}


@pytest.mark.parametrize("name", GONE)
def test_removes_under_the_headline(name: str) -> None:
    line, left = GONE[name]
    assert clean(TITLE + line + PROSE).text == TITLE + left + PROSE


FOOT = {
    "end, credits, promotion": (
        "- END -\n作者 | 吴青禾\n编辑 | 小棠\n图片 | 小棠\n长按识别二维码 关注我们\n分享 收藏 点赞 在看\n"
        "阅读 8642\n"
    ),
    "tools and neighbours": (
        "【打印】 【关闭】 【返回顶部】\n上一篇:关于申领补助的公告\n下一篇:没有了\n"
        "主办:青石镇政府   承办:青石镇党政办\n青ICP备00000101号   青公网安备 00000000000101号\n"
    ),
    "related, traditional": (
        "延伸閱讀\n山村小學的天文課\n老街書店深夜不打烊\n讚\u3000分享\u3000留言\n\u00a9 2025 版權所有\n"
    ),
    "caption above the foot": "演练现场\n分享至:微信 | 微博 | QQ空间\n友情链接:中国果树网  省农科院  园艺在线\n",
    "glued licences": (
        "经营许可证编号:青ICP证000722号 网络信息备案(青)网信备字(2023)第00464号网络备案:青ICP备00000121号-1\n"
        "青公网安备00000802045750号地址:青石镇老街9号B座7层 www.example.com \u00a92017-2025 青石药材版权所有\n"
    ),
    "contact line under the foot": "\u00a9 2025 青石药材\n地址:青石镇老街1号 电话:0000-7654321\n",
    "placeholders": "作者:小编\n【返回首页】\n",
}  # fmt: skip


@pytest.mark.parametrize("width", ["half", "full"])
@pytest.mark.parametrize("name", FOOT)
def test_removes_behind_the_text(name: str, width: str) -> None:
    foot = FOOT[name] if width == "half" else FOOT[name].translate(WIDE)
    assert clean(TITLE + PROSE + foot).text == TITLE + PROSE


def test_keeps_a_signature_above_the_foot() -> None:
    text = TITLE + PROSE + "青石镇政府\n2025年9月3日\n"
    assert clean(text + "【打印】 【关闭】\n主办:青石镇政府\n青ICP备00000101号\n").text == text


@pytest.mark.parametrize("above", ["返回列表\n", "【打印】 【关闭】\n", "分享到: 微信 微博\n"])
@pytest.mark.parametrize("below", ["", "\u00a9 2025 青石药材\n"])
def test_keeps_a_signature_or_attachment_among_the_foot(above: str, below: str) -> None:
    for left in ("青石镇政府\n2025年9月3日\n", "附件:名单\n"):
        assert clean(TITLE + PROSE + above + left + below).text == TITLE + PROSE + left


def test_site_name_goes_only_above_a_menu() -> None:
    document = clean("青石镇政府\n首页 | 组织机构 | 政策文件\n" + TITLE + PROSE)
    assert document.text == TITLE + PROSE
    assert document.metadata["site"]["name"] == "青石镇政府"  # type: ignore[index, call-overload]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends(end: str) -> None:
    text = (TITLE + "来源:陇东日报\n" + PROSE + "返回列表").replace("\n", end)
    assert clean(text).text == (TITLE + PROSE).replace("\n", end)


def test_each_removed_line_is_one_edit() -> None:
    text = TITLE + "来源:陇东日报\n2025-01-02\n" + PROSE + "【返回列表】"
    entries = [entry for _, entry in clean(text).edits]
    assert [entry.before for entry in entries] == ["来源:陇东日报\n", "2025-01-02\n", "【返回列表】"]
    assert all(entry.status == "applied" and entry.edit.after == "" for entry in entries)


@pytest.mark.parametrize("number", ["000", "003"])
def test_seed_is_stable_and_restorable(number: str) -> None:
    document = seed(number)
    assert clean(document.text).text == document.text
    assert document.restore() == document.source.text
    assert document.verdicts["manner"] == "careful"


def test_seed_000() -> None:
    document = seed("000")
    assert [entry.before for _, entry in document.edits] == [
        "发布时间:2026-01-17 \u00a0\u00a0 来源:网络整理\n",
        "作者:编辑\n",
        "【返回列表】",
    ]
    facts = {fact.key: (fact.value, fact.raw) for _, fact in document.facts}
    assert facts["metadata.date"] == ("2026-01-17", "2026-01-17")
    assert facts["metadata.source"] == ("", "网络整理")
    assert facts["metadata.author"] == ("", "编辑")
    for _, fact in document.facts:
        if fact.span is not None:
            assert fact.span.slice(document.source.text).strip() == fact.raw


def test_seed_003() -> None:
    document = seed("003")
    assert len(document.edits) == 7
    assert document.text.strip().startswith("2026年全区卫生健康工作会议在南宁召开\n")
    assert document.text.strip().endswith("参加会议。")
    assert sum(bool(line.strip()) for line in document.text.split("\n")) == 17
    metadata = document.metadata
    assert metadata["date"] == "2026-01-26"
    assert metadata["source"] == metadata["author"] == ""
    assert metadata["breadcrumb"] == ("行业动态", "政府动态")
    assert metadata["icp"] == "京ICP备12039121号-1"
    site = metadata["site"]
    assert isinstance(site, dict) or hasattr(site, "keys")
    assert dict(site) == {  # type: ignore[arg-type, call-overload]
        "name": "泰茂医疗器械招标网",
        "domain": "www.ylqxzb.com",
        "organiser": "",
        "licences": ("京ICP证140722号", "(京)网药械信息备字(2023)第00464号", "京公网安备11010802045750号"),
    }


ROWS = {
    "arrows on lines of their own": ("您的位置:\n首页\n>\n新闻\n>\n正文\n", ("首页", "新闻", "正文")),
    "arrows before the words": ("首页\n> 新闻\n> 正文\n", ("首页", "新闻", "正文")),
    "another arrow": ("本页位置:\n首页\n→\n新闻中心\n→\n地方新闻\n", ("首页", "新闻中心", "地方新闻")),
    "bars": ("首页\n|\n新闻\n|\n财经\n|\n联系我们\n", ()),
}


@pytest.mark.parametrize("name", ROWS)
def test_removes_rows_that_are_cut_into_lines(name: str) -> None:
    row, path = ROWS[name]
    document = clean(row + TITLE + PROSE)
    assert (document.text, document.metadata["breadcrumb"]) == (TITLE + PROSE, path)
    for _, fact in document.facts:
        if fact.span is not None:
            assert fact.span.slice(document.source.text) == fact.raw


@pytest.mark.parametrize("row", ["甲\n>\n乙\n>\n丙\n", "早稻\n|\n450\n|\n2.6\n", "引言\n> 春天来了\n> 夏天来了\n"])
def test_keeps_rows_that_are_none(row: str) -> None:
    assert clean(TITLE + row + PROSE).text == TITLE + row + PROSE


VALUES: dict[str, tuple[str, dict[str, str]]] = {
    "label above value": ("来源:\n陇东日报\n作者:\n何田\n", {"source": "陇东日报", "author": "何田"}),
    "empty labels": ("来源:\n作者:\n2026-01-05\n", {"source": "", "author": "", "date": "2026-01-05"}),
    "two names and a province": ("来源:河西网-《陇东日报》 甘肃\n", {"source": "河西网-《陇东日报》"}),
    "reporter behind the paper": ("来源:陇东日报 记者 何田\n", {"source": "陇东日报", "author": "何田"}),
    "place behind the names": ("记者\uff1a何田 周舟 河西報導\n来源:陇东日报\n", {"author": "何田、周舟"}),
    "updated": ("2026-01-05 13:26更新 来源:陇东日报\n", {"updated": "2026-01-05", "date": ""}),
    "Republican year": ("发布日期:115/01/05\n", {"date": "2026-01-05"}),
    "eight figures": ("发布日期:20260105\n", {"date": "2026-01-05"}),
    "two readings": ("发布日期:5/6/2026\n", {"date": ""}),
    "a name set wide": ("作者:何 田\n来源:陇东日报\n", {"author": "何田"}),
    "the paper of an editor": ("来源:陇东日报 作者:何田 河西新闻网编辑:周舟\n", {"author": "何田", "editor": "周舟"}),
    "pages behind the source": ("来源:陇东日报  第1页/共2页 << 上一页\n", {"source": "陇东日报"}),
    "comments behind the source": ("2026-01-05 来源:陇东日报网络版 暂无网友评论\n", {"source": "陇东日报网络版"}),
    "markup is nobody": ('作者:size="20"\n来源:陇东日报\n', {"author": "", "source": "陇东日报"}),
    "a day in brackets, traditional": ("【2026/01/05 17:21 報導】\n", {"date": "2026-01-05"}),
    "a heading is nobody": ("作者:\n相关新闻\n", {"author": ""}),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    lines, metadata = VALUES[name]
    document = clean(TITLE + lines + PROSE)
    assert {key: document.metadata[key] for key in metadata} == metadata
    for _, fact in document.facts:
        if fact.span is not None:
            assert fact.span.slice(document.source.text).strip() == fact.raw.strip()


def test_the_organiser_is_kept() -> None:
    document = clean(TITLE + PROSE + "下一篇:没有了\n主办:青石镇政府   承办:青石镇党政办\n")
    assert document.metadata["site"]["organiser"] == "青石镇政府"  # type: ignore[index, call-overload]


def test_page_furniture_still_says_who_wrote() -> None:
    menu = "首页 新闻 体育 财经\n登录 注册\n搜索\n我要评论\n分享到:微信 微博\n设为首页\n加入收藏\n关于我们\n网站地图\n"
    line = "发布者青禾文化 时间:2026-01-05 15:34 来源:陇东日报 [收藏][ 0 ]\n"
    document = Cleaner(Settings(stages=("boilerplate",), options=Options(manner="full"))).clean(
        menu + TITLE + line + PROSE + MORE + PROSE + MORE
    )
    assert line not in document.text
    assert (document.metadata["source"], document.metadata["date"]) == ("陇东日报", "2026-01-05")


def test_metadata_is_simplified_with_the_text() -> None:
    text = (
        "首頁 > 教育 > 校園\n偏鄉學校種樹\n2025-04-12 來源:山城報 記者:蘇以安\n"
        "山城國小的學生昨天在後山種下三百棵樹苗,校長說明年還要再種,讓孩子們看著樹長大。\n"
    )
    metadata = Cleaner().clean(text).metadata
    assert (metadata["source"], metadata["author"]) == ("山城报", "苏以安")
    assert metadata["breadcrumb"] == ("首页", "教育", "校园")
    kept = Cleaner(Settings(options=Options(script="keep"))).clean(text).metadata
    assert (kept["source"], kept["author"]) == ("山城報", "蘇以安")


MENU = "青石在线\n财经\n体育\n首页 > 新闻\n"
LINKS = "邮箱\n博客\n相册\n论坛\n读报\n天气\n地图\n"
TITLES = [
    ("above the metadata", TITLE + "来源:陇东日报\n" + PROSE, "河堤加固工程完工"),
    ("below a breadcrumb and a day", "首页 > 新闻\n2025-01-02 来源:陇东日报\n" + TITLE + PROSE, "河堤加固工程完工"),
    ("no metadata", TITLE + "\n" + PROSE, "河堤加固工程完工"),
    ("a question", "河堤加固了吗\uff1f\n" + PROSE, "河堤加固了吗\uff1f"),
    ("one sentence", PROSE, ""),
    ("a form of address", "各位乡亲:\n" + PROSE, ""),
    ("numbered heading", "一、总体要求\n" + PROSE, ""),
    ("chronology", "2022年4月6日 选址\n2023年7月9日 打桩\n", ""),
    ("poem", KEPT["poem"], ""),
    ("a short one over a clean text", "修桥人\n" + PROSE + MORE, "修桥人"),
    (
        "site, menu words, headline",
        "青石在线\n财经\n体育\n首页 > 新闻\n" + TITLE + "2025-01-02 来源:陇东日报\n" + PROSE,
        "河堤加固工程完工",
    ),
    (
        "said twice",
        "河堤加固工程完工_青石在线\n论坛\n邮箱\n博客\n相册\n河堤加固工程完工\n读报\n" + PROSE,
        "河堤加固工程完工",
    ),
    ("nothing but links above", LINKS + PROSE, ""),
    ("an exclamation in it", "秧苗返青了!河堤加固工程完工\n来源:陇东日报\n" + PROSE, "秧苗返青了!河堤加固工程完工"),
    ("set wide", "河 堤 加 固 工 程 完 工\n2025-01-02\n" + PROSE, "河 堤 加 固 工 程 完 工"),
    ("behind a sign", "》河堤加固工程完工\n来源:陇东日报\n" + PROSE, "河堤加固工程完工"),
    ("before the site", "河堤加固工程完工_青石新闻_青石在线\n" + LINKS + PROSE, "河堤加固工程完工"),
    ("before the site, with a bar", "河堤加固工程完工 - 青石新闻网\n" + PROSE, "河堤加固工程完工"),
    ("a bar of its own", "河堤 - 一段往事\n" + PROSE, "河堤 - 一段往事"),
    (
        "at the end of a path",
        LINKS + "青石论坛 > 水利 > 河堤加固工程完工 [打印]\n" + LINKS + "何田\n河堤加固工程完工\n" + PROSE,
        "河堤加固工程完工",
    ),
    ("page words above", "登录 | 免费注册\n" + TITLE + PROSE, "河堤加固工程完工"),
]


@pytest.mark.parametrize(("text", "title"), [pytest.param(text, title, id=name) for name, text, title in TITLES])
def test_title(text: str, title: str) -> None:
    assert clean(text).metadata["title"] == title


def test_markdown_structure_stays() -> None:
    text = (
        "---\ntitle: 河堤\ndate: 2025-01-02\n---\n# 河堤加固工程完工\n\n"
        + PROSE
        + "\n```\n版权所有 \u00a9 2025 某公司\n"
        "【返回列表】\n```\n\n| 首页 | 关于我们 | 联系我们 |\n|---|---|---|\n"
    )
    document = cleaner().clean_source(replace(Source.of_text(text), markup="markdown"))
    assert document.text == text
    assert document.metadata["title"] == "河堤加固工程完工"


@pytest.mark.parametrize("structure", ["```\nx = 1\n```\n", "```\n返回列表\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"])
def test_markdown_structure_stays_behind_the_foot(structure: str) -> None:
    text = f"{PROSE}\n【返回列表】\n\n{structure}"
    document = cleaner().clean_source(replace(Source.of_text(text), markup="markdown"))
    assert "返回列表】" not in document.text
    assert document.text.endswith(f"\n{structure}")


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
@pytest.mark.parametrize(("opened", "closed"), ["()", "\uff08\uff09"])
def test_a_source_behind_a_blank_is_read_like_one_without(blank: str, opened: str, closed: str) -> None:
    line = f"2025-09-12 17:32:00 来源:{blank}河西广播网 {opened}北京{closed} 有 0 人参与 手机看新闻"
    body = "历时两年的水库除险加固工程昨天完工\uff0c灌溉面积扩大到三万亩。"
    document = clean(f"水库除险加固工程完工\n{line}\n{body}\n")
    assert line not in document.text
    assert (document.metadata["source"], document.metadata["date"]) == ("河西广播网", "2025-09-12")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("二〇二五年十二月三十一日", "2025-12-31", id="tens and units"),
        pytest.param("二〇二五年一二月二五日", "2025-12-25", id="digit by digit"),
        pytest.param("二〇二五年十十月一日", "", id="no numeral"),
    ],
)
def test_days_in_han(text: str, day: str) -> None:
    assert iso_date(text) == day


@pytest.mark.parametrize("unit", ["来源:\n", "2025-01-02\n", ">\n", "首页\n|\n", "來源:\n山城報\n", "打印\n[\n"])
def test_time_is_linear_in_lines(unit: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(lambda text: clean(TITLE + text + PROSE), unit, 6_000)
