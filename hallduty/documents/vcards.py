"""The directory as vCards: written as 3.0 in UTF-8, read from 2.1 (with GBK too) to 4.0."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hallduty.domain.contact_import import RawCell, RawRow
from hallduty.domain.contacts import Department, Person
from hallduty.domain.imports import Finding
from hallduty.errors import UserError

MOST_BYTES = 30 * 1024 * 1024
MOST_CARDS = 20_000
_BEGIN = re.compile(rb"^\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(rb"^\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_QUOTED = re.compile(rb"ENCODING\s*=\s*\"?QUOTED-PRINTABLE|;\s*QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_CHARSET = re.compile(rb";\s*CHARSET\s*=\s*\"?([A-Za-z0-9_-]+)\"?", re.IGNORECASE)
_QUOTED_PARAM = re.compile(rb";\s*(?:ENCODING\s*=\s*)?\"?QUOTED-PRINTABLE\"?", re.IGNORECASE)
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,"})
_CHARSETS = {"GB2312": "gb18030", "GBK": "gb18030", "GB18030": "gb18030", "CP936": "gb18030"}


def looks_like_vcards(name: str, data: bytes) -> bool:
    """Tell whether a file is one of vCards, by its content, else by its name."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").upper()
    return head.startswith(b"BEGIN:VCARD") or name.lower().endswith((".vcf", ".vcard"))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    data: bytes


def read_vcards(name: str, data: bytes) -> tuple[list[RawRow], list[Finding]]:
    """Return the cards of a file as rows, and what could not be read, card by card.

    Raises UserError when the file holds no card or too much.
    """
    if len(data) > MOST_BYTES:
        raise UserError(f"文件“{name}”超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件导入")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    rows: list[RawRow] = []
    said: list[Finding] = []
    for number, (first, lines) in enumerate(_cards(data), 1):
        if number > MOST_CARDS:
            raise UserError(f"文件“{name}”超过 {MOST_CARDS} 张名片，请分成几个文件导入")
        where = f"第{number}张名片（第{first}行起）"
        if lines is None:
            said.append(Finding(where, "没有结尾（END:VCARD），这张名片不完整"))
            continue
        try:
            rows.append(_row(where, lines))
        except _Unreadable as problem:
            said.append(Finding(where, str(problem)))
    if not rows and not said:
        raise UserError(f"文件“{name}”里没有名片（vCard），请核对是否选错文件")
    return rows, said


class _Unreadable(Exception):
    """A card that cannot be read; the text says why."""


def _cards(data: bytes) -> Iterator[tuple[int, list[_Line] | None]]:
    """Yield the first line's number and the unfolded lines of each card; None: it never ends."""
    first, lines = 0, list[_Line]()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if _BEGIN.match(line):
            if first:
                yield first, None
            first, lines = number, []
        elif first and _END.match(line):
            yield first, lines
            first = 0
        elif first:
            _unfold(lines, number, line)
    if first:
        yield first, None


def _unfold(lines: list[_Line], number: int, line: bytes) -> None:
    """Add a line, or join it to the one that it goes on with."""
    before = lines[-1] if lines else None
    if (
        before
        and before.data.endswith(b"=")
        and _QUOTED.search(before.data.split(b":", 1)[0] + b":")
    ):
        lines[-1] = _Line(before.number, before.data[:-1] + line)
    elif before and line[:1] in (b" ", b"\t"):
        lines[-1] = _Line(before.number, before.data + line[1:])
    elif line.strip():
        lines.append(_Line(number, line))


def _is_quoted(line: bytes) -> bool:
    return _QUOTED.search(line.split(b":", 1)[0] + b":") is not None


def _row(where: str, lines: Sequence[_Line]) -> RawRow:
    """Read one card by the library, after its old encodings have been taken off."""
    import vobject

    text = "\r\n".join(["BEGIN:VCARD", *(_plain(line) for line in lines), "END:VCARD", ""])
    try:
        card = vobject.readOne(text, ignoreUnreadable=False)
    except Exception as error:  # the library raises what its parts happen to raise
        raise _Unreadable(_why(error, lines)) from error
    at = {_property(line): f"第{line.number}行" for line in reversed(lines)}
    cells = {
        field: RawCell(at.get(name, ""), value)
        for field, (name, value) in _fields(card).items()
        if value
    }
    if not cells:
        raise _Unreadable("没有姓名，也没有单位和电话")
    return RawRow(where, cells)


def _why(error: Exception, lines: Sequence[_Line]) -> str:
    number = getattr(error, "lineNumber", None)
    if isinstance(number, int) and 2 <= number <= len(lines) + 1:
        return f"第{lines[number - 2].number}行不符合名片格式"
    return "不符合名片格式"


def _property(line: _Line) -> str:
    head = line.data.split(b":", 1)[0].split(b";", 1)[0]
    return head.rsplit(b".", 1)[-1].strip().upper().decode("ascii", "replace")


def _plain(line: _Line) -> str:
    """Return a line in Unicode without the encodings of vCard 2.1 and without its group."""
    head, colon, value = line.data.partition(b":")
    if not colon:
        raise _Unreadable(f"第{line.number}行没有冒号，不符合名片格式")
    named = _CHARSET.search(head)
    charset = named[1].decode().upper() if named else ""
    quoted = _is_quoted(line.data)
    if quoted:
        value = quopri.decodestring(value)
        head = _QUOTED_PARAM.sub(b"", head)
    text = _decoded(value, charset, line.number)
    if quoted:
        text = text.replace("\r\n", "\n").translate(_ESCAPED)
    if b"BASE64" in head.upper() or b"ENCODING=B" in head.upper():
        # A picture: of no use here, and the library would stumble over damaged ones.
        return "X-PICTURE:"
    head = re.sub(rb"^[A-Za-z0-9-]+\.", b"", _CHARSET.sub(b"", head))
    name, *params = head.split(b";")
    # 2.1 writes TEL;CELL:, later versions TEL;TYPE=CELL:.
    typed = [p if b"=" in p else b"TYPE=" + p for p in (each.strip() for each in params) if p]
    return b";".join([name.strip(), *typed]).decode("ascii", "replace") + ":" + text


def _decoded(value: bytes, charset: str, number: int) -> str:
    """Decode by the charset that a line names, else by what the bytes can be."""
    named = _CHARSETS.get(charset, charset)
    for encoding in (named, "utf-8", "gb18030"):
        try:
            return value.decode(encoding) if encoding else value.decode("ascii")
        except (UnicodeDecodeError, LookupError):
            continue
    raise _Unreadable(f"第{number}行的文字编码认不出来")


def _fields(card: object) -> dict[str, tuple[str, str]]:
    """Return (property, value) of a card by our fields."""
    contents: Mapping[str, Sequence[object]] = getattr(card, "contents", {})

    def first(name: str) -> object:
        found = contents.get(name)
        return getattr(found[0], "value", "") if found else ""

    name, source = str(first("fn")).strip(), "FN"
    structured = first("n")
    if not name and structured:
        parts = (getattr(structured, "family", ""), getattr(structured, "given", ""))
        name, source = "".join(str(part) for part in parts).strip(), "N"
    organisation = first("org")
    units = [organisation] if isinstance(organisation, str) else list(organisation or [])  # type: ignore[call-overload]
    unit = next((str(u).strip() for u in reversed(units) if str(u).strip()), "")
    if str(first("kind")).lower() == "org" or str(first("x-abshowas")).upper() == "COMPANY":
        unit, name = unit or name, ""
    mobile, office = _numbers(contents.get("tel", ()))
    return {
        "name": (source, name),
        "department": ("ORG", unit),
        "post": ("TITLE", str(first("title"))),
        "duty": ("ROLE", str(first("role"))),
        "mobile": ("TEL", mobile),
        "office_phone": ("TEL", office),
        "remark": ("NOTE", str(first("note"))),
        "pinyin": ("SORT-STRING", str(first("sort-string"))),
        "category": ("X-HALLDUTY-CATEGORY", str(first("x-hallduty-category"))),
        "role": ("X-HALLDUTY-ROLE", str(first("x-hallduty-role"))),
    }


def _numbers(found: Sequence[object]) -> tuple[str, str]:
    """Return mobile and office numbers, told apart by their type, else by their look."""
    mobile, office = [], []
    for line in found:
        number = str(getattr(line, "value", "")).strip().removeprefix("tel:").removeprefix("+86")
        types = {str(t).upper() for t in getattr(line, "params", {}).get("TYPE", ())}
        if "FAX" in types or not number:
            continue
        digits = re.sub(r"[\s-]", "", number)
        if "CELL" in types or re.fullmatch(r"1[3-9]\d{9}", digits):
            mobile.append(digits if re.fullmatch(r"1[3-9]\d{9}", digits) else number)
        else:
            office.append(number)
    return "、".join(dict.fromkeys(mobile)), "、".join(dict.fromkeys(office))


def write_vcards(
    people: Sequence[Person],
    departments: Sequence[Department],
    roles: Mapping[str, str],
    bureau: str,
) -> bytes:
    """Return everybody in use as vCard 3.0: units first (as organisations), then people."""
    names = {unit.id: unit for unit in departments}
    cards = [_unit_card(unit, roles) for unit in departments if unit.phone]
    cards += [_card(p, names.get(p.department_id or 0), roles, bureau) for p in people]
    return "".join(cards).encode("utf-8")


def _card(person: Person, unit: Department | None, roles: Mapping[str, str], bureau: str) -> str:
    import vobject

    card = vobject.vCard()
    card.add("fn").value = person.name
    card.add("n").value = vobject.vcard.Name(family=person.name)
    card.add("uid").value = person.uuid
    if unit is not None:
        outer = [] if person.external or unit.external or not bureau else [bureau]
        card.add("org").value = [*outer, unit.name]
        card.add("x-hallduty-category").value = unit.kind.value
    for number, kind in ((person.mobile, "CELL"), (person.office_phone, "WORK")):
        if number:
            phone = card.add("tel")
            phone.value, phone.type_param = number, kind
    for name, value in (
        ("title", person.post),
        ("role", person.duty),
        ("note", person.remark),
        ("sort-string", person.pinyin),
        ("x-hallduty-role", roles.get(person.role, "")),
    ):
        if value:
            card.add(name).value = value
    return str(card.serialize())


def _unit_card(unit: Department, roles: Mapping[str, str]) -> str:
    import vobject

    card = vobject.vCard()
    card.add("fn").value = unit.name
    card.add("n").value = vobject.vcard.Name(family=unit.name)
    card.add("uid").value = unit.uuid
    card.add("org").value = [unit.name]
    card.add("x-abshowas").value = "COMPANY"
    card.add("x-hallduty-category").value = unit.kind.value
    if unit.role in roles:
        card.add("x-hallduty-role").value = roles[unit.role]
    phone = card.add("tel")
    phone.value, phone.type_param = unit.phone, "WORK"
    return str(card.serialize())
