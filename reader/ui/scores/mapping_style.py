"""How the tables, lists and notes of the mapping sheet look."""

from __future__ import annotations

from reader.ui.theme import Theme


def table_style(theme: Theme) -> str:
    """The stylesheet of what only this sheet has."""
    names = ("surface", "line", "selected", "text", "muted", "accent", "error", "raised")
    token = {name: theme.colour(name).name() for name in names}
    radius = round(theme.size("radius"))
    return f"""
    #mappingSheet {{ background: {token["surface"]}; }}
    QTableView {{
        border: 0; background: {token["surface"]}; color: {token["text"]}; outline: 0;
        selection-background-color: {token["selected"]}; selection-color: {token["text"]};
    }}
    QTableView::item {{ border: 0; padding: 0 6px; }}
    QTableView::item:focus {{ border: 1px solid {token["accent"]}; }}
    QTableView::indicator {{
        width: 12px; height: 12px; border: 1px solid {token["muted"]}; border-radius: 3px;
        background: {token["surface"]};
    }}
    QTableView::indicator:checked {{
        border-color: {token["accent"]}; background: {token["accent"]};
    }}
    QTableView QLineEdit {{ border-radius: 0; padding: 0 5px; }}
    QHeaderView::section {{
        border: 0; border-bottom: 1px solid {token["line"]}; padding: 3px 9px;
        background: {token["surface"]}; color: {token["muted"]};
    }}
    QSpinBox {{
        border: 1px solid {token["line"]}; border-radius: {radius}px; padding: 3px 6px;
        background: {token["surface"]}; color: {token["text"]};
    }}
    QSpinBox QLineEdit {{ border: 0; padding: 0 2px; background: transparent; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
    QTableView QComboBox {{
        border: 1px solid {token["accent"]}; background: {token["surface"]};
        color: {token["text"]}; padding: 0 5px; margin: 0;
    }}
    QTableView QComboBox::drop-down {{ width: 0; border: 0; }}
    QTableView QComboBox QAbstractItemView {{
        background: {token["surface"]}; color: {token["text"]};
        selection-background-color: {token["selected"]}; selection-color: {token["text"]};
    }}
    QSpinBox:focus {{ border-color: {token["accent"]}; }}
    #mappingNotesArea, #mappingNotes {{ background: {token["surface"]}; }}
    #mappingNotes {{ color: {token["text"]}; }}
    #mappingNotes[tone="error"] {{ color: {token["error"]}; }}
    QSplitter::handle {{ background: {token["line"]}; }}
    """
