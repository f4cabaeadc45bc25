"""Font files: where the PC keeps them, which ones the paper wants, and which families they hold."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = (".ttf", ".ttc")
_FAMILY_NAMES = (1, 4, 16)  # family, full name, typographic family
_MOST_NAMES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FontFile:
    """A TrueType font: its file, and which of a collection's fonts (0 in a plain file)."""

    path: Path
    index: int = 0

    @property
    def key(self) -> str:
        """A name under which the font can be registered; one per file and index."""
        return f"{self.path}#{self.index}"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface of official papers: file names that systems give it, and what stands in."""

    name: str
    files: tuple[str, ...]
    bundled: str
    bundled_name: str


# Names of the files as Windows, Office and the printing shops' packages install them.
TYPEFACES = (
    Typeface(
        "仿宋",
        ("simfang.ttf", "仿宋_gb2312.ttf", "simfang_gb2312.ttf", "stfangso.ttf"),
        "NotoSerifSC-Regular.ttf",
        "Noto Serif SC",
    ),
    Typeface("宋体", ("simsun.ttc", "stsong.ttf"), "NotoSerifSC-Regular.ttf", "Noto Serif SC"),
    Typeface("黑体", ("simhei.ttf", "stxihei.ttf"), "NotoSansSC-Bold.ttf", "Noto Sans SC 粗体"),
    Typeface(
        "楷体",
        ("simkai.ttf", "楷体_gb2312.ttf", "simkai_gb2312.ttf", "stkaiti.ttf"),
        "NotoSerifSC-Regular.ttf",
        "Noto Serif SC",
    ),
    Typeface(
        "小标宋",
        ("fzxbsjw.ttf", "fzxbsk.ttf", "方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "stzhongs.ttf"),
        "NotoSerifSC-Bold.ttf",
        "Noto Serif SC 粗体",
    ),
)
BUNDLED = (
    "NotoSerifSC-Regular.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
    "NotoSansSC-Bold.ttf",
)
# For characters that the five lack: Chinese beyond the BMP, other scripts, signs.
RESERVES = (
    "simsunb.ttf",
    "simsunextg.ttf",
    "seguisym.ttf",
    "arial.ttf",
    "dejavusans.ttf",
)


def system_folders() -> tuple[Path, ...]:
    """Return the folders in which this PC keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return (
            Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts",
            Path(local) / "Microsoft" / "Windows" / "Fonts",
        )
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def installed(folders: Sequence[Path]) -> dict[str, Path]:
    """Return the font files below `folders`, by file name in small letters; the first wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith(_SUFFIXES):
                    found.setdefault(name.lower(), Path(place) / name)
    return found


def find_family(name: str, files: Iterable[Path]) -> FontFile | None:
    """Return the font whose family or full name is `name` (a path to a font file also will do)."""
    direct = Path(name)
    if direct.suffix.lower() in _SUFFIXES and direct.is_file():
        return FontFile(direct)
    wanted = name.strip().casefold()
    for path in files:
        for index, families in enumerate(families_in(path)):
            if wanted in (family.casefold() for family in families):
                return FontFile(path, index)
    return None


def families_in(path: Path) -> list[set[str]]:
    """Return the names of each font in a file, in every language; nothing when unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(12)
            offsets = [0]
            if data[:4] == b"ttcf":
                count = min(struct.unpack(">L", data[8:12])[0], 64)
                offsets = list(struct.unpack(f">{count}L", file.read(4 * count)))
            found = []
            for offset in offsets:
                file.seek(offset)
                tables = struct.unpack(">H", file.read(6)[4:6])[0]
                file.seek(offset + 12)
                found.append(set(_names(_name_table(file.read(16 * tables), path))))
            return found
    except (OSError, struct.error):
        return []


def _name_table(directory: bytes, path: Path) -> bytes:
    for start in range(0, len(directory) - 15, 16):
        tag, _, offset, length = struct.unpack(">4sLLL", directory[start : start + 16])
        if tag == b"name":
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(min(length, _MOST_NAMES))
    return b""


def _names(table: bytes) -> Iterator[str]:
    if len(table) < 6:
        return
    _, count, strings = struct.unpack(">HHH", table[:6])
    for record in range(count):
        entry = table[6 + 12 * record : 18 + 12 * record]
        if len(entry) < 12:
            return
        platform, _, _, name_id, length, offset = struct.unpack(">6H", entry)
        if name_id in _FAMILY_NAMES:
            raw = table[strings + offset : strings + offset + length]
            text = raw.decode("utf-16-be" if platform in (0, 3) else "latin-1", "ignore")
            if text:
                yield text
