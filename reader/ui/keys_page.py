"""The help on keys, made from the actions themselves so that it cannot be wrong."""

from __future__ import annotations

from reader.ui.actions import Actions


def keys_text(actions: Actions) -> str:
    """All actions with their keys, a menu a line."""
    lines = []
    for menu, entries in actions.by_menu():
        lines.append(f"{menu}: " + " · ".join(f"{words} {keys}" for words, keys in entries))
    return "\n".join(lines)
