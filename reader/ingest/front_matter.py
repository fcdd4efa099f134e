"""YAML front matter: the metadata at the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from yaml.composer import ComposerError

from reader.domain.country import CountryTable
from reader.domain.dates import PartialDate
from reader.domain.document import Origin, Work
from reader.ingest.metadata import read_date
from reader.text.plain import plain_text

_FENCED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?")
_LARGEST = 64 * 1024
_DEEPEST = 20
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_WORK_KEYS = frozenset({"title", "publisher", "authors", "published", "published_basis", "url"})
_TEXT_KEYS = ("title", "publisher", "url", "language", "kind")
_DATE_KEYS = ("published", "accessed")
_LIST_KEYS = ("authors", "tags")


class _AsWritten(yaml.BaseLoader):
    """Every scalar stays the text that was written, and nothing is referred to twice.

    `NO` is Norway, 2023-05 a month; a document that names itself cannot grow when it is read.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise ComposerError(None, None, "aliases are not read", None)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ComposerError(None, None, "it nests too deep", None)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that front matter states, by the names of `SourceMetadata`, and the rest."""

    fields: Mapping[str, object]
    extra: Mapping[str, object]
    warnings: tuple[str, ...]

    @property
    def origins(self) -> Mapping[str, Origin]:
        """All of these are the source's own statements."""
        return dict.fromkeys(self.fields, Origin.STATED)


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The lines between the two fences at the head of `text`, None if there are none; the rest.

    What stands between two rules but holds no `key:` at all is body.
    """
    match = _FENCED.match(text) if text.startswith("---") else None
    if match is None or not any(_LINE.fullmatch(line) for line in match.group(1).split("\n")):
        return None, text
    return match.group(1), text[match.end() :]


def read_front_matter(source: str, countries: CountryTable) -> FrontMatter:
    """Read front matter; what cannot be read is named in the warnings, and never fails."""
    warnings: list[str] = []
    data = _load(source, warnings)
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    for key, value in data.items():
        if _is_nothing(value):
            continue
        if key in _TEXT_KEYS:
            text = _text(value)
            if text is None:
                warnings.append(f"The front matter's `{key}` is not a text")
                extra[key] = value
            else:
                fields[key] = text
        elif key in _DATE_KEYS:
            date = _date(value)
            if date is None:
                warnings.append(
                    f"The front matter's `{key}` is not a date: {_shown(value)}; "
                    "write 2023, 2023-05 or 2023-05-31"
                )
                extra[key] = value
            else:
                fields[key] = date
        elif key in _LIST_KEYS:
            fields[key] = _texts(value)
        elif key == "countries":
            fields[key] = _countries(value, countries, warnings)
        elif key == "summarises":
            _summarised(value, fields, extra, warnings)
        else:
            extra[key] = value
    return FrontMatter(
        {key: value for key, value in fields.items() if value}, extra, tuple(warnings)
    )


def _load(source: str, warnings: list[str]) -> Mapping[str, object]:
    if len(source) > _LARGEST:
        warnings.append(f"The front matter is longer than {_LARGEST // 1024} KB and was not read")
        return {}
    try:
        data = _AsWritten(source).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "it cannot be read"
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark is not None else ""
        warnings.append(
            f"The front matter is not valid YAML: {problem}{line}; its plain lines were read"
        )
        return _load_lines(source)
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


def _load_lines(source: str) -> Mapping[str, object]:
    """The `key: value` lines of front matter that as a whole is no YAML (`title: Peru: a view`)."""
    data: dict[str, object] = {}
    for line in source.split("\n"):
        match = _LINE.fullmatch(line.rstrip())
        if match is None or not match.group(2):
            continue
        value = match.group(2)
        try:
            data[match.group(1)] = _AsWritten(value).get_single_data()
        except (yaml.YAMLError, ValueError, RecursionError):
            data[match.group(1)] = value
        if isinstance(data[match.group(1)], dict) and not value.startswith("{"):
            data[match.group(1)] = value
    return data


def _is_nothing(value: object) -> bool:
    return value in ([], {}) or (isinstance(value, str) and value in _NOTHING)


def _text(value: object) -> str | None:
    return plain_text(value) if isinstance(value, str) else None


def _shown(value: object) -> str:
    return repr(value)[:60]


def _texts(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(text for entry in entries if (text := _text(entry)))


def _date(value: object) -> PartialDate | None:
    return read_date(value) if isinstance(value, str) else None


def _countries(value: object, table: CountryTable, warnings: list[str]) -> tuple[str, ...]:
    entries = _texts(value)
    if isinstance(value, str) and table.find(value) is None:
        entries = tuple(part.strip() for part in re.split(r"[,;]", value) if part.strip())
    codes: dict[str, None] = {}
    for entry in entries:
        country = table.find(entry)
        other = table.non_country(entry)
        if other is not None:
            warnings.append(f"Not a country but {other.reason}: {entry!r} (front matter)")
        elif country is None:
            warnings.append(f"No such country: {entry!r} (front matter)")
        else:
            codes[country.iso2] = None
    return tuple(codes)


def _summarised(
    value: object, fields: dict[str, object], extra: dict[str, object], warnings: list[str]
) -> None:
    """Read the work that a summary was written after; its other keys are kept as extra."""
    data = {"title": value} if isinstance(value, str) else value
    title = _text(data.get("title")) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not title:
        warnings.append("The front matter's `summarises` has no title")
        extra["summarises"] = value
        return
    published = _date(data.get("published"))
    rest = {key: each for key, each in data.items() if key not in _WORK_KEYS}
    if published is None and not _is_nothing(data.get("published", "")):
        warnings.append(
            f"The summarised work's `published` is not a date: {_shown(data['published'])}"
        )
        rest["published"] = data["published"]
    fields["summarises"] = Work(
        title=title,
        publisher=_text(data.get("publisher")) or None,
        authors=_texts(data.get("authors", [])),
        published=published,
        url=_text(data.get("url")) or None,
        published_basis=_text(data.get("published_basis")) or None,
    )
    if rest:
        extra["summarises"] = rest
