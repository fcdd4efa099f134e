"""What the window says of removed sources, backups and merges, in words."""

from __future__ import annotations

from collections.abc import Sequence

from reader.library.keeping import BackedUp
from reader.library.merging import Merged
from reader.library.removal import Affected

_SHOWN = 6


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 document`, `1,204 documents`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def names_of(names: Sequence[str]) -> str:
    """One name in quotation marks, or how many there are."""
    return f"“{names[0]}”" if len(names) == 1 else counted(len(names), "source")


def marks_question(affected: Affected) -> str:
    """What is to become of the marks in documents that are removed."""
    clips = ""
    if affected.clips:
        reports = ", ".join(f"“{each}”" for each in affected.reports[:_SHOWN])
        clips = f", {affected.clips:,} of them in the report {reports}"
        if len(affected.reports) > 1:
            clips = f", {affected.clips:,} of them in the reports {reports}"
    return (
        f"Remove {names_of(affected.names)}? {_there(affected)}"
        f" {counted(affected.marks, 'bookmark')}{clips}. Kept marks stay in their list and in"
        " reports, with quotation and citation."
    )


def _there(affected: Affected) -> str:
    return "It holds" if len(affected.names) == 1 else "They hold"


def purge_question(affected: Affected) -> str:
    """Whether sources are to be deleted for good."""
    marks = f", and {counted(affected.marks, 'bookmark')}" if affected.marks else ""
    return (
        f"Delete {names_of(affected.names)} for good? The text and the original{marks} go too,"
        " and cannot be put back."
    )


def backup_words(done: BackedUp) -> str:
    """Where a backup went."""
    size = f"{max(done.size // 1_000_000, 1):,} MB"
    words = (
        f"Backed up: {counted(done.documents, 'document')}, {size}, read back whole: {done.file}"
    )
    return "\n".join([words, *done.warnings[:_SHOWN]])


def merge_words(done: Merged, name: str) -> str:
    """What came from another library, and what did not."""
    parts = [
        counted(count, one, many)
        for count, one, many in (
            (done.documents, "new document", ""),
            (done.updated, "updated document", ""),
            (done.bookmarks, "bookmark", ""),
            (done.reports, "report", ""),
            (done.collections, "collection", ""),
            (done.score_sheets, "sheet of scores", "sheets of scores"),
            (done.saved_searches, "saved search", "saved searches"),
        )
        if count
    ]
    lines = [f"From {name}: {', '.join(parts) or 'nothing new'}."]
    lines += done.refused[:_SHOWN]
    if len(done.refused) > _SHOWN:
        lines.append(f"and {len(done.refused) - _SHOWN} more that were not taken over")
    return "\n".join([*lines, *done.warnings[:_SHOWN]])
