"""What has to be said of a PDF's text: pages without it, characters without a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.ingest.pdf_furniture import Furniture
from reader.ingest.pdf_text import PageText

# Of a hundred characters, so many without a meaning are worth a warning.
_UNKNOWN_PER_CENT = 2


def warnings_of(pages: Sequence[PageText], furniture: Furniture) -> Iterable[str]:
    """One sentence for each thing that the reader of these pages should know."""
    broken = [page.number for page in pages if page.broken]
    if broken:
        yield f"{_named(broken)} could not be read: the file is damaged there"
    bare = [
        page.number
        for page, dropped in zip(pages, furniture.dropped, strict=True)
        if page.has_content
        and not page.broken
        and not any(place not in dropped for place in range(len(page.fragments)))
        and (page.has_pictures or not page.fragments)
    ]
    readable = any(page.fragments for page in pages)
    if bare and not readable:
        yield (
            "There is no text layer: the pages are pictures, as a scanner makes them, and cannot"
            " be searched or quoted. They can be looked at (F4); a program for text recognition"
            " adds the text"
        )
    elif bare:
        yield f"{_named(bare)} without a text layer: shown as printed (F4), but not searched"
    elif not readable:
        yield "There is no text in it: its pages are empty"
    if cut := [page.number for page in pages if page.cut]:
        yield f"{_named(cut)} with more text than can be read: the rest was left out"
    yield from _meaningless(pages)


def _meaningless(pages: Sequence[PageText]) -> Iterable[str]:
    wrong: list[int] = []
    for page in pages:
        characters = sum(len(each.text) for each in page.fragments)
        unknown = sum(each.unknown for each in page.fragments)
        if 100 * unknown > _UNKNOWN_PER_CENT * characters:
            wrong.append(page.number)
    if wrong:
        yield (
            f"{_named(wrong)} with characters that the file gives no meaning: they stand as �,"
            " and quotations from there have to be checked against the page (F4)"
        )


def _named(numbers: Sequence[int]) -> str:
    """`Page 3`, `Pages 3–5 and 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    words = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return f"Page {words}" if len(numbers) == 1 else f"Pages {words}"
