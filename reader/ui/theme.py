"""The window's tokens: colours, type and spacing, read from `resources/theme.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from reader.domain.errors import InvalidInput

if TYPE_CHECKING:
    from reader.domain.bookmark import BookmarkColour

THEMES = ("light", "dark", "sepia")
_PILLARS = {
    "criminal_markets": "markets",
    "criminal_actors": "actors",
    "criminality": "markets",
    "resilience": "resilience",
}


@dataclass(frozen=True)
class Theme:
    """One look: colours by token name, sizes in points or pixels, font families in preference."""

    name: str
    colours: Mapping[str, QColor]
    sizes: Mapping[str, float]
    families: Mapping[str, tuple[str, ...]]

    @property
    def dark(self) -> bool:
        """Whether light text stands on a dark page."""
        return self.colours["page"].lightness() < 128

    def colour(self, token: str) -> QColor:
        """The colour of a token; a new object that the caller may change."""
        return QColor(self.colours[token])

    def pillar(self, identifier: str) -> QColor:
        """The colour of a pillar or composite of an index; unknown ones are accent."""
        return self.colour(_PILLARS.get(identifier, "accent"))

    def mark(self, colour: BookmarkColour) -> QColor:
        """The fill of a bookmark."""
        return self.colour(f"mark_{colour.value}")

    def tint(self, token_or_pillar: str, strength: float = 0.14) -> QColor:
        """A pillar's or token's colour laid thinly (0 to 1) over the reading surface."""
        top = (
            self.pillar(token_or_pillar)
            if token_or_pillar in _PILLARS
            else self.colour(token_or_pillar)
        )
        below = self.colour("raised")

        def mixed(over: int, under: int) -> int:
            return round(over * strength + under * (1 - strength))

        return QColor(
            mixed(top.red(), below.red()),
            mixed(top.green(), below.green()),
            mixed(top.blue(), below.blue()),
        )

    def size(self, token: str) -> float:
        """A size token, points or pixels as `theme.toml` says."""
        return self.sizes[token]

    def font(self, token: str = "tool", *, role: str = "tool", bold: bool = False) -> QFont:
        """A font of size token `token` in the families of `role` (`tool` or `reading`)."""
        font = QFont()
        font.setFamilies(list(self.families[role]))
        font.setStyleHint(QFont.StyleHint.Serif if role == "reading" else QFont.StyleHint.SansSerif)
        font.setPointSizeF(self.sizes[token])
        font.setBold(bold)
        return font

    def palette(self) -> QPalette:
        """The palette for Qt's Fusion style."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "page",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "raised",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.ToolTipBase: "raised",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "surface",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "line",
        }
        for role, token in roles.items():
            palette.setColor(role, self.colour(token))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette


def load_theme(resources: Path, name: str) -> Theme:
    """The theme `light`, `dark` or `sepia` from `theme.toml`. Raises InvalidInput for another."""
    data = tomllib.loads((resources / "theme.toml").read_text(encoding="utf-8"))
    if name not in THEMES:
        raise InvalidInput("no such theme", item=name, remedy=f"Choose one of {', '.join(THEMES)}")
    available = set(QFontDatabase.families())
    families = {
        role: tuple(family for family in wanted if family in available) or tuple(wanted[-1:])
        for role, wanted in data["fonts"].items()
    }
    return Theme(
        name=name,
        colours={token: QColor(value) for token, value in data[name].items()},
        sizes={token: float(value) for token, value in data["sizes"].items()},
        families=families,
    )
