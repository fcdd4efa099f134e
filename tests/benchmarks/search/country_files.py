"""The World Factbook's country files as headings and plain passages, for the corpus to vary."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PARAGRAPH = re.compile(r"</p>|<br\s*/?>|\n")
_TAG = re.compile(r"<[^>]+>")
_HEADINGS = 2
_NAME = ("Government", "Country name", "conventional short form", "text")


@dataclass(frozen=True, slots=True)
class CountryFile:
    """A country's name, and its passages with the headings above each."""

    name: str
    passages: tuple[tuple[tuple[str, ...], str], ...]


def read_country_files(folder: Path) -> list[CountryFile]:
    """All files below a folder, by name; those without a text are left out."""
    found = []
    for file in sorted(folder.rglob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        passages = tuple(_passages(data, ()))
        if passages:
            found.append(CountryFile(_name(data, file.stem), passages))
    return found


def _name(data: Any, otherwise: str) -> str:
    for key in _NAME:
        data = data.get(key) if isinstance(data, dict) else None
    plain = _TAG.sub("", data).strip() if isinstance(data, str) else ""
    return plain if plain and plain != "none" else otherwise


def _passages(data: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Texts under the names of their section and field; a part's name stands before its text."""
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if key == "text" and isinstance(value, str):
            for part in _PARAGRAPH.split(value):
                plain = " ".join(html.unescape(_TAG.sub(" ", part)).split())
                if plain:
                    yield above[:_HEADINGS], ": ".join((*above[_HEADINGS:], plain))
        else:
            yield from _passages(value, (*above, " ".join(key.split())))
