"""Makes the picture at the side of the setup's first and last page, resources/installer/side.bmp.

    make_side_picture.py [FILE]

Twice the 164 × 314 that the setup's pages have, so that it is sharp where Windows scales.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SIZE = (328, 628)
TOP, BOTTOM = (0x15, 0x65, 0xC0), (0x0D, 0x47, 0xA1)
ICON, ICON_TOP = 144, 130
# Words, typeface, height in pixels, middle from above, colour.
LINES = (
    ("值班长", "NotoSansSC-Bold.ttf", 56, 330, "#FFFFFF"),
    ("办税服务场所", "NotoSansSC-Regular.ttf", 25, 392, "#D6E4F7"),
    ("突发事件应急处置", "NotoSansSC-Regular.ttf", 25, 426, "#D6E4F7"),
)


def picture() -> Image.Image:
    """Return the picture: a blue ground that grows darker, the program's icon, its name."""
    width, height = SIZE
    made = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(made)
    for y in range(height):
        part = y / (height - 1)
        shade = tuple(round(a + (b - a) * part) for a, b in zip(TOP, BOTTOM, strict=True))
        draw.line((0, y, width, y), fill=shade)
    with Image.open(RESOURCES / "icons" / "hallduty-256.png") as file:
        icon = file.convert("RGBA").resize((ICON, ICON), Image.Resampling.LANCZOS)
    made.paste(icon, ((width - ICON) // 2, ICON_TOP), icon)
    for words, font, size, middle, colour in LINES:
        face = ImageFont.truetype(str(RESOURCES / "fonts" / font), size)
        draw.text((width / 2, middle), words, font=face, fill=colour, anchor="mm")
    # The setup reads bitmaps only; 256 colours are a third of the bytes and look the same.
    return made.quantize(256, dither=Image.Dither.NONE)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES / "installer" / "side.bmp"
    picture().save(target)
