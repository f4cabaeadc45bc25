"""Import of the directory: what each row of a file means, and every place that means nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hallduty.domain import phones, texts
from hallduty.domain.contacts import (
    Category,
    Department,
    Person,
    department_problems,
    person_problems,
)
from hallduty.domain.errors import FieldProblem
from hallduty.domain.imports import Finding, FindingKind, ImportCheck

# The fields of a row and what they are called in findings.
LABELS = {
    "name": "姓名",
    "department": "部门",
    "category": "类别",
    "post": "职务",
    "duty": "应急职责",
    "role": "预案角色",
    "office_phone": "办公电话",
    "mobile": "手机",
    "phone": "电话",
    "remark": "备注",
    "pinyin": "拼音",
    "kind": "人员类别",
}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BETWEEN = re.compile(r"[/、,，;；\n]|\s{2,}|(?<=\d)\s+(?=1[3-9]\d{9}|0\d{2,3}-)")
_UPDATED = ("name", "post", "duty", "role", "office_phone", "mobile", "remark")


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it stands in the file; `problem` says why its text cannot be trusted."""

    where: str
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row or card of a file: where it stands, and its cells by field (see LABELS)."""

    where: str
    cells: Mapping[str, RawCell]

    def text(self, name: str) -> str:
        """Return what a cell says, on one line; empty where there is none."""
        cell = self.cells.get(name)
        return texts.one_line(cell.text) if cell else ""

    def place(self, name: str) -> str:
        """Name a cell: 第12行 C12."""
        cell = self.cells.get(name)
        return f"{self.where} {cell.where}".strip() if cell else self.where


@dataclass(frozen=True, slots=True)
class ContactRow:
    """What is to be written: a person (id 0: new), or a unit where `person` is None."""

    where: str
    person: Person | None
    department: str = ""
    category: str = ""
    unit: Department | None = None


@dataclass(slots=True)
class _Known:
    """The directory as it is, and what earlier rows of the file have added to it."""

    named: Mapping[str, Sequence[Person]]
    reached: Mapping[str, Person]
    units: dict[str, Department]
    roles: Mapping[str, str]
    taken: dict[tuple[str, str, str], str] = field(default_factory=dict)
    new_units: set[str] = field(default_factory=set)
    # People of the directory whom earlier rows correct, as those rows leave them.
    changed: dict[int, ContactRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, kind: FindingKind, where: str, text: str) -> None:
        self.findings.append(Finding(where, text, kind))


def check_contacts(
    rows: Iterable[RawRow],
    people: Sequence[Person],
    departments: Sequence[Department],
    roles: Mapping[str, str],
    said: Sequence[Finding] = (),
) -> ImportCheck[ContactRow]:
    """Return what can be taken of a file and what is to be said of it, place by place.

    `people` and `departments` include those out of use; `roles` are the plan's roles, code by
    name; `said` is what reading the file has found already. An empty cell changes nothing.
    """
    units = {unit.name: unit for unit in departments}
    named: dict[str, list[Person]] = {}
    for person in people:
        named.setdefault(person.name, []).append(person)
    reached = {person.mobile: person for person in people if person.active and person.mobile}
    known = _Known(named, reached, units, roles, findings=list(said))
    taken = [row for raw in rows if (row := _row(raw, known)) is not None]
    # Somebody in two tables of a file: the later row has what the earlier one says too.
    last = known.changed
    taken = [row for row in taken if not (p := row.person) or last.get(p.id, row) is row]
    return ImportCheck(tuple(taken), tuple(known.findings))


def summary(check: ImportCheck[ContactRow]) -> str:
    """Say in one line what an import would do."""
    people = [row.person for row in check.rows if row.person is not None]
    new = sum(person.id == 0 for person in people)
    units = sum(row.person is None for row in check.rows)
    parts = [f"新增 {new} 人" if new else "", f"更正 {len(people) - new} 人"]
    if len(people) == new:
        parts.pop()
    parts.append(f"登记部门、单位 {units} 个" if units else "")
    return "、".join(part for part in parts if part) or "没有可以导入的内容"


def _row(raw: RawRow, known: _Known) -> ContactRow | None:
    """Read one row; None where it is faulty or already known."""
    broken = [name for name, cell in raw.cells.items() if cell.problem]
    for name in broken:
        known.say(FindingKind.FAULT, raw.place(name), f"{LABELS[name]}{raw.cells[name].problem}")
    if broken:
        return None
    return _unit(raw, known) if not raw.text("name") else _person(raw, known)


# --- people ----------------------------------------------------------------------------------


def _person(raw: RawRow, known: _Known) -> ContactRow | None:
    person, places = _as_typed(raw, known)
    problems = [p for p in person_problems(person) if p is not None]
    problems += _choice_problems(raw, known)
    if problems:
        for problem in problems:
            _fault(raw, known, places.get(problem.field, problem.field), problem, person)
        return None
    department = raw.text("department")
    # The same name with the same number is the same person, whatever else the rows say.
    key = (person.name, person.phone, "" if person.phone else department)
    twice = known.taken.setdefault(key, raw.where)
    if twice != raw.where:
        known.say(FindingKind.DUPLICATE, raw.place("name"), f"与{twice}{person.name}重复，只取一次")
        return None
    same = _same_person(person, department, known)
    if len(same) > 1:
        known.say(
            FindingKind.FAULT,
            raw.place("name"),
            f"通讯录里有 {len(same)} 位{person.name}，分不清是哪一位，请补写部门和手机",
        )
        return None
    _note_new_unit(raw, known)
    if not same:
        _note_namesake(raw, person, known)
        return ContactRow(raw.where, person, department, raw.text("category"))
    return _changed(raw, same[0], person, department, known)


def _as_typed(raw: RawRow, known: _Known) -> tuple[Person, dict[str, str]]:
    """Return the person of a row and, by field, the column that a fault is found in."""
    mobile, office = raw.text("mobile"), raw.text("office_phone")
    remark, places = raw.text("remark"), {}
    for column in ("mobile", "office_phone", "phone"):
        numbers = _numbers(raw.cells[column].text) if column in raw.cells else []
        if column != "phone" and len(numbers) < 2:
            continue
        # Several numbers in a cell: each goes where it belongs, what is left to the remark.
        if column == "mobile":
            mobile = ""
        if column == "office_phone":
            office = ""
        for number in numbers:
            if _MOBILE.fullmatch(number) and not mobile:
                mobile, places["mobile"] = number, column
            elif not office:
                office, places["office_phone"] = number, column
            elif number not in (mobile, office):
                remark = f"{remark} 另有电话 {number}".strip()
                known.say(FindingKind.NOTE, raw.place(column), f"第三个号码 {number} 记入备注")
    person = Person(
        0,
        "",
        _bare_name(raw.text("name")),
        pinyin=_latin(raw.text("pinyin")),
        post=raw.text("post"),
        duty=raw.text("duty"),
        role=known.roles.get(raw.text("role"), ""),
        office_phone=phones.normalised(office),
        mobile=phones.normalised(mobile),
        external=raw.text("kind") in ("外部", "外部单位", "外单位", "是"),
        remark=remark,
    )
    return person, places


def _choice_problems(raw: RawRow, known: _Known) -> list[FieldProblem]:
    """Check what must be one of the words that there are."""
    found = []
    role, category = raw.text("role"), raw.text("category")
    if role and role not in known.roles:
        words = "、".join(list(known.roles)[:20])
        found.append(FieldProblem("role", f"没有“{_short(role)}”这个预案角色，可用：{words}"))
    if category and category not in {each.value for each in Category}:
        words = "、".join(each.value for each in Category)
        found.append(FieldProblem("category", f"没有“{_short(category)}”这个类别，可用：{words}"))
    department = texts.problem_in("department", "部门", raw.text("department"), limit=50)
    return [*found, department] if department else found


def _fault(raw: RawRow, known: _Known, column: str, problem: FieldProblem, person: Person) -> None:
    message = problem.message
    typed = _short(raw.text(column))
    if column in ("mobile", "office_phone", "phone"):
        message = f"{LABELS[column]}“{typed}”不是有效的电话号码"
        if "E+" in typed.upper():
            message += "（表格软件把它变成了科学计数，请把这一列设为文本后重填）"
    elif column == "pinyin":
        message = f"拼音“{typed}”只能用字母和空格"
    who = f"{person.name}：" if person.name and column != "name" else ""
    known.say(FindingKind.FAULT, raw.place(column), who + message)


def _same_person(person: Person, department: str, known: _Known) -> list[Person]:
    """Return who of the directory the person of a row is; several where it cannot be told."""
    named = known.named.get(person.name, ())
    numbers = {person.mobile, person.office_phone} - {""}
    by_number = [p for p in named if numbers & {p.mobile, p.office_phone}]
    if by_number:
        return by_number[:1]
    unit = known.units.get(department)
    there = [p for p in named if unit is not None and p.department_id == unit.id]
    if there:
        return there
    # Somebody of that name about whom nothing else is known on one of the sides is the same.
    bare = [p for p in named if not p.phone and not p.department_id]
    if bare or (not numbers and not department):
        return bare if len(bare) == 1 else list(named)
    return []


def _changed(
    raw: RawRow, before: Person, person: Person, department: str, known: _Known
) -> ContactRow | None:
    """Return the row that corrects somebody known, or None where there is nothing to do."""
    if not before.active:
        text = f"{before.name}已停用，不导入；如已回来，请先在通讯录里重新启用"
        known.say(FindingKind.DUPLICATE, raw.place("name"), text)
        return None
    earlier = known.changed.get(before.id)
    if earlier is not None and earlier.person is not None:
        before = earlier.person
    new = {n: getattr(person, n) for n in _UPDATED if getattr(person, n)}
    if person.pinyin:
        new["pinyin"] = person.pinyin
    after = replace(before, **new)
    unit, category = known.units.get(department), raw.text("category")
    said = [
        f"{LABELS[name]} {_short(getattr(before, name)) or '（空）'} → {_short(value)}"
        for name, value in new.items()
        if getattr(before, name) != value and name in LABELS and name != "role"
    ]
    if earlier is not None and department in ("", earlier.department):
        department, category = earlier.department, category or earlier.category
    elif department and (unit is None or unit.id != before.department_id):
        said.append(f"部门 → {_short(department)}")
    if new.get("role", before.role) != before.role:
        said.append(f"预案角色 → {raw.text('role')}")
    if not said:
        text = f"{before.name}已在通讯录中，内容相同，不再登记"
        known.say(FindingKind.DUPLICATE, raw.place("name"), text)
        return None
    text = f"{before.name}已在通讯录中，将更正：{'；'.join(said)}"
    known.say(FindingKind.DUPLICATE, raw.place("name"), text)
    known.changed[before.id] = ContactRow(raw.where, after, department, category)
    return known.changed[before.id]


def _note_namesake(raw: RawRow, person: Person, known: _Known) -> None:
    """Say of whom a new person must not be taken for, and who has the same number."""
    if person.name in known.named:
        text = f"通讯录里已有同名的{person.name}，部门、电话都不同，按另一人登记"
        known.say(FindingKind.NOTE, raw.place("name"), text)
    sharing = known.reached.get(person.mobile)
    if sharing is not None:
        text = f"{person.name}的手机与通讯录里{sharing.name}的相同，请核对"
        known.say(FindingKind.NOTE, raw.place("mobile"), text)


# --- units -----------------------------------------------------------------------------------


def _unit(raw: RawRow, known: _Known) -> ContactRow | None:
    """Read a row without a name: the number of a department or outside unit itself."""
    name = raw.text("department")
    column = next((c for c in ("office_phone", "phone", "mobile") if raw.text(c)), "office_phone")
    if not name:
        known.say(FindingKind.FAULT, raw.place("name"), "没有姓名，也没有部门")
        return None
    why = _about_a_person(raw)
    if why:
        known.say(FindingKind.FAULT, raw.place("name"), f"没有姓名；本行若是登记部门的电话，{why}")
        return None
    known_unit = known.units.get(name)
    if known_unit is not None:
        known_unit = replace(known_unit, category=known_unit.kind)
    category = raw.text("category") or (known_unit.category if known_unit else "")
    unit = replace(
        known_unit or Department(0, "", name),
        phone=phones.normalised(raw.text(column)) or (known_unit.phone if known_unit else ""),
        category=category,
        role=known.roles.get(raw.text("role"), known_unit.role if known_unit else ""),
    )
    unit = replace(unit, external=unit.external or unit.kind is not Category.INTERNAL)
    problems = [p for p in department_problems(unit) if p and p.field != "category"]
    problems += _choice_problems(raw, known)
    if problems:
        for problem in problems:
            place = {"phone": column, "name": "department"}.get(problem.field, problem.field)
            _fault(raw, known, place, problem, Person(0, "", name))
        return None
    twice = known.taken.setdefault(("", name, unit.phone), raw.where)
    if twice != raw.where or unit == known_unit:
        where = "通讯录中" if unit == known_unit else twice
        known.say(
            FindingKind.DUPLICATE, raw.place("department"), f"{name}与{where}的相同，不再登记"
        )
        return None
    known.new_units.add(name)
    return ContactRow(raw.where, None, name, category, unit)


def _about_a_person(raw: RawRow) -> str:
    """Say what a unit's row would not have: a forgotten name must not change a unit's number."""
    if raw.text("post"):
        return "请不要填职务"
    return "请只填一个号码" if raw.text("office_phone") and raw.text("mobile") else ""


def _note_new_unit(raw: RawRow, known: _Known) -> None:
    name = raw.text("department")
    if name and name not in known.units and name not in known.new_units:
        known.new_units.add(name)
        known.say(FindingKind.NOTE, raw.place("department"), f"新部门“{_short(name)}”，将一并登记")
    elif name and name in known.units and not known.units[name].active:
        text = f"部门“{_short(name)}”已停用，人员仍登记在其中，请核对"
        known.say(FindingKind.NOTE, raw.place("department"), text)


# --- texts -----------------------------------------------------------------------------------


def _bare_name(name: str) -> str:
    """Return a name without the blanks that forms put into it: 王　明 → 王明."""
    chinese = all(ord(c) > 0x2E80 or c.isspace() for c in name)
    return "".join(name.split()) if chinese else name


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")


def _numbers(text: str) -> list[str]:
    """Return the numbers of a cell: 13800000001 / 0570-8765432 are two."""
    folded = unicodedata.normalize("NFKC", text)
    return [found for part in _BETWEEN.split(folded) if (found := phones.normalised(part))]


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
