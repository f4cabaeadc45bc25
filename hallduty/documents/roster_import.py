"""Reads a roster out of the tables of a file: what can be taken, and every place that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from hallduty.documents.roster_head import Block, Head, find_head, with_parts
from hallduty.documents.table_files import Table, TableCell, column_letters
from hallduty.domain import texts, times
from hallduty.domain.contacts import Person
from hallduty.domain.imports import Finding, FindingKind, ImportCheck
from hallduty.domain.roster import LEADER, MOST_SEATS, Part
from hallduty.domain.roster_days import DaysRead, Month, month_in, names_year, read_days, weekday_in
from hallduty.domain.roster_import import NameBook, RosterRow, part_of

# A line that begins so stands under the table and is no day.
_FEET = ("值班电话", "联系电话", "值班要求", "要求", "制表", "审核", "说明", "备注", "注", "审批")
# A roster with its days side by side has a few rows: title, dates, weekdays, posts.
_MOST_ACROSS = 60
_Seen = dict[tuple[date, str], list[RosterRow]]


def read_roster(
    tables: Sequence[Table], people: Iterable[Person], posts: Sequence[str], month: Month
) -> ImportCheck[RosterRow]:
    """Return the rows of every sheet that is a roster, and what was found on the way.

    `posts` are those of the hall besides the leader; `month` is taken where neither a date nor a
    title tells one. A line with anything unreadable in it is left out as a whole.
    """
    reading = _Reading(NameBook(people), tuple(posts), month)
    read = [table for table in tables if reading.table(table)]
    if not read:
        named = "、".join(f"“{table.name}”" for table in tables if table.name)
        text = (
            "没有找到值班表：表头里要有“日期”一列，它右边要有“值班领导”或"
            + "、".join(f"“{post}”" for post in posts[:4])
            + "等岗位"
        )
        return ImportCheck((), (Finding(f"工作表{named}" if named else "", text),))
    for table in tables:
        if table not in read and any(table.rows):
            text = "没有值班表的表头，没有读取"
            reading.findings.append(Finding(f"工作表“{table.name}”", text, FindingKind.NOTE))
    rows = tuple(chain.from_iterable(reading.seen.values())) + tuple(reading.remarks.values())
    if not rows and not any(each.kind is FindingKind.FAULT for each in reading.findings):
        reading.findings.append(Finding("", "表头下面没有读到任何排班，请核对文件"))
    return ImportCheck(tuple(sorted(rows, key=_order)), tuple(reading.findings))


def _order(row: RosterRow) -> tuple[date, str, Part]:
    return row.day, row.post, row.part


@dataclass(slots=True)
class _Line:
    """A line of a table below its head: what it says, and what is wrong with it."""

    table: Table
    number: int
    cells: list[TableCell]
    across: bool = False
    rows: list[RosterRow] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    repeats: list[Finding] = field(default_factory=list)

    def cell(self, column: int | None) -> TableCell:
        if column is None or column >= len(self.cells):
            return TableCell("", "")
        return self.cells[column]

    def place(self, cell: TableCell | None = None) -> str:
        where = f" {cell.where}" if cell is not None and cell.where else ""
        line = f"{column_letters(self.number)}列" if self.across else f"第{self.number}行"
        return self.table.place(line + where)

    def fault(self, text: str, cell: TableCell | None = None) -> None:
        self.faults.append(Finding(self.place(cell), text))


class _Reading:
    """Goes through the tables line by line; `seen` is what was read so far, by day and post."""

    def __init__(self, book: NameBook, posts: tuple[str, ...], month: Month) -> None:
        self.findings: list[Finding] = []
        self.seen: _Seen = {}
        self.remarks: dict[tuple[date, Part], RosterRow] = {}
        self._book = book
        self._posts = posts
        self._default = month
        self._month = month
        self._told = False
        self._days: DaysRead = DaysRead()
        self._origin = ""

    def table(self, table: Table) -> bool:
        """Read one sheet; False when it has no head of a roster."""
        named = month_in(table.name, self._default)
        self._month, self._told = named or self._default, names_year(table.name)
        rows = table.rows
        across = not any(find_head(cells, self._posts) for cells in rows)
        if across:  # days side by side and posts down, or no roster at all
            for cells in rows[:_MOST_ACROSS]:
                self._is_title(cells)
            rows = _turned(rows)
        head: Head | None = None
        second = 0
        for number, cells in enumerate(rows, 1):
            found = find_head(cells, self._posts)
            if found is not None:
                self._tell_unknown(table, found, rows[number - 1 :])
                head, second = found, number + 1
                continue
            if number == second and head is not None:
                halves = with_parts(head, cells)
                if halves is not None:
                    head = halves
                    continue
            if self._is_title(cells):
                continue
            for block in head.blocks if head else ():
                self._line(_Line(table, number, cells, across), block)
        return head is not None

    def _is_title(self, cells: Sequence[TableCell]) -> bool:
        """Tell whether a row is one text across the table; it may name the month."""
        filled = [cell for cell in cells if cell.text]
        said = list(dict.fromkeys(cell.text for cell in filled))
        across = len(filled) > 1 and len({cell.origin or cell.where for cell in filled}) == 1
        if len(said) != 1 or not (across or "值班" in said[0]):
            return False
        month = month_in(said[0], self._default)
        if month is not None:
            self._month = month
            self._told = self._told or names_year(said[0])
        return across or "值班" in said[0]

    def _tell_unknown(self, table: Table, head: Head, rows: Sequence[list[TableCell]]) -> None:
        """Say which columns under a head (the first of `rows`) hold something that is not taken."""
        for column, label in head.unknown:
            below = (row[column] for row in rows[1:] if column < len(row))
            if any(cell.text and not cell.merged for cell in below):
                where = table.place(rows[0][column].where)
                text = f"“{label[:20]}”不是现有岗位，没有导入；需要时先在设置中增加岗位"
                self.findings.append(Finding(where, text, FindingKind.NOTE))

    def _line(self, line: _Line, block: Block) -> None:
        dated = line.cell(block.date)
        filled = [cell for c in block.columns if (cell := line.cell(c)).text or cell.problem]
        if dated.text.startswith(_FEET) or any(_same(dated, cell) for cell in filled):
            return
        days = self._days_of(line, block, dated, bool(filled))
        if not line.faults and days:
            self._posts_of(line, block, days)
            self._remark_of(line, block, days)
        if line.faults:
            self.findings += line.faults
            return
        self.findings += line.repeats
        for row in line.rows:
            if row.post:
                self._keep(row)
            else:
                self.remarks[row.day, row.part] = row

    def _days_of(
        self, line: _Line, block: Block, dated: TableCell, filled: bool
    ) -> tuple[date, ...]:
        """Return the days of a line; what is wrong with them goes to its faults."""
        if dated.problem:
            if filled:
                line.fault(dated.problem, dated)
            return ()
        if not dated.text:
            if not filled:
                return ()
            if block.part is not None and self._days.days:
                return self._days.days  # the second half of the day above
            line.fault("这一行排了人，但没有日期")
            return ()
        self._days = read = read_days(dated.text, self._month)
        self._origin = dated.origin
        if read.problem:
            line.fault(f"日期“{dated.text[:20]}”不对：{read.problem}", dated)
        elif not read.days:
            if filled:
                line.fault(f"“{dated.text[:20]}”不是日期，应写作 2026-11-03 或 11月3日", dated)
        else:
            self._tell_guess(line, dated)
            self._tell_weekday(line, block, read)
        return read.days

    def _tell_guess(self, line: _Line, dated: TableCell) -> None:
        """Say once a sheet which month was taken, when nothing tells its year."""
        if self._told or read_days(dated.text, (2016, 1)).days == self._days.days:
            return
        self._told = True
        year, month = self._month
        text = f"没有写明年份，按 {year}年{month}月 读取"
        self.findings.append(Finding(line.table.place(""), text, FindingKind.NOTE))

    def _tell_weekday(self, line: _Line, block: Block, read: DaysRead) -> None:
        cell = line.cell(block.weekday)
        said = read.weekday if read.weekday is not None else weekday_in(cell.text)
        day = read.days[0]
        if said is not None and said != day.weekday():
            text = (
                f"写的是星期{times.WEEKDAYS[said]}，而{times.day_cn(day)}是{times.weekday_cn(day)}"
            )
            place = line.place(cell if cell.where else None)
            self.findings.append(Finding(place, f"{text}，请核对年月", FindingKind.NOTE))

    def _posts_of(self, line: _Line, block: Block, days: Sequence[date]) -> None:
        """Read the names of a line into its rows."""
        whole = part_of(line.cell(block.part).text) or Part.DAY
        for column in block.posts:
            cell = line.cell(column.column)
            if cell.problem:
                line.fault(cell.problem, cell)
                continue
            named = self._book.read(cell.text, column.part or whole)
            for problem in named.problems:
                line.fault(problem, cell)
            for part, people in named.by_part:
                if column.post == LEADER and len(people) > 1:
                    names = "、".join(person.name for person in people)
                    line.fault(f"值班领导只能排一人，这里写了{names}；分上下午的请写明", cell)
                if len(people) > MOST_SEATS:
                    line.fault(f"{column.post}最多排 {MOST_SEATS} 人", cell)
                ids = tuple(person.id for person in people)
                for day in days:
                    self._add(line, RosterRow(day, part, column.post, ids, line.place(cell)), cell)

    def _add(self, line: _Line, row: RosterRow, cell: TableCell) -> None:
        """Add a row to its line unless the file has planned that part of the day before."""
        for old in (*self.seen.get((row.day, row.post), ()), *_of(line.rows, row)):
            if not old.part.meets(row.part):
                continue
            if old.part is row.part and old.person_ids == row.person_ids:
                text = f"{times.day_cn(row.day)}{row.post}与{old.where}相同，只导入一次"
                line.repeats.append(Finding(row.where, text, FindingKind.DUPLICATE))
                return None
            if old.part is row.part and row.post != LEADER and self._goes_on(line, old):
                return self._join(line, old, row)
            when = "" if row.part is Part.DAY else row.part.label
            line.fault(
                f"{times.day_cn(row.day)}{when}{row.post}在{old.where}已排了别人，同一班次排了两次",
                cell,
            )
            return None
        line.rows.append(row)
        return None

    def _goes_on(self, line: _Line, old: RosterRow) -> bool:
        """Tell whether a post goes on: another column of the line, or one date over several."""
        return old in line.rows or bool(self._origin)

    def _join(self, line: _Line, old: RosterRow, row: RosterRow) -> None:
        ids = tuple(dict.fromkeys((*old.person_ids, *row.person_ids)))
        joined = replace(old, person_ids=ids)
        kept = line.rows if old in line.rows else self.seen[old.day, old.post]
        kept[kept.index(old)] = joined

    def _keep(self, row: RosterRow) -> None:
        self.seen.setdefault((row.day, row.post), []).append(row)

    def _remark_of(self, line: _Line, block: Block, days: Sequence[date]) -> None:
        cell = line.cell(block.remark)
        remark = texts.one_line(cell.text)
        if not remark:
            return
        problem = texts.problem_in("remark", "备注", remark)
        if problem is not None:
            line.fault(problem.message, cell)
            return
        for day in days:
            part = next((row.part for row in line.rows if row.day == day), Part.DAY)
            line.rows.append(RosterRow(day, part, "", (), line.place(cell), remark))


def _turned(rows: Sequence[list[TableCell]]) -> list[list[TableCell]]:
    """Return rows as columns; a table too long to be a month is not turned."""
    if len(rows) > _MOST_ACROSS:
        return []
    wide = max(map(len, rows), default=0)
    blank = TableCell("", "")
    return [[row[n] if n < len(row) else blank for row in rows] for n in range(wide)]


def _same(dated: TableCell, cell: TableCell) -> bool:
    return bool(dated.origin) and dated.origin == cell.origin


def _of(rows: Iterable[RosterRow], row: RosterRow) -> list[RosterRow]:
    return [each for each in rows if each.day == row.day and each.post == row.post]
