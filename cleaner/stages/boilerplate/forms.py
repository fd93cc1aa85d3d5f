"""One form for recognition: rules are written in simplified characters and half-width figures, lines come in both.

Each character becomes one character, so offsets hold. What a line says is read off the line itself, see `unfold`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cleaner.rulebook.model import Rule
from cleaner.rulebook.patterns import without_twins
from cleaner.stages.boilerplate.marks import Finding, Mark

_FORMS = """
万萬 与與 专專 业業 东東 两兩 严嚴 个個箇 临臨 为為爲 举舉 乐樂 习習 乡鄉 书書 于於 云雲 产產産 仅僅
从從 们們 众眾衆 伙夥 会會 传傳 体體 侧側 修脩 储儲 关關 兴興 内內 册冊 写寫 军軍 决決 况況 准準 凌淩
出齣 击擊 划劃 则則 刚剛 创創 删刪 别別彆 制製 剧劇 办辦 务務 动動 区區 医醫 华華 协協 单單 卫衛衞
即卽 厂廠 厅廳 县縣 参參蔘 双雙 发發髮 台檯臺颱 号號 合閤 同衕 后後 向嚮曏 听聽 员員 周週 咨諮 回迴
团團糰 围圍 国國 图圖 场場 坛墰壇壜罈罎 声聲 处處 备備 复復複 夹夾 娱娛 学學 宁寧甯 实實 审審 家傢 对對
导導 尽儘盡 局侷 层層 属屬 布佈 师師 帐帳 席蓆 帮幫 干乾幹榦 并並併 广廣 庆慶 开開 张張 归歸 当噹當
录彔錄録 彩綵 态態 总總 戏戲 战戰 户戶 才纔 执執 扫掃 护護 报報 择擇 换換 据據 搜蒐 摄攝 摆擺襬 撑撐
教敎 数數 无無 时時 暂暫 曲麯麴 术朮術 机機 权權 条條 来來 板闆 构構 查査 标標 栏欄 核覈 欢歡 气氣
汇匯彙滙 没沒 注註 浏瀏 温溫 游遊 湾灣 滚滾 点點 热熱 现現 电電 监監 盘盤 真眞 码碼 碍礙 礼禮 私俬
称稱 筹籌 签簽籤 简簡 类類 系係繫 纠糾 约約 级級 纳納 线綫線 组組 细細 织織 终終 绍紹 经經 结結 给給
络絡 绝絕絶 统統 继繼 续續 维維 综綜 编編 缩縮 网網 群羣 联聯 肃肅 脸臉 腾騰 节節 苏囌甦蘇 范範 荐薦
药葯藥 获獲穫 营營 蒙懞濛矇 蓝藍 表錶 装裝 见見 观觀 规規 视視 览覽 觉覺 触觸 计計 订訂 认認 讨討 让讓
议議 讯訊 记記 许許 论論 设設 访訪 证証證 评評 识識 词詞 译譯 诚誠 话話 询詢 该該 详詳 语語 说說説
请請 读讀 谢謝 财財 责責 贤賢 账賬 货貨 贴貼 贵貴 费費 资資 赞讚贊 赶趕 车車 转轉 轻輕 载載 辑輯 边邊
辽遼 达達 过過 运運 还還 这這 进進 违違 选選 邮郵 郑鄭 钟鈡鍾鐘 钮鈕 链鏈 锁鎖 错錯 键鍵 镇鎭鎮 镜鏡
长長 门門 闭閉 问問 间間 闻聞 阅閱閲 队隊 际際 陆陸 陕陝 隐隱 面麪麫麵 页頁 顶頂 须須鬚 顾顧 预預 领領
频頻 题題 馈饋 马馬 骤驟 鲜鮮 龙龍 丝絲 价價 优優 余餘 却卻 历歷曆厤 块塊 头頭 应應 异異 担擔 显顯
楼樓 满滿 积積 纯純 诉訴 调調 负負 质質 购購 采採埰寀 钱錢 销銷 险險 随隨 风風 验驗 独獨 笔筆 致緻
志誌 只隻 杂雜 驻駐 档檔 纸紙 折摺 叠疊 离離
"""
"Characters that the rules hold, each with its traditional forms behind it."
_FORM_OF = {form: word[0] for word in _FORMS.split() for form in word[1:]}
_FORM_OF |= {
    chr(full): chr(full - 0xFEE0) for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_FORM_OF |= {"\ufe30": ":", "\uff62": "\u300c", "\uff63": "\u300d"}
_OTHER = re.compile(f"([{''.join(_FORM_OF)}])")


def fold(text: str) -> str:
    """The text as the rules are written; of the same length, and the same object where nothing changes.

    >>> fold("發佈時間\uff1a\uff12\uff10\uff12\uff16"), fold("发布时间")
    ('发布时间\uff1a2026', '发布时间')
    """
    parts = _OTHER.split(text)
    if len(parts) == 1:
        return text
    parts[1::2] = map(_FORM_OF.__getitem__, parts[1::2])
    return "".join(parts)


def folded(rule: Rule) -> Rule:
    """The rule with its words and its pattern in the form of folded lines."""
    return replace(
        rule,
        labels=tuple(dict.fromkeys(map(fold, rule.labels))),
        prefilter=tuple(dict.fromkeys(map(fold, rule.prefilter))),
        pattern=without_twins(fold(rule.pattern)),
    )


def unfold(mark: Mark, line: str, raw: str) -> Mark:
    """A mark of a folded line with its values as the line itself writes them."""
    if line == raw or not mark.findings:
        return mark
    return replace(mark, findings=unfold_all(mark.findings, line, raw))


def unfold_all(findings: tuple[Finding, ...], line: str, raw: str) -> tuple[Finding, ...]:
    """Findings on a folded line with their values as the line itself writes them."""
    return findings if line == raw else tuple(_unfolded(finding, line, raw) for finding in findings)


def _unfolded(finding: Finding, line: str, raw: str) -> Finding:
    start, end = finding.start, finding.end

    def written(value: str) -> str:
        at = line.find(value, start, end)
        return raw[at : at + len(value)] if value and at >= 0 else value

    said = finding.value
    value = tuple(map(written, said)) if isinstance(said, tuple) else "、".join(map(written, said.split("、")))
    return replace(finding, value=said if finding.key in ("date", "updated") else value, raw=raw[start:end].strip())
