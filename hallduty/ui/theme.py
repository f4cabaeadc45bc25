"""The look: qt-material with our palette, rendered once into the cache, then only loaded."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from hallduty import __version__
from hallduty.patience import PATIENCE
from hallduty.ui.colours import Colours, colours_of

BASE_SIZE = 14
BUNDLED = "Noto Sans SC"
_SYSTEM = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC")
# Not compiled here: a sheet is rendered once, at most starts not at all.
_UNIT = r"(?<![\w#.])(\d+(?:\.\d+)?)u(-\d)?\b"
_NAME = r"\$(\w+)"
_COMMENT = r"/\*.*?\*/"
_RULE = r"([^{}]+)\{([^{}]*)\}"
# qt-material's own classes, and kinds of widgets that no view of ours shows.
_UNUSED = (
    r"^\.|\.(danger|warning|success|big)\b|frameless"
    r"|Q(DockWidget|Mdi\w+|ToolBox|Slider|StatusBar|ToolBar|MenuBar|Dial|RadioButton|GroupBox)\b"
)
_THEME_PROPERTY = "hallduty_theme"


def apply(
    app: QApplication,
    theme: str,
    font_size: int,
    *,
    resources: Path,
    cache: Path,
    family: str = "",
) -> None:
    """Dress the whole program: palette, font and stylesheet, for `theme` and `font_size` (px)."""
    colours = colours_of(theme)
    app.setProperty(_THEME_PROPERTY, theme)
    sheet = _ready_sheet(colours, theme, font_size, resources, cache)
    with _nothing_collected():
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        font = QFont(family or _family(resources / "fonts"))
        font.setPixelSize(font_size)
        app.setFont(font)
        app.setStyleSheet(sheet + _fonts_of_windows(font))
        # qt-material paints text into the palette while it renders; ours is the one that counts.
        app.setPalette(_palette(colours))


def _fonts_of_windows(font: QFont) -> str:
    """Return rules for what Windows has a typeface and size of its own for.

    Qt takes those before the application's font, and anew whenever Windows changes a setting.
    """
    rule = f"font-family: '{font.family()}'; font-size: {font.pixelSize()}px"
    return f"QMenu, QMessageBox, QToolTip, QStatusBar, QAbstractItemView {{ {rule} }}\n"


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep Python from deleting widgets while Qt goes through all of them: that ends the program.

    Restyling calls back into our widgets, and any call may be the one that sets collecting off.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def colours() -> Colours:
    """Return the palette in force."""
    app = QApplication.instance()
    return colours_of(str(app.property(_THEME_PROPERTY)) if app else "light")


def px(size: float) -> int:
    """Scale a length of the drawings (made for 14 px text) to the font size in force."""
    return max(1, round(size * QApplication.font().pixelSize() / BASE_SIZE))


def load_bundled_fonts(folder: Path) -> None:
    """Make the bundled Noto Sans SC known to Qt; harmless when it already is."""
    if not QFontDatabase.hasFamily(BUNDLED):
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
            add_font(folder / name)


def add_font(file: Path) -> str:
    """Make a font file known to Qt; return the family that is in it.

    Qt's font engine without a screen cannot open a path whose letters the code page of Windows
    lacks (a user's name, say); it takes the file's bytes then.
    """
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    if not families:
        number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
        families = QFontDatabase.applicationFontFamilies(number)
    return families[0]


def _family(fonts: Path) -> str:
    """Return the system's Chinese interface font, else the bundled one."""
    for name in _SYSTEM:
        if QFontDatabase.hasFamily(name):
            return name
    load_bundled_fonts(fonts)
    return BUNDLED


def _palette(colours: Colours) -> QPalette:
    """Return the palette for what stylesheets do not reach (placeholders, links, item views)."""
    palette = QPalette()
    pairs = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.secondary,
        QPalette.ColorRole.Highlight: colours.accent_fill,
        QPalette.ColorRole.HighlightedText: colours.on_fill,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.tip,
        QPalette.ColorRole.ToolTipText: colours.on_tip,
        QPalette.ColorRole.Mid: colours.hairline,
        QPalette.ColorRole.Dark: colours.hairline,
        QPalette.ColorRole.Accent: colours.accent_fill,
    }
    for role, colour in pairs.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return palette


def _ready_sheet(colours: Colours, theme: str, font_size: int, resources: Path, cache: Path) -> str:
    """Return the stylesheet from the cache, rendering it when it is not there yet."""
    own = _own_sheet(resources / "theme")
    # Also what is left out, and where the pictures lie that the sheet names.
    made_of = f"{resources}\n{_UNUSED}\n{own}"
    key = f"{theme}-{font_size}-{__version__}-{crc32(made_of.encode()):08x}"
    for folder in _folders(cache, key):
        try:
            return (folder / "ready.qss").read_text(encoding="utf-8")
        except OSError:
            pass
        try:
            return _render(colours, own, font_size, resources / "theme", folder)
        except OSError:
            continue
    return _fill(own, colours, font_size, resources / "theme")


def _folders(cache: Path, key: str) -> Iterator[Path]:
    """Yield where the ready sheet may lie: the cache, else the system's temporary folder."""
    yield cache / "theme" / key
    from tempfile import gettempdir

    yield Path(gettempdir()) / "hallduty-cache" / "theme" / key


def _own_sheet(source: Path) -> str:
    """Return our sheets as one: hallduty.qss for all views, then those of single views."""
    files = sorted(source.glob("*.qss"), key=lambda file: (file.stem != "hallduty", file.stem))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _render(colours: Colours, own: str, font_size: int, source: Path, folder: Path) -> str:
    """Render qt-material and our sheet into `folder`; return the whole as Qt takes it."""
    from uuid import uuid4

    folder.mkdir(parents=True, exist_ok=True)
    base = _material(colours, folder)
    whole = base + "\n" + _fill(own, colours, font_size, source)
    # Written aside and renamed: two first starts at once must never read half a sheet.
    aside = folder / f"{uuid4().hex}.tmp"
    aside.write_text(whole, encoding="utf-8")
    PATIENCE.replace(aside, folder / "ready.qss")
    return whole


def _material(colours: Colours, folder: Path) -> str:
    """Return qt-material's sheet in our palette, without its capitals, Roboto and fixed sizes."""
    description = folder / "palette.xml"
    names = {
        "primaryColor": colours.accent_fill,
        "primaryLightColor": colours.accent_tint,
        "secondaryColor": colours.sunken,
        "secondaryLightColor": colours.hairline,
        "secondaryDarkColor": colours.surface,
        "primaryTextColor": colours.text,
        "secondaryTextColor": colours.text,
    }
    rows = "".join(f'<color name="{name}">{value}</color>' for name, value in names.items())
    description.write_text(f"<resources>{rows}</resources>", encoding="utf-8")
    with _unchanged_environment():
        from qt_material import build_stylesheet

        extra = {"font_family": BUNDLED, "density_scale": "-1"}
        sheet = build_stylesheet(str(description), extra=extra, parent=str(folder), export=True)
    sheet = re.sub(r"text-transform:\s*uppercase", "text-transform: none", sheet)
    # `* {font-size}` would defeat the font of the application and of every role.
    sheet = re.sub(
        r"^\s*(font-family|font-size|line-height|height):[^;]*;\n", "", sheet, flags=re.M
    )
    return _used(sheet.replace("icon:/", folder.as_posix() + "/"))


def _used(sheet: str) -> str:
    """Return the rules of a sheet that can match one of our widgets.

    Qt tries every rule without a class on every widget, and parses all of them at each start.
    """
    kept = []
    for selectors, body in re.findall(_RULE, re.sub(_COMMENT, "", sheet, flags=re.S)):
        used = [
            each.strip() for each in selectors.split(",") if not re.search(_UNUSED, each.strip())
        ]
        if used:
            kept.append(f"{', '.join(used)} {{{body}}}")
    return "\n".join(kept)


@contextmanager
def _unchanged_environment() -> Iterator[None]:
    """Undo what qt-material writes into os.environ."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _fill(sheet: str, colours: Colours, font_size: int, source: Path) -> str:
    """Put colours ($name), lengths (12u at 14 px text) and pictures ($here/…) into our sheet."""
    values = {**colours.as_mapping(), "here": source.as_posix()}
    sheet = re.sub(_NAME, lambda match: str(values[match[1]]), sheet)
    return re.sub(
        _UNIT,
        lambda match: (
            f"{max(1, round(float(match[1]) * font_size / BASE_SIZE)) + int(match[2] or 0)}px"
        ),
        sheet,
    )
