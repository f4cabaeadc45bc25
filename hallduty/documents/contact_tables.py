"""The directory as a table: read from XLSX and CSV of any layout, written in one of our own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from hallduty.documents.table_files import Table, TableCell, column_letters, read_tables
from hallduty.documents.text_tables import text_csv, text_xlsx
from hallduty.domain.contact_import import RawCell, RawRow
from hallduty.domain.contacts import Department, Person
from hallduty.domain.imports import Finding, FindingKind
from hallduty.errors import UserError

# The columns of our own export, in its order: heading, field, width in characters.
COLUMNS = (
    ("序号", "", 6),
    ("类别", "category", 14),
    ("部门", "department", 22),
    ("姓名", "name", 12),
    ("职务", "post", 16),
    ("应急职责", "duty", 24),
    ("预案角色", "role", 18),
    ("办公电话", "office_phone", 18),
    ("手机", "mobile", 15),
    ("备注", "remark", 24),
    ("人员类别", "kind", 10),
    ("拼音", "pinyin", 20),
)
# What others call these columns.
_ALSO = {
    "name": "姓名 名字 联系人 人员 负责人 人员姓名 联系人姓名 name",
    "department": "部门 单位 科室 所在部门 工作单位 单位名称 部门名称 部门（单位） 单位部门 处室 "
    "股室 所属部门 单位及部门 部门或单位 department",
    "post": "职务 职位 岗位 职务职级 title post",
    "duty": "应急职责 应急分工 职责 分工 职责分工 应急职务",
    "role": "预案角色",
    "office_phone": "办公电话 座机 固话 固定电话 办公室电话 单位电话 内线 短号 分机 "
    "办公号码 officephone",
    "mobile": "手机 手机号 手机号码 移动电话 mobile 手机电话",
    "phone": "电话 联系电话 联系方式 电话号码 号码 联系号码 phone tel",
    "remark": "备注 说明 remark",
    "pinyin": "拼音 姓名拼音",
    "kind": "人员类别 外部",
    "category": "类别 单位类别",
}
_FIELDS = {word: field for field, words in _ALSO.items() for word in words.split()}
_HEAD_WITHIN = 40
# What every row must have: where they are missing, the empty cell is named.
_NAMED = frozenset({"name", "department"})
_EXTERNAL = "外部单位"
_NO_HEAD = (
    "没有找到表头：请在某一行写明各列是什么，例如 部门、姓名、职务、办公电话、手机"
    "（至少有姓名和另一列，或部门和一列电话）"
)


def read_contacts(name: str, data: bytes) -> tuple[list[RawRow], list[Finding]]:
    """Return the rows of a directory's file and what is to be said of its sheets.

    Raises UserError when the file is no table, or no sheet has headings that can be read.
    """
    rows: list[RawRow] = []
    said: list[Finding] = []
    unread: list[Finding] = []
    for table in read_tables(name, data):
        found = _head(table)
        if found is None:
            if table.rows:
                text = f"工作表“{table.name}”没有通讯录的表头，未读"
                unread.append(Finding("", text, FindingKind.NOTE))
            continue
        rows += _rows(table, *found, said)
    if not rows and not said:
        raise UserError(f"文件“{name}”{_NO_HEAD}")
    return rows, [*said, *unread]


def _head(table: Table) -> tuple[int, dict[int, str]] | None:
    """Return the row of the headings and the field of each column, or None."""
    for number, row in enumerate(table.rows[:_HEAD_WITHIN]):
        columns = _fields(row)
        fields = set(columns.values())
        numbers = fields & {"mobile", "office_phone", "phone"}
        if ("name" in fields and len(fields) > 1) or ("department" in fields and numbers):
            return number, columns
    return None


def _fields(row: Sequence[TableCell]) -> dict[int, str]:
    """Return the field of each column that a row of headings names, each field once."""
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        folded = unicodedata.normalize("NFKC", cell.text).casefold()
        word = "".join(folded.split()).replace("(必填)", "").strip("*:")
        field = _FIELDS.get(word) or _FIELDS.get(word.replace("(", "（").replace(")", "）"), "")
        if field and field not in found.values():
            found[place] = field
    return found


def _rows(
    table: Table, head: int, columns: Mapping[int, str], said: list[Finding]
) -> Iterator[RawRow]:
    for number, row in enumerate(table.rows[head + 1 :], head + 2):
        filled = [cell for cell in row if cell.text or cell.problem]
        if not filled or _fields(row) == columns:
            continue
        where = table.place(f"第{number}行")
        if _is_title(row, columns):
            text = f"“{filled[0].text[:30]}”像是小标题或说明，未作为人员读入"
            said.append(Finding(where, text, FindingKind.NOTE))
            continue
        cells = {
            field: _raw(row, place, number)
            for place, field in columns.items()
            if field in _NAMED or (place < len(row) and (row[place].text or row[place].problem))
        }
        if any(cell.text or cell.problem for cell in cells.values()):
            yield RawRow(where, cells)


def _raw(row: Sequence[TableCell], place: int, number: int) -> RawCell:
    """Return a cell, which in a short row may not be there: its place is told all the same."""
    if place >= len(row):
        return RawCell(f"{column_letters(place + 1)}{number}", "")
    return RawCell(row[place].where, row[place].text, row[place].problem)


def _is_title(row: Sequence[TableCell], columns: Mapping[int, str]) -> bool:
    """Tell whether a row says one thing only, across several columns or beside the name."""
    filled = [(place, cell) for place, cell in enumerate(row) if cell.text or cell.problem]
    across = len({cell.origin or cell.where for _, cell in filled}) == 1
    if not across or any(cell.problem for _, cell in filled):
        return False
    place, cell = filled[0]
    alone = len(filled) == 1 and columns.get(place) not in ("name", "mobile", "phone")
    return (cell.merged and len(filled) > 1) or alone


# --- written ---------------------------------------------------------------------------------


def contact_rows(
    people: Sequence[Person], departments: Sequence[Department], roles: Mapping[str, str]
) -> Iterator[list[str]]:
    """Yield the rows of the export: units with their people, as COLUMNS has them.

    A unit's own number stands in a row without a name; `roles` are names by code.
    """
    staff: dict[int | None, list[Person]] = {unit.id: [] for unit in departments}
    homeless: list[Person] = []
    for person in people:
        staff.get(person.department_id, homeless).append(person)
    groups: list[tuple[Department | None, list[Person]]] = [
        (unit, [Person(0, "", "", office_phone=unit.phone, role=unit.role), *staff[unit.id]])
        for unit in sorted(departments, key=_place)
    ]
    number = 0
    for unit, lines in (*groups, (None, homeless)):
        for person in lines:
            number += 1
            yield [
                str(number),
                unit.kind.value if unit else "",
                unit.name if unit else "",
                person.name,
                person.post,
                person.duty,
                roles.get(person.role, ""),
                person.office_phone,
                person.mobile,
                person.remark,
                _EXTERNAL if person.external else "",
                person.pinyin,
            ]


def _place(unit: Department) -> tuple[int, int, int]:
    kinds = list(type(unit.kind))
    return kinds.index(unit.kind), unit.position, unit.id


def contacts_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with BOM; what a spreadsheet would run as a formula is quoted."""
    return text_csv([heading for heading, _, _ in COLUMNS], rows)


def contacts_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an Excel workbook; every cell is text, so that no number loses its first 0."""
    columns = [(heading, width) for heading, _, width in COLUMNS]
    return text_xlsx("通讯录", columns, rows, freeze="E2")
