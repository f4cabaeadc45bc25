"""What is typed into a cell of the roster means the people it shows, and nobody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui.roster.names import Crew, entry_text, last_word, read_entry

PEOPLE = [
    Person(1, "", "张三", pinyin="zhang san"),
    Person(2, "", "李四", pinyin="li si"),
    Person(3, "", "冯𬭎", pinyin="feng hong"),
    Person(4, "", "John Smith"),
    Person(5, "", "王/五、六"),
    Person(6, "", "单雄信", pinyin="shan xiong xin"),
]
NAMES = {person.id: person.name for person in PEOPLE}
CREW = Crew(PEOPLE)
SIMPLE = [1, 2, 3, 4, 6]


def ids(text: str) -> dict[Part, tuple[int, ...]]:
    entry = read_entry(text, CREW)
    assert entry.problem == ""
    return dict(entry.planned)


seats = st.lists(st.sampled_from(SIMPLE), unique=True, min_size=1, max_size=3).map(tuple)
halves = st.dictionaries(st.sampled_from([Part.MORNING, Part.AFTERNOON]), seats, min_size=1)


@given(st.one_of(st.fixed_dictionaries({Part.DAY: seats}), halves))
def test_what_a_cell_shows_is_read_back_as_the_same_people(
    planned: dict[Part, tuple[int, ...]],
) -> None:
    assert ids(entry_text(planned, NAMES)) == planned


def test_separators_blanks_and_initials_are_all_understood() -> None:
    both = {Part.DAY: (1, 2)}
    for text in (
        "张三、李四",
        "张三,李四",
        "张三；李四",
        " 张三  李四 ",
        "zs ls",
        "zhangsan、lisi",
    ):
        assert ids(text) == both
    assert ids("John Smith") == {Part.DAY: (4,)}
    assert ids("John Smith 张三") == {Part.DAY: (4, 1)}
    assert ids("张三／") == {Part.MORNING: (1,)}
    assert ids("王/五、六") == {Part.DAY: (5,)}
    assert ids("冯𬭎") == {Part.DAY: (3,)}
    assert ids("") == {}


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_a_short_sentence(text: str) -> None:
    entry = read_entry(text, CREW)
    assert not (entry.problem and entry.planned)
    assert len(entry.problem) < 80


@given(st.text(max_size=40), st.integers(0, 40))
def test_the_word_at_the_cursor_lies_inside_the_text(text: str, cursor: int) -> None:
    start, end = last_word(text, min(cursor, len(text)))
    assert 0 <= start <= end <= len(text)
    assert not set(text[start:end]) & set("/／、，,；;")
