"""A draft as the text of a mapping file, and what keeps it from being one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from reader.domain.country import fold_name
from reader.domain.mapping_draft import DraftColumn, EditionPlace, MappingDraft, Role
from reader.domain.scoring import Direction
from reader.ingest.index_lines import label_key
from reader.ingest.mapping_guess import header_spelling
from reader.ingest.score_mapping import ColumnName

_LONGEST_IDENTIFIER = 60
_SHORT_NAME = 32
_WORDS = {
    Direction.HIGHER_IS_WORSE: "Higher is worse",
    Direction.HIGHER_IS_BETTER: "Higher is better",
}


def identifier_of(name: str) -> str:
    """An identifier made from a name: small letters, figures and `_`, empty where none is left."""
    plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in fold_name(name))
    joined = re.sub("_+", "_", plain).strip("_")[:_LONGEST_IDENTIFIER].strip("_")
    if not joined:
        return ""
    return joined if joined[0].isalpha() else f"n_{joined}"


def indicator_names(draft: MappingDraft) -> list[str]:
    """The indicators' names in the order of the mapping file's pillars."""
    return [name for _, group in _pillars(draft) for name in group]


def problems_of(draft: MappingDraft) -> Iterator[str]:
    """What keeps the draft from being a mapping file, a sentence each."""
    if not identifier_of(draft.index_name):
        yield "Give the index a name in Latin letters"
    if not draft.used(Role.CODE) and not draft.used(Role.NAME):
        yield "Say which column names the country"
    scored = draft.used(Role.INDICATOR)
    if not scored:
        yield "Say which columns are scores"
    if draft.edition_from is EditionPlace.COLUMN and not draft.used(Role.EDITION):
        yield "Say which column is the year, or where else the year is read"
    if draft.edition_from is EditionPlace.FIXED and not re.fullmatch(
        r"(?:19|20)\d\d", draft.edition_fixed
    ):
        yield "The table does not say its year: type it"
    for column in scored:
        yield from _problems_of_scale(column)
    for column in draft.columns:
        if column.role is not Role.IGNORE:
            yield from _problems_of_name(draft, column)


def notes_of(draft: MappingDraft) -> Iterator[str]:
    """What whoever saves the draft should know."""
    with_year = draft.edition_from is EditionPlace.HEADER
    taken = {label_key(each.name) for each in draft.used(Role.INDICATOR)}
    for column in draft.columns:
        spelled = header_spelling(column.header, edition=with_year)
        ignored = column.role is Role.IGNORE and "{edition}" in spelled
        if ignored and label_key(column.name) in taken:
            yield f"`{column.header}` is read as well: it is the same score of another year"
    recognised = _recognised(draft)
    if len(recognised) <= 2:
        named = " and ".join(f"`{each}`" for each in recognised)
        yield f"From now on every table with the columns {named} is taken for this index"
    if draft.edition_from is EditionPlace.FIXED:
        yield f"Every table that this describes will be taken for {draft.edition_fixed}"


def mapping_text(draft: MappingDraft, file: str) -> str:
    """The TOML of a draft without problems; `file` names the table that it was made from."""
    with_year = draft.edition_from is EditionPlace.HEADER
    scales = [_scale(each) for each in draft.used(Role.INDICATOR)]
    identifier = identifier_of(draft.index_name)
    name = draft.index_name.strip()
    lines = [
        f"# How Dossier reads a table of the {_comment(name)}.",
        f"# Made from the columns of {_comment(file)}; `cpi.toml` explains the parts.",
        "",
        "[index]",
        f"id = {_quoted(identifier)}",
        f"name = {_quoted(name)}",
        f"short_name = {_quoted(_short(name))}",
        f"publisher = {_quoted(draft.publisher.strip())}",
        f"lowest = {_quoted(format(min(low for low, _ in scales), 'f'))}",
        f"highest = {_quoted(format(max(high for _, high in scales), 'f'))}",
        f"decimals = {draft.decimals}",
        "",
        "[recognise]",
        f"columns = {_list(_recognised(draft))}",
        "",
        "[country]",
    ]
    for key, role in (("code", Role.CODE), ("name", Role.NAME)):
        if columns := draft.used(role):
            lines.append(f"{key} = {_list(_spelled(columns, with_year=False))}")
    lines += ["", "[edition]"]
    if draft.edition_from is EditionPlace.FIXED:
        lines.append(f"fixed = {_quoted(draft.edition_fixed)}")
    else:
        lines.append(f"from = {_list([draft.edition_from.value])}")
    if draft.edition_from is EditionPlace.COLUMN:
        lines.append(f"column = {_list(_spelled(draft.used(Role.EDITION), with_year=False))}")
    lines += _pillar_lines(draft, name, with_year=with_year)
    return "\n".join(lines) + "\n"


def _pillar_lines(draft: MappingDraft, name: str, *, with_year: bool) -> Iterator[str]:
    pillars = _pillars(draft)
    names = [each for _, group in pillars for each in group]
    identifiers = dict(zip(names, _distinct([identifier_of(each) or "score" for each in names])))
    for number, ((direction, low, high), group) in enumerate(pillars, 1):
        words = f"{_WORDS[direction]}, {low:f} to {high:f}" if len(pillars) > 1 else name
        yield from ("", "[[pillars]]", f'id = "pillar_{number}"', f"name = {_quoted(words)}")
        yield f"direction = {_quoted(direction.value)}"
        yield from (f"lowest = {_quoted(f'{low:f}')}", f"highest = {_quoted(f'{high:f}')}")
        for indicator, columns in group.items():
            yield from ("", "[[pillars.indicators]]", f"id = {_quoted(identifiers[indicator])}")
            yield f"name = {_quoted(indicator)}"
            yield f"columns = {_list(_spelled(columns, with_year=with_year))}"


def _pillars(
    draft: MappingDraft,
) -> list[tuple[tuple[Direction, Decimal, Decimal], Mapping[str, list[DraftColumn]]]]:
    """The indicators with their columns, by what a higher figure means and by their scale."""
    scales: dict[str, tuple[Direction, Decimal, Decimal]] = {}
    pillars: dict[tuple[Direction, Decimal, Decimal], dict[str, list[DraftColumn]]] = {}
    spelled: dict[str, str] = {}
    for column in draft.used(Role.INDICATOR):
        key = label_key(column.name)
        name = spelled.setdefault(key, column.name.strip())
        kind = scales.setdefault(key, (column.direction, *_scale(column)))
        pillars.setdefault(kind, {}).setdefault(name, []).append(column)
    return list(pillars.items())


def _scale(column: DraftColumn) -> tuple[Decimal, Decimal]:
    return _number(column.lowest) or Decimal(0), _number(column.highest) or Decimal(0)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None


def _problems_of_scale(column: DraftColumn) -> Iterator[str]:
    low, high = _number(column.lowest), _number(column.highest)
    if low is None or high is None or not low < high:
        yield f"The scale of `{column.header}` needs a lowest figure that is below its highest"


def _problems_of_name(draft: MappingDraft, column: DraftColumn) -> Iterator[str]:
    if not label_key(column.header):
        yield f"Column {column.place + 1} has no name in the table, and cannot be told by it"
        return
    scored = column.role is Role.INDICATOR
    if scored and not label_key(column.name):
        yield f"Give the score in `{column.header}` a name"
    with_year = scored and draft.edition_from is EditionPlace.HEADER
    spelled = header_spelling(column.header, edition=with_year)
    name = ColumnName((spelled,))
    twins = [
        each
        for each in draft.columns
        if each.place != column.place
        and name.match(each.header)
        and ("{edition}" not in spelled or label_key(each.header) == label_key(column.header))
    ]
    if twins:
        yield f"Two columns are called `{column.header}`: a mapping cannot tell them apart"
    if scored and "{edition}" not in spelled:
        same = label_key(column.name)
        others = [each for each in draft.used(Role.INDICATOR) if each.place < column.place]
        if any(label_key(each.name) == same for each in others):
            yield f"Two scores are called `{column.name}`: name them differently"


def _recognised(draft: MappingDraft) -> list[str]:
    """Every column that is used: a table that lacks one is another, or of another release."""
    with_year = draft.edition_from is EditionPlace.HEADER
    edition = draft.used(Role.EDITION) if draft.edition_from is EditionPlace.COLUMN else []
    others = [*draft.used(Role.CODE), *draft.used(Role.NAME), *edition]
    scored = _spelled(draft.used(Role.INDICATOR), with_year=with_year)
    return list(dict.fromkeys((*_spelled(others, with_year=False), *scored)))


def _spelled(columns: Sequence[DraftColumn], *, with_year: bool) -> list[str]:
    return list(dict.fromkeys(header_spelling(each.header, edition=with_year) for each in columns))


def _distinct(identifiers: Sequence[str]) -> Iterator[str]:
    taken: set[str] = set()
    for each in identifiers:
        first = f"score_{each}" if each.startswith("pillar_") else each
        name, number = first, 2
        while name in taken:
            name, number = f"{first}_{number}", number + 1
        taken.add(name)
        yield name


def _short(name: str) -> str:
    if len(name) <= _SHORT_NAME:
        return name
    initials = "".join(each[0] for each in name.split() if each[:1].isupper())
    return initials if len(initials) > 1 else f"{name[: _SHORT_NAME - 1].rstrip()}…"


def _comment(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(each) for each in texts)}]"


def _quoted(text: str) -> str:
    """A basic string of TOML, which JSON's are but for DEL; half a character is left out."""
    whole = text.encode("utf-8", "ignore").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
