"""Prints how much of a saved page's article is kept, and of what stands around it, per set.

Run from the checkout: `python tests/benchmarks/extraction.py`. Beside it stands what trafilatura
(precision mode) makes of the same pages alone. A sentence (heading, item, cell) is kept when it
stands, character by character, in a passage; boilerplate is given of the labelled boilerplate and
of all labelled sentences that were kept. The sets `held_out*` were written before the rules that
they measure; the first figures that each of them gave are in `FIRST`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "ingest")]

from labelled_pages import SETS, LabelledPage, labelled_pages

from reader.ingest.formats import import_file
from reader.ingest.imported import Knowledge, Source
from reader.library.reference import load_countries, load_indices
from reader.places import resources

# Body kept and boilerplate kept when each set was measured for the first time.
FIRST = {
    "held_out": "160/160 and 3/46",
    "held_out_2": "84/84 and 4/34",
    "held_out_3": "72/72 and 1/25",
}
_PARAGRAPH = (
    "<p>Paragraph {n} says that the quay was closed on Sunday, and that <a href='/{n}'>nobody</a> "
    "came to open it before the ships had gone to the next harbour along the coast.</p>"
)


def main() -> None:
    """Measure every set, and the time for a page of a megabyte."""
    knowledge = Knowledge(load_countries(resources()), load_indices(resources()))

    def ours(page: LabelledPage) -> list[str]:
        found = import_file(Source(page.path.read_bytes(), page.path.name), knowledge)
        return [block.text for block in found.blocks]

    for name in SETS:
        pages = labelled_pages(name)
        _print(f"{name} ({len(pages)} pages), Dossier", pages, ours)
        _print(f"{name} ({len(pages)} pages), trafilatura alone", pages, _library)
        if name in FIRST:
            print(f"  Dossier, the first time this set was measured: {FIRST[name]}")
    megabyte = "".join(_PARAGRAPH.format(n=n) for n in range(5_600))
    data = f"<html><body><article><h1>Quay</h1>{megabyte}</article></body></html>".encode()
    for label, run in (
        ("Dossier", lambda: import_file(Source(data, "page.html"), knowledge)),
        ("trafilatura alone", lambda: _extracted(data)),
    ):
        began = time.process_time()
        run()
        print(f"{len(data) / 1e6:.1f} MB page, {label}: {time.process_time() - began:.2f} s")


def _extracted(data: bytes) -> str:
    import trafilatura

    return trafilatura.extract(data, favor_precision=True, include_comments=False) or ""


def _library(page: LabelledPage) -> list[str]:
    return [" ".join(_extracted(page.path.read_bytes()).split())]


def _print(
    label: str, pages: list[LabelledPage], texts: Callable[[LabelledPage], list[str]]
) -> None:
    own = kept = around = left = 0
    for page in pages:
        found = texts(page)
        own += len(page.body)
        kept += len(page.body) - len(page.missing(found))
        around += len(page.boilerplate)
        left += len(page.left(found))
    print(
        f"{label}: body kept {kept}/{own} = {100 * kept / max(1, own):.1f} %, boilerplate kept "
        f"{left}/{around} = {100 * left / max(1, around):.1f} %, of what was kept "
        f"{100 * left / max(1, kept + left):.1f} %"
    )


if __name__ == "__main__":
    main()
