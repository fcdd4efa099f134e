"""What a page says of itself is read off, and nothing that it does not say."""

from __future__ import annotations

import json

import pytest
from importing import Import

from reader.domain.document import Origin, SourceMetadata
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source

BODY = (
    "<h1>The quay</h1><p>The quay was closed on 3 May 1994, and nobody of the firm came to open "
    "it for the ships.</p><p>Two ships waited outside, one of them without a name on it.</p>"
)


@pytest.fixture
def read(knowledge: Knowledge) -> Import:
    def run(head: str, body: str = BODY, before: str = "", lang: str = "") -> Imported:
        page = f"<!doctype html>{before}<html {lang}><head>{head}</head><body>{body}</body></html>"
        return import_file(Source(page.encode(), "saved_page.html"), knowledge)

    return run


def _metadata(found: Imported) -> SourceMetadata:
    assert found.metadata is not None
    return found.metadata


def _ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_a_page_that_says_nothing_of_itself_leaves_it_unknown(read: Import) -> None:
    metadata = _metadata(read("", "<p>The quay was closed, and nobody came to open it.</p>"))
    assert (metadata.title, metadata.origins["title"]) == ("saved page", Origin.INFERRED)
    for key in ("publisher", "published", "accessed", "url", "kind"):
        assert getattr(metadata, key) is None
    assert metadata.authors == ()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>The quay | Harbour News</title>", "The quay"),
        (
            "<title>News: The quay</title><meta property=og:site_name content=News>",
            "The quay",
        ),
        ("<title>x</title>" + _ld({"@type": "Article", "headline": "The quay"}), "The quay"),
    ],
)
def test_the_title_is_that_of_the_article(read: Import, head: str, title: str) -> None:
    metadata = _metadata(read(head))
    assert (metadata.title, metadata.origins["title"]) == (title, Origin.STATED)


def test_a_title_loses_its_sites_name_where_the_page_has_no_heading(read: Import) -> None:
    head = "<title>Closed – Harbour News</title><meta property=og:site_name content='Harbour news'>"
    metadata = _metadata(read(head, BODY.replace("<h1>The quay</h1>", "")))
    assert (metadata.title, metadata.publisher) == ("Closed", "Harbour news")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name=author content='By Ana Ruiz'>", ("Ana Ruiz",)),
        (_ld({"@type": "NewsArticle", "author": "Ana Ruiz"}), ("Ana Ruiz",)),
        (_ld([{"@type": ["Report"], "author": [{"name": "A"}, {"name": "B"}]}]), ("A", "B")),
        (
            _ld(
                {
                    "@graph": [
                        {"@type": "WebPage", "author": {"@id": "#p"}},
                        {"@id": "#p", "@type": "Person", "name": "C"},
                    ]
                }
            ),
            ("C",),
        ),
        ("<meta name=citation_author content=A><meta name=citation_author content=B>", ("A", "B")),
        ("<meta name=DC.creator content=A><meta name=author content=other>", ("A",)),
        ("<meta property=article:author content=https://social.example/ana>", ()),
        (_ld({"@type": "Article", "author": {"name": None}}), ()),
        (_ld({"@type": "Article", "comment": {"@type": "Comment", "author": {"name": "Z"}}}), ()),
    ],
)
def test_authors_are_those_the_page_names(
    read: Import, head: str, authors: tuple[str, ...]
) -> None:
    assert _metadata(read(head)).authors == authors


@pytest.mark.parametrize(
    ("head", "published", "origin"),
    [
        (
            _ld({"@type": "Article", "datePublished": "2021-05-03T01:00:00+02:00"}),
            "2021-05-03",
            Origin.STATED,
        ),
        (
            "<meta property=article:published_time content=2021-05-03T10:00:00Z>",
            "2021-05-03",
            Origin.STATED,
        ),
        ("<meta name=citation_publication_date content=2021/5>", "2021-05", Origin.STATED),
        ("<meta name=citation_date content=2021>", "2021", Origin.STATED),
        ("<meta name=DC.date.issued content=20210503>", "2021-05-03", Origin.STATED),
        ("<meta name=date content='Mon, 03 May 2021 10:00:00 GMT'>", "2021-05-03", Origin.STATED),
        ("<meta itemprop=datePublished content=2021-05-03>", "2021-05-03", Origin.STATED),
        ("<meta property=article:modified_time content=2021-05-03>", None, None),
        (_ld({"@type": "Article", "dateModified": "2021-05-03"}), None, None),
        ("<meta name=date content=1970-01-01>", None, None),
        ("<meta name=date content=0001-01-01><meta name=pubdate content=soon>", None, None),
        ("<meta name=date content=2021-13-45>", None, None),
    ],
)
def test_the_date_is_that_of_publication(
    read: Import, head: str, published: str | None, origin: Origin | None
) -> None:
    metadata = _metadata(read(head))
    assert (str(metadata.published) if metadata.published else None) == published
    assert metadata.origins.get("published") == origin


@pytest.mark.parametrize(
    ("time", "published"),
    [
        ("<div class=byline><time datetime=2020-02-02>2 Feb</time></div>", "2020-02-02"),
        ("<header><time datetime=2020-02-02T10:00>2 Feb</time></header>", "2020-02-02"),
        ("<p>On <time datetime=1994-05-03>3 May 1994</time> it closed.</p>", None),
        ("<div class=updated><time class=date datetime=2020-02-02>now</time></div>", None),
        ("<aside><time class=date datetime=2020-02-02>then</time></aside>", None),
        (
            "<b class=date><time datetime=2020-02-02>a</time><time datetime=2021>b</time></b>",
            None,
        ),
    ],
)
def test_a_byline_lets_infer_the_date_but_the_text_does_not(
    read: Import, time: str, published: str | None
) -> None:
    metadata = _metadata(read("", BODY.replace("</h1>", f"</h1>{time}")))
    assert (str(metadata.published) if metadata.published else None) == published
    assert metadata.origins.get("published") == (Origin.INFERRED if published else None)


def test_two_dates_are_said_and_the_articles_own_is_taken(read: Import) -> None:
    near = _ld({"@type": "Article", "datePublished": "2021-05-03"})
    far = "<meta property=article:published_time content=2021-05-{}T00:00>"
    assert read(far.format("04") + near).warnings == ()
    found = read(far.format("09") + near)
    assert str(_metadata(found).published) == "2021-05-03"
    assert found.warnings == (
        "The page states two dates of publication: 2021-05-03 (datePublished) and 2021-05-09 "
        "(article:published_time); the first was taken",
    )


SAVED = "<!-- saved from url=(0024)https://x.example/a?b=c -->"


@pytest.mark.parametrize(
    ("before", "head", "url"),
    [
        ("", "<link rel=canonical href=https://x.example/a>", "https://x.example/a"),
        ("", "<link rel=canonical href=/a>", None),
        (SAVED, "<link rel=canonical href=/a>", "https://x.example/a"),
        (SAVED, "<link rel=canonical href=https://x.example/>", "https://x.example/a?b=c"),
        (SAVED, "", "https://x.example/a?b=c"),
        ("", "<meta property=og:url content=http://x.example/b>", "http://x.example/b"),
        ("", "<link rel=canonical href=javascript:alert(1)>", None),
        (
            "",
            "<link rel=canonical href='https://[x'><meta property=og:url content=file:///etc>",
            None,
        ),
        ("<!-- saved from url=(0014)about:internet -->", "", None),
    ],
)
def test_the_address_is_one_of_the_web(
    read: Import, before: str, head: str, url: str | None
) -> None:
    assert _metadata(read(head, before=before)).url == url


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (_ld({"@type": "Article", "publisher": {"name": "Harbour House"}}), "Harbour House"),
        (_ld([{"@type": "WebSite", "name": "Harbour News"}, {"@type": "WebPage"}]), "Harbour News"),
        ("<meta name=citation_publisher content=Press>", "Press"),
        ("<meta name=DCTERMS.publisher content=Office>", "Office"),
        ("<meta property=og:site_name content=Site>", "Site"),
        ("<script type=application/ld+json>{not json</script>", None),
    ],
)
def test_the_publisher_is_the_one_that_is_named(
    read: Import, head: str, publisher: str | None
) -> None:
    assert _metadata(read(head)).publisher == publisher


def test_of_several_articles_the_one_with_the_pages_title_is_it(read: Import) -> None:
    others = [{"@type": "Article", "headline": "Other", "author": "Z", "datePublished": "2001"}]
    own = {"@type": "Article", "headline": "The quay", "author": "A", "datePublished": "2021"}
    metadata = _metadata(read("<title>The quay - X</title>" + _ld([*others, own])))
    assert (metadata.authors, str(metadata.published)) == (("A",), "2021")
    metadata = _metadata(read("<title>Digest</title>" + _ld([*others, own])))
    assert (metadata.authors, metadata.published) == ((), None)


def test_the_language_is_the_pages_word_unless_its_words_say_otherwise(read: Import) -> None:
    spanish = "<p>El muelle se cerró el domingo y nadie de la empresa vino a abrir lo que era.</p>"
    assert _metadata(read("", lang="lang=pt-BR", body="<p>Cais fechado hoje.</p>")).language == "pt"
    found = read("", lang="lang=en", body=spanish * 3)
    assert _metadata(found).language == "es"
    assert _metadata(found).origins["language"] is Origin.INFERRED
    assert found.warnings == ("The page says that its language is 'en', but its words are 'es'",)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("<meta property=og:type content=article>", "article"),
        ("<meta property=og:type content=website>", None),
        (_ld({"@type": "NewsArticle", "headline": "a"}), "news"),
        (_ld({"@type": "Report", "name": "a"}), "report"),
    ],
)
def test_the_kind_is_said_only_where_the_page_says_it(
    read: Import, head: str, kind: str | None
) -> None:
    assert _metadata(read(head)).kind == kind


def test_singlefile_says_where_and_when_it_was_saved(read: Import) -> None:
    before = (
        "<!--\n Page saved with SingleFile \n url: https://x.example/a \n saved date: "
        "Tue Feb 14 2023 21:08:11 GMT+0100 (CET)\n-->"
    )
    metadata = _metadata(read("", before=before))
    assert (metadata.url, str(metadata.accessed)) == ("https://x.example/a", "2023-02-14")
    assert metadata.published is None


def test_countries_come_from_title_and_text_with_a_reason(read: Import) -> None:
    metadata = _metadata(read("", BODY.replace("The quay</h1>", "Peru’s quay</h1>")))
    assert metadata.countries == ("PE",)
    assert metadata.origins["countries"] is Origin.INFERRED
    assert metadata.country_reasons["PE"]
