"""The palette of the screen, light and dark, as names; nothing else may spell a colour."""

from __future__ import annotations


class Colours:
    """One theme's colours as #RRGGBB; the light ones, which the dark theme replaces.

    A tone is a family: the word itself (text and lines), `_tint` (the ground behind it) and
    `_fill` (a filled button or mark with white on it). A plain class, since a dataclass of so
    many fields costs a start more than the fonts do.
    """

    dark = False
    ground = "#F4F6F9"
    surface = "#FFFFFF"
    sunken = "#F7F9FB"
    hover = "#F2F6FC"
    hairline = "#DDE3EA"
    field_line = "#93A1B0"
    text = "#1F2933"
    secondary = "#5F6B7A"
    disabled = "#A3ADB8"
    on_fill = "#FFFFFF"
    accent = "#1565C0"
    accent_tint = "#E8F0FE"
    accent_fill = "#1565C0"
    accent_deep = "#0D47A1"
    red = "#C62828"
    red_tint = "#FDECEA"
    red_fill = "#C62828"
    red_deep = "#9B1C1C"
    red_line = "#EBA9A4"
    amber = "#8A5300"
    amber_tint = "#FFF3D6"
    amber_fill = "#F59E0B"
    green = "#2E7D32"
    green_tint = "#E6F4EA"
    green_fill = "#2E7D32"
    green_line = "#A9D3B0"
    violet = "#6A1B9A"
    violet_tint = "#F3E5F5"
    violet_fill = "#6A1B9A"
    grey = "#5F6B7A"
    grey_tint = "#EDF0F4"
    brand = "#0D47A1"
    tip = "#1F2933"
    on_tip = "#FFFFFF"

    def tone(self, name: str) -> tuple[str, str]:
        """Return (text, tint) of red, amber, blue, green, violet or grey."""
        stem = "accent" if name == "blue" else name
        return getattr(self, stem), getattr(self, f"{stem}_tint")

    def as_mapping(self) -> dict[str, str]:
        """Return every colour by its name."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(
    name for name, value in vars(Colours).items() if isinstance(value, str) and value[0] == "#"
)


class _Dark(Colours):
    """The dark theme."""

    dark = True
    ground = "#11161C"
    surface = "#1A2129"
    sunken = "#202832"
    hover = "#222C37"
    hairline = "#303B47"
    field_line = "#5D6B7A"
    text = "#E6EBF0"
    secondary = "#9DAAB8"
    disabled = "#66727F"
    accent = "#7FB5F5"
    accent_tint = "#1C3454"
    accent_fill = "#1E6FCB"
    accent_deep = "#A9CDF9"
    red = "#FF8F87"
    red_tint = "#46211F"
    red_fill = "#C93A36"
    red_deep = "#FFB4AE"
    red_line = "#7A3B37"
    amber = "#FFCB6B"
    amber_tint = "#40320F"
    amber_fill = "#D98A06"
    green = "#86CF9A"
    green_tint = "#1B3626"
    green_fill = "#2F8A47"
    green_line = "#2F5E40"
    violet = "#D7A3E6"
    violet_tint = "#3A2345"
    violet_fill = "#8A3FB3"
    grey = "#A9B5C1"
    grey_tint = "#2A333D"
    brand = "#0C2E5E"
    tip = "#E6EBF0"
    on_tip = "#11161C"


LIGHT = Colours()
DARK = _Dark()


def colours_of(theme: str) -> Colours:
    """Return the palette of the setting `theme` (light, dark)."""
    return DARK if theme == "dark" else LIGHT
