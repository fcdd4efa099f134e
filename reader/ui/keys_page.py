"""The help on keys, made from the actions themselves so that it cannot be wrong.

The keys of the search field are no actions: they mean what they say only there.
"""

from __future__ import annotations

import html

from reader.ui.actions import Actions

IN_THE_SEARCH_FIELD = (
    "In the search field",
    [
        ("Walk the results", "Up, Down"),
        ("Take the first completion", "Tab"),
        ("Choose a completion", "Ctrl+Space"),
        ("Forget a recent search", "Del"),
        ("Close the list, then leave", "Esc"),
    ],
)
_COLUMNS = 4
Group = tuple[str, list[tuple[str, str]]]


def key_groups(actions: Actions) -> list[Group]:
    """Titles of menus with the words and keys of their actions; then those of the field."""
    return [*(group for group in actions.by_menu() if group[1]), IN_THE_SEARCH_FIELD]


def keys_text(groups: list[Group]) -> str:
    """All keys as plain lines, a group a line."""
    return "\n".join(
        f"{title}: " + " · ".join(f"{words} {keys}" for words, keys in entries)
        for title, entries in groups
    )


def keys_table(groups: list[Group]) -> str:
    """All keys as a table in rich text, its columns about equally high."""
    cells = "".join(
        f'<td style="padding-right: 22px"><table>{_group_rows(column)}</table></td>'
        for column in _columns(groups)
    )
    return f"<table><tr>{cells}</tr></table>"


def _columns(groups: list[Group]) -> list[list[Group]]:
    """The groups in few lines: the longest first, each into the column that is lowest so far."""
    columns: list[list[Group]] = [[] for _ in range(_COLUMNS)]
    for group in sorted(groups, key=_lines, reverse=True):
        min(columns, key=lambda column: sum(map(_lines, column))).append(group)
    for column in columns:
        column.sort(key=groups.index)
    return sorted(filter(None, columns), key=lambda column: groups.index(column[0]))


def _lines(group: Group) -> int:
    # Its title and the space below it are lines too.
    return len(group[1]) + 2


def _group_rows(column: list[Group]) -> str:
    rows = []
    for at, (title, entries) in enumerate(column):
        space = ' style="padding-top: 9px"' if at else ""
        rows.append(f"<tr><td colspan=2{space}><b>{html.escape(title)}</b></td></tr>")
        rows += [
            f'<tr><td style="padding-right: 10px">{html.escape(words)}</td>'
            f"<td>{html.escape(keys)}</td></tr>"
            for words, keys in entries
        ]
    return "".join(rows)
