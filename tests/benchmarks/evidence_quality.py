"""Prints how often the best suggestion is right (P@1), each miss, and the time for 10,000 passages.

Run from the checkout: `python tests/benchmarks/evidence_quality.py`. A saved index page whose
paragraphs follow the usual order is measured too where one is given as an argument.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "evidence")]

import labelled_sets

from reader.evidence.lexicon import load_lexicon
from reader.evidence.ranking import suggest
from reader.library.reference import DEFAULT_INDEX, load_index


def main() -> None:
    """Measure every labelled set."""
    resources = CHECKOUT / "resources"
    index = load_index(resources / "indices" / f"{DEFAULT_INDEX}.toml")
    lexicon = load_lexicon(resources / "lexicons" / f"{DEFAULT_INDEX}.toml", index)
    for labelled in labelled_sets.all_sets():
        outcomes = labelled_sets.judge(labelled, lexicon)
        right = sum(each.right for each in outcomes)
        links = sum(each.links for each in outcomes)
        print(
            f"{labelled.name}: P@1 {right}/{len(outcomes)} = {right / len(outcomes):.3f}, "
            f"{links / len(outcomes):.1f} links an indicator of {len(labelled.passages)} passages"
        )
        for each in outcomes:
            if not each.right:
                print(f"  miss {each.indicator}: {each.best}")
    passages = labelled_sets.many_passages(10_000)
    words = sum(passage.text.count(" ") + 1 for passage in passages)
    began = time.perf_counter()
    links = len(suggest(passages, lexicon, version=1, language="en", title="Many"))
    took = time.perf_counter() - began
    print(f"speed: {len(passages)} passages, {words} words, {links} links in {took:.2f} s")


if __name__ == "__main__":
    main()
