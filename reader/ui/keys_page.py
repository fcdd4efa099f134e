"""The help on keys, made from the actions themselves so that it cannot be wrong.

The keys of the search field are no actions: they mean what they say only there.
"""

from __future__ import annotations

from reader.ui.actions import Actions

IN_THE_SEARCH_FIELD = (
    "In the search field: Up Down results · Tab first completion · Ctrl+Space completions"
    " · Del forgets a recent search · Esc closes, then leaves"
)


def keys_text(actions: Actions) -> str:
    """All actions with their keys, a menu a line, and those of the search field."""
    lines = []
    for menu, entries in actions.by_menu():
        lines.append(f"{menu}: " + " · ".join(f"{words} {keys}" for words, keys in entries))
    return "\n".join([*lines, IN_THE_SEARCH_FIELD])
