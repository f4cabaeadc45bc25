"""Spells Chinese names in Latin letters; the only module that knows the library pypinyin."""

from __future__ import annotations

import unicodedata

# How these characters are read as a family name, which is not how they are read elsewhere.
# Where both readings are borne (乐, 覃, 盖), the commoner one; a card can be corrected by hand.
_AS_SURNAME = """
单=shan 曾=zeng 仇=qiu 解=xie 区=ou 查=zha 盖=ge 朴=piao 翟=zhai 缪=miao 覃=qin 洗=xian 召=shao
么=yao 黑=he 折=she 种=chong 繁=po 秘=bi 乐=yue 能=nai 句=gou 都=du 阚=kan 郇=xun 隗=wei 乜=nie
祭=zhai 粘=nian 佴=nai 员=yun 卜=bu 逢=pang 薄=bo 郗=chi 丌=qi 角=jue 長=chang 單=shan 區=ou 員=yun
"""
_SURNAMES = dict(pair.split("=") for pair in _AS_SURNAME.split())
# Family names of two characters, which the library reads right when they are asked for together.
_OF_TWO = """
欧阳 司马 上官 诸葛 尉迟 单于 万俟 长孙 澹台 令狐 鲜于 夏侯 皇甫 公孙 慕容 宇文 司徒 司空 端木 呼延
南宫 东方 东郭 西门 独孤 轩辕 赫连 濮阳 淳于 太史 申屠 公羊 仲孙 钟离 闾丘 拓跋 百里 第五 公冶 宗政
尔朱 完颜 纳兰 叶赫 爱新 歐陽 諸葛 司馬
"""
_COMPOUND = frozenset(_OF_TWO.split())
# As a given name, read otherwise than in running text.
_GIVEN = {"曾": "zeng", "晟": "sheng", "隽": "jun"}


def full(name: str) -> str:
    """Return the syllables of a name: 单雄信 → “shan xiong xin”, O'Brien → “obrien”.

    ü is written v, as on a keyboard (吕 → lv); what has no reading is left out.
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    if not text or not _is_chinese(text[0]):
        return " ".join(_syllables(name))
    if text[:2] in _COMPOUND:
        head, rest = _syllables(text[:2]), text[2:]
    elif text[0] in _SURNAMES:
        head, rest = [_SURNAMES[text[0]]], text[1:]
    else:
        return " ".join([*_syllables(text[0]), *_given(text[1:])])
    return " ".join([*head, *_given(rest)])


def initials(name: str) -> str:
    """Return the first letters of a name's syllables: 单雄信 → “sxx”."""
    return "".join(syllable[0] for syllable in full(name).split())


def _given(text: str) -> list[str]:
    found: list[str] = []
    run = ""
    for character in text:
        if character in _GIVEN:
            found += [*_syllables(run), _GIVEN[character]]
            run = ""
        else:
            run += character
    return [*found, *_syllables(run)]


def _syllables(text: str) -> list[str]:
    """Return the readings of Chinese characters and the Latin words between them."""
    if not text:
        return []
    # Imported when needed: its dictionary takes a third of a second, which no start should wait.
    from pypinyin import lazy_pinyin

    folded = unicodedata.normalize("NFKC", text).casefold()
    found = []
    for piece in lazy_pinyin(folded):
        for word in piece.split():
            plain = unicodedata.normalize("NFD", word)
            letters = "".join(c for c in plain if c.isascii() and c.isalnum())
            if letters:
                found.append(letters)
    return found


def _is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")
