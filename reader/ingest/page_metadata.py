"""What a web page says of itself: title, authors, publisher, date, address, language, kind."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from reader.domain.dates import PartialDate
from reader.domain.document import Origin
from reader.ingest.addresses import joined
from reader.ingest.metadata import read_date
from reader.ingest.page_furniture import names_of
from reader.ingest.page_source import PageSource
from reader.ingest.structured_data import StructuredData, read_structured_data
from reader.text.folding import fold
from reader.text.plain import plain_text

_SAVED_FROM = re.compile(r"saved from url=\(\d{1,6}\)\s*(\S+)", re.I)
_SINGLE_FILE = re.compile(r"Page saved with SingleFile", re.I)
_SINGLE_FILE_URL = re.compile(r"^\s*url:\s*(\S+)", re.I | re.M)
_SAVED_DATE = re.compile(r"saved date:\s*\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d{4})", re.I)
_SEPARATOR = re.compile(r"\s+[|–—\-·•»«:]+\s+|\s*\|\s*|:\s+")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?(?:[T ].*)?")
_MAIL_DATE = re.compile(r"\w{3},?\s+(\d{1,2}\s+\w{3,9}\s+\d{4})\b.*")
_BARE_OFFSET = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T|[+ ]|Z).*")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d*Z?)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_BY = re.compile(r"^(?:by|por|par|von)\s+(?=\S)", re.I)
# The keys of `meta` elements for each field, the most exact ones first.
_TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title", "title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author_name")
_AUTHOR_KEYS = (*_AUTHORS, "article:author", "parsely-author", "sailthru.author", "byl")
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "publisher")
_SITES = ("og:site_name", "application-name", "citation_journal_title")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "datepublished",
    "date_published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "date",
)
_LANGUAGES = ("dc.language", "dcterms.language", "content-language", "og:locale")
_KINDS = {"article": "article", "profile": "profile", "book": "book"}
_DATELINE_NAMES = "byline meta date published posted author dateline timestamp time"
_DATELINE = frozenset(_DATELINE_NAMES.split())
_ASIDE = frozenset({"aside", "nav", "footer", "blockquote", "table"})
_NO_DATES = frozenset({PartialDate(1970, 1, 1), PartialDate(1969, 12, 31)})
_EARLIEST_YEAR = 1400


@dataclass(slots=True)
class PageMetadata:
    """The fields of `SourceMetadata` that a page states or lets infer, with their origins.

    `titles` are all that the page calls itself, with and without its site's name; `kind`, `url`
    and so on are in `fields` only where they are known.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def state(self, key: str, value: object, origin: Origin = Origin.STATED) -> None:
        """Set a field that has a value."""
        if value:
            self.fields[key] = value
            self.origins[key] = origin


def read_page_metadata(
    root: HtmlElement, source: PageSource, address: str | None = None
) -> PageMetadata:
    """Read what the page says of itself, of its tree as parsed.

    `address` is where a web archive says that the page was. Unknown stays unknown: no date is
    taken from the article's words, and that of a change is not that of publication.
    """
    meta = _meta(root)
    tag_title = plain_text(_text_of(root.find(".//title")))
    stated_titles = [*_all(meta, _TITLES), *([tag_title] if tag_title else [])]
    data = read_structured_data(source.json_ld, _variants(stated_titles, ()))
    sites = [each for each in (*_all(meta, _SITES), data.publisher, data.site) if each]
    candidates = [*([data.title] if data.title else []), *stated_titles]
    page = PageMetadata(titles=_variants(candidates, sites))
    headline = next(iter(candidates), None)
    if headline:
        page.state("title", _without_site(headline, sites))
    page.state("authors", _authors(data.authors) or _authors(_stated(meta)))
    publisher = [data.publisher, *_all(meta, _PUBLISHERS), *sites]
    page.state("publisher", next((each for each in publisher if each), None))
    _state_date(page, root, data, meta)
    url = _address(root, source, data, meta, address)
    page.state("url", url)
    page.state("accessed", _saved(source))
    page.state("language", _language(root, data, meta))
    kind = data.kind or _KINDS.get(next(iter(_all(meta, ("og:type",))), "").lower())
    page.state("kind", kind)
    return page


def _text_of(element: HtmlElement | None) -> str:
    return "" if element is None else str(element.text_content())


def _meta(root: HtmlElement) -> dict[str, list[str]]:
    """The contents of all `meta` elements by their key in small letters."""
    found: dict[str, list[str]] = {}
    for element in itertools.islice(root.iter("meta"), 2000):
        content = plain_text(element.get("content") or "")
        keys = (element.get(each) for each in ("name", "property", "itemprop", "http-equiv"))
        for key in {key.strip().lower() for key in keys if key}:
            if content:
                found.setdefault(key, []).append(content[:2000])
    return found


def _all(meta: Mapping[str, list[str]], keys: Iterable[str]) -> list[str]:
    return [value for key in keys for value in meta.get(key, ())]


def _stated(meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The authors of the first key that has any: keys repeat each other."""
    for key in _AUTHOR_KEYS:
        if key in meta:
            return tuple(meta[key])
    return ()


def _authors(names: Iterable[str]) -> tuple[str, ...]:
    """Names of authors as they are stated, without addresses and the word before them."""
    found = []
    for name in names:
        name = _BY.sub("", name).strip(" ,;|")
        if name and "://" not in name and "@" not in name and len(name) < 200:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _variants(titles: Iterable[str], sites: Sequence[str]) -> tuple[str, ...]:
    """Each title as it stands, without the site's name, and its parts at separators."""
    found: list[str] = []
    for title in titles:
        found += [_without_site(title, sites), title]
    for title in list(found):
        places = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
        for start, end in places[-2:] + places[:1]:
            found += [part for part in (title[:start], title[end:]) if len(part) > 3]
    known = {fold(site) for site in sites}
    return tuple(each for each in dict.fromkeys(found) if fold(each) not in known)


def _without_site(title: str, sites: Iterable[str]) -> str:
    """`title` without the site's name at its end or beginning, where something is left."""
    for site in sites:
        for match in _SEPARATOR.finditer(title):
            before, after = title[: match.start()], title[match.end() :]
            if fold(after) == fold(site) and before:
                return before
            if fold(before) == fold(site) and after:
                return after
    return title


def _read(text: str) -> PartialDate | None:
    """A date as pages write it, without its time of day; None for stand-ins such as 1970-01-01."""
    text = text.strip()
    if match := _SLASHED.fullmatch(text):
        text = "-".join(f"{int(part):02d}" for part in match.groups() if part)
    elif match := _MAIL_DATE.fullmatch(text) or _BARE_OFFSET.fullmatch(text):
        text = match.group(1)
    elif match := _COMPACT.fullmatch(text):
        text = "-".join(match.groups())
    date = read_date(text)
    if date is None or date in _NO_DATES:
        return None
    latest = datetime.datetime.now(datetime.UTC).year + 1
    return date if _EARLIEST_YEAR <= date.year <= latest else None


def _state_date(
    page: PageMetadata, root: HtmlElement, data: StructuredData, meta: Mapping[str, list[str]]
) -> None:
    found: list[tuple[str, PartialDate]] = []
    if data.published and (date := _read(data.published)):
        found.append(("datePublished", date))
    for key in _DATES:
        found += [(key, date) for text in meta.get(key, ()) if (date := _read(text))]
    for element in itertools.islice(root.iter("time"), 500):
        if _says_published(element) and (date := _read(element.get("datetime") or "")):
            found.append(("time", date))
    if found:
        page.state("published", found[0][1])
        other = next(((key, date) for key, date in found if _differ(date, found[0][1])), None)
        if other is not None:
            page.warnings = (
                f"The page states two dates of publication: {found[0][1]} ({found[0][0]}) and "
                f"{other[1]} ({other[0]}); the first was taken",
            )
        return
    inferred = {date for date in _datelines(root) if date}
    if len(inferred) == 1:
        page.state("published", inferred.pop(), Origin.INFERRED)


def _says_published(element: HtmlElement) -> bool:
    return element.get("itemprop") == "datePublished" or element.get("pubdate") is not None


def _datelines(root: HtmlElement) -> Iterator[PartialDate | None]:
    """The dates in bylines: what stands so elsewhere may be a date that the article is about."""
    for element in itertools.islice(root.iter("time"), 500):
        above = [element, *itertools.islice(element.iterancestors(), 4)]
        if any(each.tag in _ASIDE for each in element.iterancestors()):
            continue
        names = {name for each in above for name in names_of(each)}
        if names & {"modified", "updated", "update", "comment", "comments", "related"}:
            continue
        if element.getparent().tag == "header" or not _DATELINE.isdisjoint(names):
            yield _read(element.get("datetime") or "")


def _differ(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates differ by more than a day, in as much as both of them state."""
    if one.day and other.day:
        first = datetime.date(one.year, one.month, one.day)
        return abs((first - datetime.date(other.year, other.month, other.day)).days) > 1
    if one.month and other.month:
        return (one.year, one.month) != (other.year, other.month)
    return one.year != other.year


def _address(
    root: HtmlElement,
    source: PageSource,
    data: StructuredData,
    meta: Mapping[str, list[str]],
    address: str | None,
) -> str | None:
    saved = address or _saved_from(source)
    stated = [
        element.get("href") or ""
        for element in itertools.islice(root.iter("link"), 500)
        if (element.get("rel") or "").lower() == "canonical"
    ]
    for found in (*stated, *_all(meta, ("og:url",)), saved or "", data.url or ""):
        whole = joined(saved if saved and _is_web(saved) else None, found.strip())
        if found.strip() and _is_web(whole) and not _is_home(whole, saved):
            return whole
    return saved if saved and _is_web(saved) else None


def _is_web(address: str) -> bool:
    """Whether `address` is one of the web, whole, without blanks."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and plain_text(address) == address
        and " " not in address
        and len(address) < 2000
    )


def _is_home(address: str, saved: str | None) -> bool:
    """Whether a page that lies deeper says that it is its site's first one, as some do."""
    if saved is None or not _is_web(saved):
        return False
    return urlsplit(address).path in {"", "/"} and urlsplit(saved).path not in {"", "/"}


def _saved_from(source: PageSource) -> str | None:
    for comment in source.comments:
        if match := _SAVED_FROM.search(comment):
            return match.group(1)
        if _SINGLE_FILE.search(comment) and (match := _SINGLE_FILE_URL.search(comment)):
            return match.group(1)
    return None


def _saved(source: PageSource) -> PartialDate | None:
    for comment in source.comments:
        if _SINGLE_FILE.search(comment) and (match := _SAVED_DATE.search(comment)):
            month, day, year = match.groups()
            return read_date(f"{day} {month} {year}")
    return None


def _language(root: HtmlElement, data: StructuredData, meta: Mapping[str, list[str]]) -> str | None:
    stated = (root.get("lang"), root.get("xml:lang"), data.language, *_all(meta, _LANGUAGES))
    for each in stated:
        if each and (match := _LANGUAGE.fullmatch(each.strip())):
            return match.group(1).lower()
    return None
