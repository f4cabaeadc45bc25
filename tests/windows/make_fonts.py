"""Puts stand-ins for the typefaces of official papers into a Windows font folder, for a trial.

    make_fonts.py FOLDER

The files bear the names that Windows gives them; SimSun's is a real collection of two fonts.
"""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path

BUNDLED = Path(__file__).resolve().parents[2] / "resources" / "fonts"
COPIES = {
    "simfang.ttf": "NotoSansSC-Regular.ttf",
    "simhei.ttf": "NotoSansSC-Bold.ttf",
    "simkai.ttf": "NotoSansSC-Regular.ttf",
    "STZHONGS.TTF": "NotoSerifSC-Bold.ttf",
}


def collection(fonts: list[bytes]) -> bytes:
    """Return the fonts as one .ttc: the same tables, their offsets counted from its start."""
    head = 12 + 4 * len(fonts)
    starts, body = [], b""
    for font in fonts:
        start = head + len(body)
        tables = struct.unpack(">H", font[4:6])[0]
        moved = bytearray(font)
        for record in range(12, 12 + 16 * tables, 16):
            offset = struct.unpack(">L", font[record + 8 : record + 12])[0]
            moved[record + 8 : record + 12] = struct.pack(">L", offset + start)
        starts.append(start)
        body += bytes(moved) + b"\0" * (-len(moved) % 4)
    offsets = struct.pack(f">{len(starts)}L", *starts)
    return b"ttcf" + struct.pack(">LL", 0x00010000, len(fonts)) + offsets + body


def main(folder: Path) -> None:
    """Write the stand-ins."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        shutil.copyfile(BUNDLED / source, folder / name)
    pair = ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"]
    (folder / "simsun.ttc").write_bytes(
        collection([(BUNDLED / name).read_bytes() for name in pair])
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
