"""The frame's stylesheet: `resources/window.qss` with the theme's tokens filled in."""

from __future__ import annotations

import re
from pathlib import Path

from reader.ui.theme import Theme

_TOKEN = re.compile(r"@([a-z_]+?)(pt|px)?(?![a-z_])")


def window_stylesheet(resources: Path, theme: Theme) -> str:
    """The stylesheet for a theme. `@name` is a colour, `@namept` and `@namepx` a size."""
    template = (resources / "window.qss").read_text(encoding="utf-8")

    def value(match: re.Match[str]) -> str:
        name, unit = match.groups()
        return f"{theme.size(name)}{unit}" if unit else theme.colour(name).name()

    return _TOKEN.sub(value, template)
