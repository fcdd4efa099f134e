"""How the small controls of the left column look: one stylesheet made from the theme's tokens."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from reader.ui.theme import Theme


def control_style(theme: Theme) -> str:
    """The stylesheet for the fields, buttons and combo boxes inside a panel."""
    names = ("surface", "raised", "page", "line", "text", "muted", "accent", "selected")
    token = {name: theme.colour(name).name() for name in names}
    radius = round(theme.size("radius"))
    border = f"border: 1px solid {token['line']}; border-radius: {radius}px;"
    return f"""
    QLineEdit, QPlainTextEdit {{
        {border} background: {token["surface"]}; color: {token["text"]}; padding: 3px 6px;
        selection-background-color: {token["accent"]}; selection-color: {token["surface"]};
        placeholder-text-color: {token["muted"]};
    }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {token["accent"]}; }}
    QPushButton {{
        {border} background: {token["surface"]}; color: {token["text"]}; padding: 4px 9px;
    }}
    QPushButton:hover {{ background: {token["page"]}; }}
    QPushButton:pressed, QPushButton:checked {{
        background: {token["selected"]}; border-color: {token["accent"]};
    }}
    QPushButton:focus {{ border-color: {token["accent"]}; }}
    QPushButton:disabled {{ color: {token["muted"]}; background: transparent; }}
    QToolButton {{
        border: 1px solid transparent; border-radius: {radius}px; color: {token["muted"]};
        background: transparent; padding: 2px 5px;
    }}
    QToolButton:hover {{ border-color: {token["line"]}; color: {token["text"]}; }}
    QToolButton:focus {{ border-color: {token["accent"]}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QToolButton#groupBy {{ padding-left: 0; padding-right: 4px; }}
    """


def panel_palette(theme: Theme, *, muted: bool = False) -> QPalette:
    """The palette of a panel: its ground is the surface; text may be `muted`."""
    palette = theme.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
    if muted:
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
    return palette
