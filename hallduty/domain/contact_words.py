"""The words of a contact's line: numbers written in any way, labels, headings, likely names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hallduty.domain import phones, texts

# A digit is not part of a number when letters or digits touch it (a tax payer's code).
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_ABROAD = r"(?:(?:\+86|0086|86(?=[ \-]?1[3-9]))[ \-]?)?"
# The grouping of hand and spreadsheet: 138-1234-5678, 138 1234 5678.
_MOBILE = re.compile(rf"{_EDGE_BEFORE}{_ABROAD}(1[3-9][0-9](?:[ \-]?[0-9]){{8}}){_EDGE_AFTER}")
_GLUED = re.compile(r"(?<![0-9])(1[3-9][0-9]{9})(?![0-9])")
_LANDLINE = re.compile(
    rf"{_EDGE_BEFORE}{_ABROAD}((?:\(0[0-9]{{2,3}}\)[ \-]?|0[0-9]{{2,3}}[ \-]?)[2-9][0-9]{{6,7}}"
    rf"(?:(?:-|转)[0-9]{{1,6}})?){_EDGE_AFTER}"
)
_SERVICE = re.compile(rf"{_EDGE_BEFORE}([48]00-?[0-9]{{3}}-?[0-9]{{4}}){_EDGE_AFTER}")
_LOCAL = re.compile(rf"{_EDGE_BEFORE}([2-9][0-9]{{6,7}}(?:(?:-|转)[0-9]{{1,6}})?){_EDGE_AFTER}")
# 20261022 is a day, not a landline.
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")
_DIGITS = re.compile(r"[0-9](?:[ \-]?[0-9])*")
_SEPARATORS = re.compile(r"[\s,，、;；:：|｜/／]+")
# Marks that hold a word together where spreadsheets and hands put them around it.
_WRAPPING = "\"'“”‘’()（）[]<>《》*·"
_EDGES = re.compile(r"^[\s,，、;；:：|｜/／\-—.。\"“”]+|[\s,，、;；:：|｜/／\-—\"“”]+$")
_MARKED_NUMBER = re.compile(r"^\s*[(（]?\s*[0-9]{1,4}\s*[)）.．、]\s*|^\s*[①-⑳]\s*")
_BARE_NUMBER = re.compile(r"^\s*[1-9][0-9]{0,3}(?:[\s,，:：;；|｜]+|$)")
LABELS = re.compile(
    r"(?:姓名|名字|联系人|纳税人|办税人|联系电话|联系方式|电话号码|手机号码|手机号|手机|电话|号码|"
    r"事项|业务|tel|phone)\s*[:：=]",
    re.IGNORECASE,
)
_FIELDS = {
    "who": "姓名 名字 联系人 纳税人 办税人 人员 纳税人姓名 办税人姓名 联系人姓名 name",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 号码 phone tel",
    "matter": "事项 业务 办理事项 办理业务 业务类型 待办事项 备注 说明 matter",
    "": "序号 编号 no. no 单位 纳税人名称 公司",
}
# What the words of a line of headings mean; "" is a column of no use here.
HEADINGS = {word: field for field, words in _FIELDS.items() for word in words.split()}
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范"
    "彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜"
    "顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路"
    "娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪"
    "包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯"
    "宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖"
    "卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄"
    "晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师"
    "巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公覃肖付闫付涂岳"
    "欧阳司马上官诸葛皇甫尉迟令狐慕容"
)
# Words of business that begin with a surname: 申报 is no Mr Shen.
_BUSINESS = re.compile(
    r"申报|发票|税|登记|注销|社保|缴|领用|代开|查询|变更|公司|证明|备案|认定|汇算"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A telephone number in a line: where it stands and how it is kept."""

    start: int
    end: int
    number: str


def find_phone(flat: str) -> Found | None:
    """Return the telephone number in folded text, or None.

    A mobile goes before a landline, and one with an area code before one without.
    """
    return _first(flat, (_MOBILE, _GLUED, _LANDLINE, _SERVICE, _LOCAL))


def another_phone(flat: str, found: Found) -> bool:
    """Tell whether a second number, which cannot be mistaken, stands in the line."""
    rest = flat[: found.start] + "|" * (found.end - found.start) + flat[found.end :]
    return _first(rest, (_MOBILE, _GLUED, _LANDLINE)) is not None


def _first(flat: str, shapes: tuple[re.Pattern[str], ...]) -> Found | None:
    for shape in shapes:
        for match in shape.finditer(flat):
            number = _kept(match[1])
            if phones.problem_in("phone", "", number) is None and not _DATE.fullmatch(number):
                return Found(match.start(), match.end(), number)
    return None


def _kept(written: str) -> str:
    """Return a number as it is kept: 138 1234 5678 → 13812345678, (0570)8765432 → 0570-8765432."""
    plain = " ".join(written.replace("(", "").replace(")", "-").split())
    if plain.startswith("1"):
        return plain.replace(" ", "").replace("-", "")
    area = re.fullmatch(r"(0\d{2,3})[ \-]+(.+)", plain)
    return f"{area[1]}-{area[2].strip('- ')}" if area else phones.normalised(plain)


def numbers_in(flat: str) -> list[str]:
    """Return the runs of digits in folded text, without blanks and dashes."""
    return [match[0].replace(" ", "").replace("-", "") for match in _DIGITS.finditer(flat)]


def split_words(text: str) -> list[str]:
    """Return the words between separators, without the quotes that a spreadsheet puts."""
    words = (word.strip(_WRAPPING) for word in _SEPARATORS.split(text))
    return [word for word in words if word]


def trimmed(text: str) -> str:
    """Return text without separators at its ends, its blanks and tabs folded to one blank."""
    return " ".join(_EDGES.sub("", " ".join(text.split())).split())


def without_number(text: str) -> tuple[str, bool]:
    """Return text without a list's number at its beginning (1. 2、 (3) 4), and whether one was."""
    flat = texts.folded(text)
    for shape in (_MARKED_NUMBER, _BARE_NUMBER):
        match = shape.match(flat)
        if match is not None:
            return text[match.end() :], True
    return text, False


def is_like_name(word: str) -> bool:
    """Tell whether a word can be a person's name: 2 to 4 characters after a known surname."""
    plain = word.replace("·", "")
    return (
        2 <= len(plain) <= 4
        and word[0] in _SURNAMES
        and not any(character.isascii() for character in plain)
        and _BUSINESS.search(word) is None
    )
