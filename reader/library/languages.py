"""Languages by their names in English, in Spanish and in themselves."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from reader.library.reference import listed
from reader.text.folding import fold


class Languages:
    """The languages of `languages.csv`: ISO 639-1 code, English name, other names joined by `|`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        with self._file.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {
            fold(name): row["code"]
            for row in self._rows
            for name in (row["name"], *listed(row["names"]))
        }

    def code(self, name: str) -> str | None:
        """The code of a name or a code (`es` for es-PE); None for a name that is not known.

        Two or three letters that are no name stand for themselves.
        """
        folded = fold(name).strip()
        primary = folded.partition("-")[0]
        if folded in self._codes:
            return self._codes[folded]
        return primary if 2 <= len(primary) <= 3 and primary.isalpha() else None

    def name(self, code: str) -> str:
        """The English name of a code; the code itself where it is not known."""
        return next((row["name"] for row in self._rows if row["code"] == code), code)
