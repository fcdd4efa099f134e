"""A small library of papers with pages, instead of the starter library."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import Page, pdf

from reader.library.library import Library

LINES = [
    "Fuel is carried up the river at night, and nobody on the landing asks whose it is or",
    "where it goes. The men who unload it are paid in gold, by weight, before the morning.",
]
_PICTURE = "q 200 0 0 200 100 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x40 EI Q"


@pytest.fixture(scope="session")
def starter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of twelve pages, a scan and a note without pages, in a library of their own."""
    home = tmp_path_factory.mktemp("papers")
    papers = home / "papers"
    papers.mkdir()
    pages = []
    for number in range(1, 13):
        page = Page().text(72, 700, f"Landing number {number}", size=18)
        pages.append(page.lines(72, 660, [f"On day {number} it rained.", *LINES]))
    (papers / "river.pdf").write_bytes(pdf(*pages, info={"Title": "River report"}))
    (papers / "scan.pdf").write_bytes(pdf(Page(content=[_PICTURE]), info={"Title": "Old scan"}))
    (papers / "note.md").write_text("# A note\n\nNothing was seen.\n", encoding="utf-8")
    with Library.create(home / "library", program="the tests", cache=home / "cache") as library:
        library.importing.run([papers])
        library.deriving.run()
    return home
