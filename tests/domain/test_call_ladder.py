"""How whoever is called is named: of somebody outside the bureau, the unit is what counts."""

from __future__ import annotations

import pytest

from hallduty.domain.contacts import Department, Person, who_answers

UNIT = Department(7, "", "供电所", role="power", external=True)


@pytest.mark.parametrize(
    ("unit", "post", "external", "label"),
    [
        (7, "负责人", True, "供电所负责人 王师傅"),
        (7, "", True, "供电所 王师傅"),
        (7, "供电所抢修班长", True, "供电所抢修班长 王师傅"),
        (7, "科员", False, "科员 王师傅"),
        (None, "电工", True, "电工 王师傅"),
    ],
)
def test_an_outside_unit_is_named_with_the_post(
    unit: int | None, post: str, external: bool, label: str
) -> None:
    person = Person(1, "", "王师傅", unit, post=post, role="power", external=external)
    first = who_answers("power", [UNIT], [person], [], None)[0]
    assert first.label == label
