"""The look of a window: `resources/window.qss` with the theme's tokens filled in, and its font."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui.theme import Theme

_TOKEN = re.compile(r"@([a-z_]+?)(pt|px)?(?![a-z_])")


def window_stylesheet(resources: Path, theme: Theme) -> str:
    """The stylesheet for a theme. `@name` is a colour, `@namept` and `@namepx` a size."""
    template = (resources / "window.qss").read_text(encoding="utf-8")

    def value(match: re.Match[str]) -> str:
        name, unit = match.groups()
        return f"{theme.size(name)}{unit}" if unit else theme.colour(name).name()

    return _TOKEN.sub(value, template)


def dress(window: QWidget, resources: Path, theme: Theme) -> None:
    """Give a window, and what the application shows beside it, a theme's colours and font."""
    QGuiApplication.setPalette(theme.palette())
    font = theme.font("tool")
    if QApplication.font() != font:
        # Menus, tips and what is made late take the application's font, not the window's.
        QApplication.setFont(font)
    window.setFont(font)
    window.setStyleSheet(window_stylesheet(resources, theme))
