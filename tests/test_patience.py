"""Files that a virus scanner holds: tried again for 5 s by a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hallduty.documents.files import write_file
from hallduty.errors import EnvironmentProblem
from hallduty.patience import Patience, prefixed, reachable


class Hands:
    """A clock that goes on only by sleeping, and a patience that goes by it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.patience = Patience(clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def held(code: int) -> PermissionError:
    """What Windows raises for a file that another program holds."""
    error = PermissionError(13, "in use")
    error.winerror = code  # type: ignore[attr-defined]
    return error


def failing(times: int, error: OSError) -> Callable[[], str]:
    left = [error] * times

    def deed() -> str:
        if left:
            raise left.pop()
        return "done"

    return deed


@pytest.mark.parametrize("code", [32, 33])
def test_a_file_that_is_held_a_while_is_tried_again(code: int) -> None:
    hands = Hands()
    assert hands.patience.with_file(failing(9, held(code))) == "done"
    assert 101 < hands.now < 105


def test_after_five_seconds_the_last_error_is_told() -> None:
    hands = Hands()
    with pytest.raises(PermissionError):
        hands.patience.with_file(failing(1000, held(32)))
    assert 104.5 < hands.now <= 105


def test_what_no_waiting_helps_is_told_at_once() -> None:
    hands = Hands()
    for error in (FileNotFoundError(2, "no"), PermissionError(13, "no"), held(5)):
        with pytest.raises(OSError, match=r"no|in use"):
            hands.patience.with_file(failing(1, error))
    assert hands.now == 100


def test_denied_access_to_a_file_that_is_there_may_be_a_hold() -> None:
    hands = Hands()
    assert hands.patience.with_file(failing(3, held(5)), denied=True) == "done"


def test_a_paper_is_saved_over_one_that_was_held_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    target = tmp_path / "登记表.pdf"
    target.write_bytes(b"old")
    really, tries = Path.replace, [0]

    def replace(self: Path, other: Path) -> Path:
        tries[0] += 1
        if tries[0] < 4:
            raise held(5)
        return really(self, other)

    monkeypatch.setattr(Path, "replace", replace)
    write_file(target, b"new", hands.patience)
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_paper_held_for_good_keeps_the_old_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    target = tmp_path / "登记表.pdf"
    target.write_bytes(b"old")

    def replace(self: Path, other: Path) -> Path:
        raise held(32)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(EnvironmentProblem, match="正在别的程序里打开"):
        write_file(target, b"new", hands.patience)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_long_windows_paths_get_their_prefix_and_short_ones_stay() -> None:
    long = "C:\\数据\\" + "很长的文件夹\\" * 40 + "a.pdf"
    share = "\\\\server\\" + "long\\" * 60
    assert prefixed("C:\\数据\\a.pdf") == "C:\\数据\\a.pdf"
    assert prefixed(long) == "\\\\?\\" + long
    assert prefixed(share) == "\\\\?\\UNC\\" + share[2:]
    assert prefixed(prefixed(long)) == prefixed(long)


def test_elsewhere_a_path_stays_as_it_is(tmp_path: Path) -> None:
    assert reachable(Path("relative")) in (Path("relative"), Path("relative").absolute())
