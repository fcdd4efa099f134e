"""What leaves the parsing process arrives as it was, and nothing else arrives at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.dates import PartialDate
from reader.domain.document import (
    Block,
    CellPosition,
    Fact,
    InlineSpan,
    Origin,
    PassageKind,
    SourceMetadata,
    SpanStyle,
    Work,
)
from reader.domain.errors import ImportFailed, InvalidInput
from reader.domain.mapping_draft import TableSheet
from reader.domain.scoring import (
    Composite,
    Direction,
    Edition,
    Indicator,
    Pillar,
    Score,
    ScoredIndex,
    ScoreSheet,
    Total,
)
from reader.ingest.contract import Bounds, check
from reader.ingest.imported import Imported
from reader.ingest.wire import decode, decode_sheets, encode, encode_sheets, plain_value

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SHA = hashlib.sha256(PNG).hexdigest()
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SOME = st.none() | TEXT
DATES = st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
DECIMALS = st.decimals(-99, 99, places=2)
NUMBERS = st.integers(0, 2**40)
VALUES = st.recursive(
    st.none() | st.booleans() | TEXT | st.integers(-(2**60), 2**60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


WORKS = st.builds(Work, TEXT, SOME, several(TEXT), st.none() | DATES, SOME, SOME)
METADATA = st.builds(
    SourceMetadata,
    title=TEXT,
    publisher=SOME,
    authors=several(TEXT),
    published=st.none() | DATES,
    accessed=st.none() | DATES,
    url=SOME,
    language=SOME,
    countries=several(st.just("PE")),
    country_reasons=st.dictionaries(TEXT, TEXT, max_size=2),
    tags=several(TEXT),
    kind=SOME,
    summarises=st.none() | WORKS,
    origins=st.dictionaries(TEXT, st.sampled_from(Origin), max_size=2),
    extra=st.dictionaries(TEXT, VALUES, max_size=3),
)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(PassageKind),
    text=TEXT,
    level=NUMBERS,
    heading_path=several(TEXT),
    page=st.none() | NUMBERS,
    cell=st.none() | st.builds(CellPosition, NUMBERS, NUMBERS, NUMBERS, st.booleans()),
    ordered=st.none() | NUMBERS,
    spans=several(st.builds(InlineSpan, NUMBERS, NUMBERS, st.sampled_from(SpanStyle), SOME)),
    picture=SOME,
)
SHEETS = st.builds(
    ScoreSheet,
    TEXT,
    TEXT,
    TEXT,
    several(st.builds(Score, TEXT, DECIMALS, st.none() | DECIMALS, st.booleans())),
    several(st.builds(Total, TEXT, DECIMALS, st.none() | DECIMALS, st.booleans(), st.booleans())),
    SOME,
    SOME,
    SOME,
    SOME,
)
DIRECTIONS = st.sampled_from(Direction)
INDICES = st.builds(
    ScoredIndex,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    DECIMALS,
    DECIMALS,
    several(
        st.builds(
            Pillar,
            TEXT,
            TEXT,
            DIRECTIONS,
            several(st.builds(Indicator, TEXT, TEXT, TEXT, TEXT, several(TEXT))),
        )
    ),
    several(st.builds(Composite, TEXT, TEXT, DIRECTIONS, several(TEXT))),
    several(st.builds(Edition, TEXT, several(TEXT).map(frozenset), several(TEXT).map(frozenset))),
)
IMPORTED = st.builds(
    Imported,
    format=TEXT,
    metadata=st.none() | METADATA,
    blocks=several(BLOCKS),
    sheets=several(SHEETS),
    warnings=several(TEXT),
    pictures=st.sampled_from([{}, {SHA: PNG}]),
    facts=several(st.builds(Fact, TEXT, TEXT, NUMBERS, st.none() | DATES)),
    indices=several(INDICES),
)


@settings(max_examples=60, deadline=None)
@given(IMPORTED)
def test_everything_an_importer_yields_arrives_as_it_was(imported: Imported) -> None:
    assert decode(encode(imported), imported.pictures) == imported


def sent(**changes: object) -> bytes:
    """A small document as it travels, with fields of its only passage replaced."""
    block = dataclasses.replace(Block(PassageKind.PARAGRAPH, "Words"))
    values = json.loads(encode(Imported("markdown", SourceMetadata("Title"), (block,))))
    names = [each.name for each in dataclasses.fields(Block)]
    for name, value in changes.items():
        values[2][0][names.index(name)] = value
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"[" * 100_000,
        sent(kind="sermon"),
        sent(text=5),
        sent(text="half \ud83d a character"),
        sent(level="1"),
        sent(level=True),
        sent(level=2**70),
        sent(page=1.5),
        sent(heading_path="ab"),
        sent(spans=[[0, 1, "blink", None]]),
        sent(cell=[0, 0]),
        sent()[:-1],
        sent() + b"[]",
        b"\xff\xfe",
    ],
)
def test_nothing_but_what_an_importer_yields_is_taken(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode(data, {})


def test_a_backslash_before_a_letter_is_no_half_character() -> None:
    block = Block(PassageKind.CODE, r"\ud83d and \\ud83d and \\\u00e9")
    imported = Imported("markdown", SourceMetadata("Title"), (block,))
    assert decode(encode(imported), {}) == imported


def test_what_front_matter_may_hold_and_json_may_not_becomes_text() -> None:
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    value = plain_value({(1, 2): {1}, "inf": float("inf"), "big": 10**400, "deep": deep})
    json.dumps(value, allow_nan=False)
    assert isinstance(value, dict)
    assert value["(1, 2)"] == [1]


GOOD = Imported(
    "web_page",
    SourceMetadata("Title", countries=("PE",)),
    (Block(PassageKind.HEADING, "Top", level=1), Block(PassageKind.CAPTION, "", picture=SHA)),
    pictures={SHA: PNG},
    facts=(Fact("Area", "5", 1),),
)


def test_what_an_importer_owes_is_accepted() -> None:
    check(GOOD, "page.html", Bounds())


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"blocks": (Block(PassageKind.PARAGRAPH, "two\nlines"),)}, "line break"),
        ({"blocks": (Block(PassageKind.PARAGRAPH, "bell\x07"),)}, "control character"),
        ({"blocks": (Block(PassageKind.PARAGRAPH, ""),)}, "empty passage"),
        ({"blocks": (Block(PassageKind.HEADING, "Top", level=9),)}, "level 9"),
        ({"blocks": (Block(PassageKind.PARAGRAPH, "Words", page=0),)}, "page"),
        (
            {
                "blocks": (
                    Block(PassageKind.PARAGRAPH, "ab", spans=(InlineSpan(0, 3, SpanStyle.STRONG),)),
                )
            },
            "style outside",
        ),
        (
            {"blocks": (Block(PassageKind.TABLE_CELL, "a", cell=CellPosition(0, -1, 0)),)},
            "outside its table",
        ),
        ({"pictures": {}}, "picture that is not there"),
        ({"pictures": {SHA: b"<svg onload=alert(1)>"}}, "unknown kind"),
        ({"facts": (Fact("Area", "5", 2),)}, "fact of no passage"),
        ({"metadata": SourceMetadata(" ")}, "title"),
        ({"metadata": SourceMetadata("T", countries=("Peru",))}, "country"),
        ({"metadata": None, "facts": ()}, "no document"),
    ],
)
def test_what_breaks_its_word_is_not_stored(changes: dict[str, Any], complaint: str) -> None:
    changed = dataclasses.replace(GOOD, **{"facts": (), **changes})
    with pytest.raises(ImportFailed, match=complaint) as refused:
        check(changed, "page.html", Bounds())
    assert "page.html" in str(refused.value)


@pytest.mark.parametrize(
    ("bounds", "complaint"),
    [
        (Bounds(blocks=1), "more than 1 passages"),
        (Bounds(characters=2), "more than 2 characters"),
        (Bounds(pictures=0), "more than 0 pictures"),
        (Bounds(picture_bytes=27), "more than 27 bytes"),
    ],
)
def test_a_source_that_unfolds_beyond_its_bounds_is_refused(bounds: Bounds, complaint: str) -> None:
    with pytest.raises(ImportFailed, match=complaint):
        check(GOOD, "page.html", bounds)


def test_the_sheets_of_a_table_arrive_as_they_were_sent() -> None:
    sheets = (
        TableSheet("2024", (("Country", "Score"), ("Perú", "7,5"), ()), 9, 2, decimal_comma=True),
        TableSheet("empty", (), 0, 0),
    )
    assert decode_sheets(encode_sheets(sheets)) == sheets


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[1]", b'[["a",[],0]]', b'[["a",[[1]],0,0,false]]', b'[["a",[],"0",0,false]]',
     b'[["\\ud800",[],0,0,false]]', b"[" * 5000],
)  # fmt: skip
def test_what_are_no_sheets_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode_sheets(data)
