"""Markdown: front matter, body, and what neither of them may do to the program."""

from __future__ import annotations

import pytest
from importing import Import

from reader.domain.dates import PartialDate
from reader.domain.document import Origin, PassageKind
from reader.domain.errors import ImportFailed


def _front(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "Some words."))


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("[NO]", ("NO",)),
        ("NO", ("NO",)),
        ("\n  - no\n  - NO", ("NO",)),
        ("[PER, Bolivia, Côte d'Ivoire]", ("PE", "BO", "CI")),
        ("Peru, Chile; Ecuador", ("PE", "CL", "EC")),
        ("Congo, Dem. Rep.", ("CD",)),
    ],
)
def test_countries_are_stated_in_any_usual_way(
    written: str, codes: tuple[str, ...], import_text: Import
) -> None:
    metadata = import_text(_front(f"countries: {written}")).metadata
    assert metadata.countries == codes
    assert metadata.origins["countries"] is Origin.STATED


def test_an_unknown_country_is_named_and_the_others_kept(import_text: Import) -> None:
    union = import_text(_front("countries: [European Union]"))
    assert union.metadata.countries == ()
    assert "Not a country but a union of states: 'European Union'" in union.warnings[0]
    imported = import_text(_front("countries: [Atlantis, PE]"))
    assert imported.metadata.countries == ("PE",)
    assert "Atlantis" in imported.warnings[0]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-05-31", PartialDate(2023, 5, 31)),
        ('"2023-05"', PartialDate(2023, 5)),
        ("2023", PartialDate(2023)),
        ("2023-05-31T10:00:00Z", PartialDate(2023, 5, 31)),
        ("31 May 2023", PartialDate(2023, 5, 31)),
        ("May 31st, 2023", PartialDate(2023, 5, 31)),
        ("Sept. 2023", PartialDate(2023, 9)),
    ],
)
def test_dates_keep_the_precision_they_are_stated_with(
    written: str, date: PartialDate, import_text: Import
) -> None:
    assert import_text(_front(f"published: {written}")).metadata.published == date


@pytest.mark.parametrize("written", ["2023-02-30", "last spring", "[2023]", "Foo 2023"])
def test_what_is_no_date_is_said_and_kept_as_it_was_written(
    written: str, import_text: Import
) -> None:
    imported = import_text(_front(f"published: {written}"))
    assert imported.metadata.published is None
    assert "published" in imported.metadata.extra
    assert "not a date" in imported.warnings[0]


def test_a_field_of_the_wrong_shape_is_said_and_kept(import_text: Import) -> None:
    imported = import_text(_front("publisher: [A, B]", "tags: one"))
    assert imported.metadata.publisher is None
    assert imported.metadata.extra == {"publisher": ["A", "B"]}
    assert imported.metadata.tags == ("one",)
    assert "`publisher` is not a text" in imported.warnings[0]


def test_an_empty_field_is_an_unknown_one(import_text: Import) -> None:
    metadata = import_text(_front("title:", "publisher: ~", "tags: []", "url: null")).metadata
    assert metadata.title == "source"
    assert (metadata.publisher, metadata.tags, metadata.url) == (None, (), None)
    assert metadata.origins == {"title": Origin.INFERRED}


def test_a_summarised_work_may_be_named_by_its_title_alone(import_text: Import) -> None:
    work = import_text(_front("summarises: The long road")).metadata.summarises
    assert work is not None
    assert (work.title, work.publisher) == ("The long road", None)


@pytest.mark.parametrize("written", ["[a, b]", "{publisher: Somebody}"])
def test_a_summarised_work_without_a_title_is_said(written: str, import_text: Import) -> None:
    imported = import_text(_front(f"summarises: {written}"))
    assert imported.metadata.summarises is None
    assert "no title" in imported.warnings[0]
    assert "summarises" in imported.metadata.extra


def test_the_date_of_a_summarised_work_is_checked_too(import_text: Import) -> None:
    imported = import_text(_front("summarises: {title: Road, published: soon}"))
    work = imported.metadata.summarises
    assert work is not None
    assert work.published is None
    assert imported.metadata.extra == {"summarises": {"published": "soon"}}
    assert "soon" in imported.warnings[0]


def test_front_matter_that_is_no_yaml_is_read_line_by_line(import_text: Import) -> None:
    imported = import_text(
        _front("title: Chile: the trains", "tags: [a, b", "loose line", "kind: *x", "language: en")
    )
    metadata = imported.metadata
    assert (metadata.title, metadata.kind, metadata.language) == ("Chile: the trains", "*x", "en")
    assert "not valid YAML" in imported.warnings[0]
    assert imported.blocks[0].text == "Some words."


@pytest.mark.parametrize(
    "lines",
    [
        ["a: &a [x, x]", "b: &b [*a, *a]", "title: Kept"],
        ["a: " + "[" * 5000, "title: Kept"],
        ["? [a, b]", ": c", "title: Kept"],
        ["a: b\x07", "title: Kept"],
    ],
    ids=["aliases", "nesting", "keys", "control characters"],
)
def test_yaml_cannot_be_made_to_grow(lines: list[str], import_text: Import) -> None:
    imported = import_text(_front(*lines))
    assert imported.metadata.title == "Kept"
    assert imported.warnings


def test_endless_front_matter_is_not_read(import_text: Import) -> None:
    imported = import_text(_front(*["key: value"] * 10_000))
    assert imported.metadata.title == "source"
    assert "longer than 64 KB" in imported.warnings[0]


def test_a_text_between_rules_is_no_front_matter(import_text: Import) -> None:
    imported = import_text("---\n\nA rule, then words.\n\n---\n\nMore words.")
    assert [block.text for block in imported.blocks] == ["A rule, then words.", "More words."]
    assert import_text("---\ntitle: never closed").blocks[0].text == "title: never closed"


def test_a_list_as_front_matter_says_nothing(import_text: Import) -> None:
    assert import_text("---\nkey:\n- [a\n---\nBody").blocks[0].text == "Body"
    assert import_text("---\n- a\nb:\n---\nBody").blocks[0].text == "Body"


def test_front_matter_without_text_is_no_source(import_text: Import) -> None:
    with pytest.raises(ImportFailed, match="no text"):
        import_text("---\ntitle: Nothing more\n---\n\n<!-- nothing -->")


def test_the_first_heading_is_the_title_and_stays_a_passage(import_text: Import) -> None:
    imported = import_text("# Harbour\n\nOne.\n\n## Night\n\nTwo.\n\n# Day\n\nThree.")
    assert imported.metadata.title == "Harbour"
    assert imported.metadata.origins["title"] is Origin.STATED
    assert [(block.text, block.heading_path) for block in imported.blocks] == [
        ("Harbour", ()),
        ("One.", ()),
        ("Night", ()),
        ("Two.", ("Night",)),
        ("Day", ()),
        ("Three.", ("Day",)),
    ]


def test_a_title_page_of_another_wording_is_left_out_of_paths_too(import_text: Import) -> None:
    imported = import_text("---\ntitle: Stated\n---\n# Printed\n\n## Night\n\nTwo.")
    assert imported.metadata.title == "Stated"
    assert imported.blocks[-1].heading_path == ("Night",)


@pytest.mark.parametrize(
    "text",
    [
        "5 < 7 and 8 > 6, a <word> too",
        "see <!-- never closed",
        "<?php echo ?> and <!DOCTYPE html>",
        "[Editor]: agreed",
        "[^1]: a note",
        "R&D &c. © 2019",
        "snake_case_name and 2 * 3 * 4 = 24",
        "an unclosed [bracket and (parenthesis",
    ],
)
def test_what_is_no_markup_is_text(text: str, import_text: Import) -> None:
    assert import_text(f"Before.\n\n{text}\n\nAfter.").blocks[1].text == text


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("- a\n  - b\n    - c\n- d", [(1, "a"), (2, "b"), (3, "c"), (1, "d")]),
        ("- a\n    - b\n        - c\n- d", [(1, "a"), (2, "b"), (3, "c"), (1, "d")]),
        ("1. a\n   - b\n   - c\n2. d", [(1, "a"), (2, "b"), (2, "c"), (1, "d")]),
        ("- a\n\n\t- b\n\n- c", [(1, "a"), (2, "b"), (1, "c")]),
        ("- a\n  - b\nlazy words\n", [(1, "a"), (2, "b lazy words")]),
        ("- a\n  - b\n\nwords\n\n    - code", [(1, "a"), (2, "b"), (0, "words"), (0, "- code")]),
        ("- a\n  - b\n# H\n", [(1, "a"), (2, "b"), (1, "H")]),
    ],
)
def test_lists_nest_by_any_usual_indentation(
    source: str, shape: list[tuple[int, str]], import_text: Import
) -> None:
    blocks = import_text(source).blocks
    assert [(block.level, block.text) for block in blocks] == shape


def test_a_rule_between_lists_and_code_in_a_list_stay_what_they_are(import_text: Import) -> None:
    source = (
        "1. a\n   - b\n\n* * *\n\n1. c\n\n   ~~~\n     - code\n   ```\n   ~~~\n2. d\n   - e\n\n"
        "   words\n\n```\nf\n```\n"
    )
    shape = [(block.kind.value, block.ordered, block.text) for block in import_text(source).blocks]
    assert shape == [
        ("list_item", 1, "a"),
        ("list_item", None, "b"),
        ("list_item", 1, "c"),
        ("code", None, "- code"),
        ("code", None, "```"),
        ("list_item", 2, "d"),
        ("list_item", None, "e"),
        ("paragraph", None, "words"),
        ("code", None, "f"),
    ]


def test_lists_go_on_below_the_code_that_interrupts_them(import_text: Import) -> None:
    source = "- a\n    - b\n\n      ```\n      code\n      ```\n    - c\n\nwords\n\n    - code\n"
    shape = [(block.kind.value, block.text) for block in import_text(source).blocks]
    assert shape == [
        ("list_item", "a"),
        ("list_item", "b"),
        ("code", "code"),
        ("list_item", "c"),
        ("paragraph", "words"),
        ("code", "- code"),
    ]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("[" * 20_000, "[" * 20_000),
        ("[a](" * 5_000, "[a](" * 5_000),
        ("<a " * 5_000 + "end", ("<a " * 5_000 + "end")),
        ("*a* " * 6_000, ("*a* " * 6_000).strip()),
        ("\\" * 30_000, "\\" * 30_000),
        ("&amp;" * 6_000, "&amp;" * 6_000),
        ("<i>b</i>" * 6_000, "<i>b</i>" * 6_000),
    ],
    ids=["brackets", "links", "tags", "emphasis", "backslashes", "entities", "inline tags"],
)
def test_marks_without_end_are_read_as_text(source: str, kept: str, import_text: Import) -> None:
    imported = import_text(source)
    assert "".join(block.text for block in imported.blocks) == kept
    assert len(imported.warnings) == 1


def test_many_headings_and_rows_without_a_blank_line_stay_what_they_are(
    import_text: Import,
) -> None:
    headings = import_text("# a\n" * 8_000).blocks
    assert len(headings) == 8_000
    assert {block.kind for block in headings} == {PassageKind.HEADING}
    rows = import_text("| *a* | *b* |\n|---|---|\n" + "| *c* | *d* |\n" * 2_000)
    assert len(rows.blocks) == 4_002
    assert rows.warnings == ()


def test_a_long_run_of_html_stays_html(import_text: Import) -> None:
    imported = import_text("<p>*a*</p>\n" * 6_000)
    assert len(imported.blocks) == 6_000
    assert imported.warnings == ()


def test_closed_brackets_in_number_are_links(import_text: Import) -> None:
    blocks = import_text("[a](https://example.org) " * 80).blocks
    assert len(blocks[0].spans) == 80


def test_nesting_without_end_is_read_as_paragraphs(import_text: Import) -> None:
    imported = import_text("1. " * 20_000 + "end\n\nnext")
    assert imported.blocks[-1].text == "next"
    assert "nests too deep" in imported.warnings[0]
    quoted = import_text(">" * 5_000 + " end").blocks
    assert [block.text for block in quoted] == ["end"]
