"""Saved pages as plain text: the page's own words stay, what stands around them goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import Import

from reader.domain.dates import PartialDate
from reader.domain.document import Origin, PassageKind
from reader.domain.errors import ImportFailed
from reader.ingest.boilerplate import Boilerplate, drop_boilerplate, lines_of, load_boilerplate
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.saved_text import import_saved_text
from reader.places import resources

LEAD = (
    "The harbour of Valparaíso is searched every night, and every night something is found in it."
)
MORE = "Officers of the second shift say that the first one leaves the best containers to them."


def _page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def _read(import_text: Import, *paragraphs: str) -> Imported:
    return import_text(_page(*paragraphs), "page.txt")


def _texts(imported: Imported) -> list[str]:
    return [block.text for block in imported.blocks]


@pytest.mark.parametrize(
    "line",
    [
        "SHARETweet about this on TwitterShare on Facebook",
        "Read More",
        "DONATE NOW",
        "Support Our Work",
        "Other Countries",
        "SEE ALSO:\nMore Coverage of Harbours",
        "See also: More Coverage of Harbours",
        "Presented by",
        "© 2015 Example House. All rights reserved.",
        "Support Our Work\n\nGoing there costs money.\n\nPlease give.\n\nDONATE NOW",
        "SEE ALSO:",
    ],
)
def test_boilerplate_goes_and_the_text_around_it_stays(line: str, import_text: Import) -> None:
    assert _texts(_read(import_text, "Harbour Nights", LEAD, line, MORE)) == [
        "Harbour Nights",
        LEAD,
        MORE,
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more about it in the book that the harbour master wrote after he had retired.",
        "Share prices of the port fell by two percent.",
        "See also: the law of 2012, under which the harbour police may open any container at any "
        "hour, provided that two witnesses are there and that they sign.",
        "Copyright piracy is rife in the market. It is sold openly.",
        "By 2015, Chile had two more scanners.",
        "Presented by the minister, the plan was refused.",
        "Join the discussion, he said.",
    ],
)
def test_a_sentence_that_resembles_boilerplate_stays(sentence: str, import_text: Import) -> None:
    imported = _read(import_text, "Harbour Nights", LEAD, sentence, MORE)
    assert _texts(imported) == ["Harbour Nights", LEAD, sentence, MORE]
    assert imported.metadata.authors == ()


def test_a_text_after_a_link_mark_stays_when_it_is_a_text(import_text: Import) -> None:
    assert _texts(_read(import_text, "Harbour Nights", "SEE ALSO:", LEAD + " " + MORE)) == [
        "Harbour Nights",
        LEAD + " " + MORE,
    ]


def test_an_appeal_that_never_ends_takes_no_text_with_it(import_text: Import) -> None:
    texts = ["Support Our Work", LEAD, MORE, LEAD[4:], MORE[3:], LEAD[2:], "Donate now"]
    assert _texts(_read(import_text, "Harbour Nights", *texts)) == ["Harbour Nights", *texts[1:-1]]


def test_comments_and_all_after_them_go(import_text: Import) -> None:
    page = (LEAD * 2, "Join the Discussion", "I was there.", "blog comments powered by Disqus", "x")
    assert _texts(_read(import_text, "Harbour Nights", *page)) == ["Harbour Nights", LEAD * 2]


def test_a_link_to_the_comments_above_the_text_ends_nothing(import_text: Import) -> None:
    imported = _read(import_text, "Harbour Nights", "Leave a comment", LEAD * 2)
    assert _texts(imported) == ["Harbour Nights", LEAD * 2]


def test_a_teaser_repeated_below_the_comments_goes_above_them_too(import_text: Import) -> None:
    blurb = "Take a tent and a lamp. Nothing else is needed."
    imported = _read(
        import_text,
        "Harbour Nights",
        LEAD * 2,
        "How to Sleep Outside",
        blurb,
        "What Remains",
        MORE,
        "Leave a reply",
        "How to Sleep Outside",
        "Take a tent and a lamp.",
        "What Remains",
    )
    assert _texts(imported) == ["Harbour Nights", LEAD * 2, "What Remains", MORE]


def test_a_link_glued_to_a_sentence_is_cut_off(import_text: Import) -> None:
    assert _texts(_read(import_text, "Harbour Nights", f"{LEAD} Read More", MORE)) == [
        "Harbour Nights",
        LEAD,
        MORE,
    ]


def test_what_is_printed_twice_is_read_once(import_text: Import) -> None:
    page = ("Scanner Bought", "Scanner Bought", LEAD, "Scanner Bought", LEAD, "Yes.", MORE, "Yes.")
    assert _texts(_read(import_text, "Harbour News", *page)) == [
        "Harbour News",
        "Scanner Bought",
        LEAD,
        "Yes.",
        MORE,
        "Yes.",
    ]


def test_a_long_line_is_dropped_alone_where_it_stands_again(import_text: Import) -> None:
    page = ("Scanner Bought", LEAD, LEAD * 2, MORE, LEAD * 2, "Another Scanner", LEAD, "Yes.")
    assert _texts(_read(import_text, "Harbour News", *page)) == [
        "Harbour News",
        "Scanner Bought",
        LEAD,
        LEAD * 2,
        MORE,
        "Another Scanner",
        "Yes.",
    ]


def test_equal_figures_below_each_other_are_no_repetition(import_text: Import) -> None:
    assert _texts(_read(import_text, "Harbour Nights", "12", "12", LEAD))[1:3] == ["12", "12"]


def test_a_page_of_menus_is_no_source(import_text: Import) -> None:
    with pytest.raises(ImportFailed, match="menus and links"):
        _read(import_text, "Read more", "Subscribe", "Share on Facebook")


def test_a_tab_under_its_country_goes_and_a_country_s_listing_stays(import_text: Import) -> None:
    page = ("Chile News", "A raid in the port", LEAD, "Chile Groups", "Chile Profile", MORE)
    assert _texts(_read(import_text, *page)) == [each for each in page if each != "Chile Groups"]
    listing = ("Port notes", LEAD, "Chile News", "A raid in the port", MORE)
    assert _texts(_read(import_text, *listing)) == list(listing)
    own = ("Port notes", LEAD, "Chile Groups", MORE)
    assert _texts(_read(import_text, *own)) == list(own)


def test_menus_go_where_no_text_is_under_them(import_text: Import) -> None:
    imported = _read(import_text, "Harbour Nights", "Chapters", "Maps", "News", LEAD, "About")
    assert _texts(imported) == ["Harbour Nights", "News", LEAD]


def test_sections_are_headings_of_what_follows(import_text: Import) -> None:
    imported = _read(
        import_text,
        "Chile Profile",
        LEAD,
        "Security Forces",
        MORE,
        "Who Pays?",
        "Nobody does, say the officers.",
        "Two words",
        "and more of them",
    )
    assert [(block.kind.value, block.level, block.heading_path) for block in imported.blocks] == [
        ("heading", 1, ()),
        ("paragraph", 0, ()),
        ("heading", 2, ()),
        ("paragraph", 0, ("Security Forces",)),
        ("heading", 2, ()),
        ("paragraph", 0, ("Who Pays?",)),
        ("paragraph", 0, ("Who Pays?",)),
        ("paragraph", 0, ("Who Pays?",)),
    ]


def test_items_of_a_listing_stand_under_its_heading(import_text: Import) -> None:
    imported = import_text(
        f"Chile\n\n{LEAD}\n\nMore News\n\n • First Item\n\n   A man waits\n\n   {MORE}\n\n"
        " • Second Item\n\n   Waiting for more\n\n • Plain point\n • Another point\n\n"
        f"Last Words\n\n{LEAD} X.",
        "page.txt",
    )
    assert [(block.kind.value, block.level, block.text) for block in imported.blocks[2:]] == [
        ("heading", 2, "More News"),
        ("heading", 3, "First Item"),
        ("caption", 0, "A man waits"),
        ("paragraph", 0, MORE),
        ("heading", 3, "Second Item"),
        ("paragraph", 0, "Waiting for more"),
        ("list_item", 1, "Plain point"),
        ("list_item", 1, "Another point"),
        ("heading", 2, "Last Words"),
        ("paragraph", 0, f"{LEAD} X."),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "Officers on the pier on 3 May 2012. (Ana Soto/Reuters)",
        "A crane at night (Photo: harbour police)",
        "Photo: A crane at night",
        "Two cranes (AFP)",
    ],
)
def test_a_picture_s_words_are_a_caption_and_its_date_is_not_the_page_s(
    caption: str, import_text: Import
) -> None:
    imported = _read(import_text, "Harbour Nights", caption, LEAD)
    assert imported.blocks[1].kind is PassageKind.CAPTION
    assert imported.metadata.published is None


def test_a_long_paragraph_with_a_credit_in_it_is_no_caption(import_text: Import) -> None:
    text = f"{LEAD * 4} (Ana Soto/Reuters)"
    assert _read(import_text, "Harbour", text).blocks[1].kind is PassageKind.PARAGRAPH


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("It was led by\nRamón Paz\n, who hid.", "It was led by Ramón Paz, who hid."),
        ("It was\nRamón Paz\nwho hid.", None),
        ("The head of the\nHarbour Office\n(a lawyer) left.", None),
        ("Ships from Peru,\nChile and Cuba came.", "Ships from Peru, Chile and Cuba came."),
        ("The end.\nof which more", None),
        ("Security Forces\nThe police has boats.", None),
        ("The list\n• One\n• Two", None),
    ],
)
def test_a_paragraph_that_links_broke_is_one_again_and_others_are_not(
    source: str, joined: str | None, import_text: Import
) -> None:
    texts = _texts(_read(import_text, "Harbour Nights", LEAD, source, MORE))
    if joined is not None:
        assert texts == ["Harbour Nights", LEAD, joined, MORE]
    else:
        assert joined not in texts
        kept = " ".join(texts[2:-1])
        assert kept == source.replace("\n• ", " ").replace("\n", " ")
        assert len(texts) > 4


def test_fixed_width_lines_become_paragraphs(import_text: Import) -> None:
    text = (
        "The harbour of the town is searched every night by forty\nofficers, and what they find is "
        "kept in a hall behind the\nHarbour Office until a judge has seen it.\n\nShort one."
    )
    texts = _texts(import_text(f"Harbour Nights\n\n{text}", "page.txt"))
    assert [len(each) for each in texts] == [14, len(text) - 12, 10]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ana Soto", ("Ana Soto",)),
        ("BY Ana Soto and Luis de la Fuente", ("Ana Soto", "Luis de la Fuente")),
        ("Presented by Ana Soto, Tom Lee, and Émile Ôlé", ("Ana Soto", "Tom Lee", "Émile Ôlé")),
        ("Presented by\n\nAna Soto & Tom O'Neil", ("Ana Soto", "Tom O'Neil")),
        ("Presented by\n\nthe harbour office", ()),
        ("By night", ()),
        ("Ana Soto", ()),
    ],
)
def test_authors_are_read_where_the_page_names_them_as_such(
    byline: str, authors: tuple[str, ...], import_text: Import
) -> None:
    metadata = _read(import_text, "Harbour Nights", byline, LEAD).metadata
    assert metadata.authors == authors
    assert ("authors" in metadata.origins) is bool(authors)


def test_what_the_page_states_is_stated(import_text: Import) -> None:
    metadata = _read(
        import_text,
        "Harbour Nights",
        "Published on: 3 June 2018",
        "Source: https://example.org/harbour",
        LEAD,
        "© 2017 Rights House",
        "Published by Example Press.",
        "© 2018 Another House",
    ).metadata
    assert metadata.published == PartialDate(2018, 6, 3)
    assert metadata.url == "https://example.org/harbour"
    assert metadata.publisher == "Example Press"
    assert metadata.origins["publisher"] is Origin.STATED
    assert metadata.origins["published"] is Origin.STATED


def test_who_holds_the_rights_is_taken_for_the_publisher_and_said_to_be_inferred(
    import_text: Import,
) -> None:
    metadata = _read(import_text, "Harbour Nights", LEAD, "© 2017–2019 Rights House").metadata
    assert metadata.publisher == "Rights House"
    assert metadata.origins["publisher"] is Origin.INFERRED


def test_nothing_stated_is_nothing_known(import_text: Import) -> None:
    metadata = _read(import_text, "Harbour Nights", LEAD).metadata
    assert (metadata.publisher, metadata.published, metadata.url, metadata.kind) == (None,) * 4
    assert metadata.authors == ()
    assert metadata.origins["title"] is Origin.STATED


def test_a_page_that_begins_with_a_paragraph_is_named_by_a_heading_or_by_its_file(
    import_text: Import,
) -> None:
    about = f"Chile has a long coast. {LEAD} Chile guards it."
    named = _read(
        import_text, about, "Ships and Boats of All Sorts in Chile", MORE, "Chile Today", LEAD
    )
    assert named.metadata.title == "Chile Today"
    assert named.metadata.origins["title"] is Origin.INFERRED
    assert next(each.level for each in named.blocks if each.text == "Chile Today") == 1
    long = _read(import_text, about, "Ships and Boats of All Sorts in Chile", MORE)
    assert long.metadata.title == "page"
    nowhere = _read(import_text, LEAD, "Ships", MORE)
    assert nowhere.metadata.title == "page"


@pytest.mark.parametrize(
    ("title", "text", "countries"),
    [
        ("Chile and Peru", LEAD, ("CL", "PE")),
        ("Ships", "Chile, Chile and Peru.", ("CL",)),
        ("Ships", "Chile and Chile, Peru and Peru.", ()),
        ("Ships", "Chile once.", ()),
        ("Ships", "No country.", ()),
        ("Ships", "Guinea-Bissau, Guinea-Bissau and Equatorial Guinea.", ("GW",)),
        ("Ships", "A Chilean ship met a Chilean boat.", ("CL",)),
    ],
)
def test_the_country_is_that_of_the_title_or_the_one_most_named(
    title: str, text: str, countries: tuple[str, ...], import_text: Import
) -> None:
    assert _read(import_text, title, text, MORE).metadata.countries == countries


def test_marks_of_writing_stay_as_they_are(import_text: Import) -> None:
    text = "El “niño” no volvió\u00a0–\u00a0dijo la policía de Ñuñoa\u200b."
    assert _texts(_read(import_text, "Harbour Nights", text))[1] == text


def test_invisible_lines_are_no_passages(import_text: Import) -> None:
    assert _texts(_read(import_text, "Harbour Nights", "\u200b", "\u202e", LEAD)) == [
        "Harbour Nights",
        LEAD,
    ]


def _rules() -> Boilerplate:
    return load_boilerplate(resources() / "boilerplate.toml")


def test_the_rules_of_the_shipped_file_can_be_read() -> None:
    rules = _rules()
    assert "donate now" in rules.lines
    assert "join the discussion" in rules.ends
    assert all(line == line.strip() for line in rules.lines | rules.ends | rules.menus)


def test_a_rules_file_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boilerplate.toml"
    path.write_text("lines = []", encoding="utf-8")
    with pytest.raises(KeyError):
        load_boilerplate(path)


SENTENCES = st.lists(
    st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=3, max_size=30).map(
        lambda words: f"{' '.join(words).capitalize()}."
    ),
    min_size=1,
    max_size=20,
    unique=True,
)


@settings(deadline=None)
@given(SENTENCES, st.integers(1, 4))
def test_every_sentence_of_an_article_is_kept(
    knowledge: Knowledge, sentences: list[str], each: int
) -> None:
    paragraphs = [" ".join(sentences[at : at + each]) for at in range(0, len(sentences), each)]
    imported = import_saved_text(_page("A Title", *paragraphs), "page.txt", knowledge)
    assert [block.text for block in imported.blocks] == ["A Title", *paragraphs]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_a_reason(knowledge: Knowledge, text: str) -> None:
    lines = lines_of(text)
    kept, after = drop_boilerplate(lines, _rules())
    assert len(kept) + len(after) <= len(lines)
    try:
        imported = import_saved_text(text, "page.txt", knowledge)
    except ImportFailed:
        return
    assert all(block.text for block in imported.blocks)
