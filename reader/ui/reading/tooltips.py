"""Tooltips of words that are not ours: shown as they are, never read as markup."""

from __future__ import annotations

import html


def plain_tooltip(text: str) -> str:
    """`text` so that a tooltip shows exactly its characters, line breaks kept; empty for none."""
    if not text:
        return ""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"
