"""A synthetic but natural corpus from a seed: documents of the kind that Dossier is used for.

Words come from `words.toml` and, behind those, from made-up ones, by Zipf's law with two slopes
(Ferrer i Cancho and Solé, "Two regimes in the frequency of words", 2001): frequent words fall off
as 1/rank, rare ones faster, which makes the vocabulary grow by Heaps' law, to some 60,000 words at
200,000 passages. A document returns to its own names and subjects, as texts do. Where the World
Factbook's files are given, one document in ten is one of those, varied: a third of the passages.

The first documents of a larger corpus of the same seed are those of a smaller one.
"""

from __future__ import annotations

import itertools
import json
import random
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reader.search.engine import IndexedEntry, IndexedVersion
from tests.benchmarks.search.country_files import CountryFile, read_country_files
from tests.benchmarks.search.sentences import Language, Words, Writer

FACTBOOK = Path(__file__).parents[4] / "shared" / "data" / "factbook"
FORMAT = 1
SEPARATOR = " · "
_HEADING_WEIGHT = 0.3
_SPANISH = 0.18
_COUNTRY_FILES = 0.1


@dataclass(frozen=True, slots=True)
class Block:
    """A passage, or a row of a table (`row`, or `head` for its first): cells between " · "."""

    kind: str
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document of the corpus; `number` from 1 is its version, `published` a year and a month."""

    number: int
    title: str
    publisher: str
    published: str
    countries: tuple[str, ...]
    language: str
    kind: str
    tags: tuple[str, ...]
    blocks: tuple[Block, ...]


def made(passages: int, seed: int, factbook: Path | None = None) -> Iterator[MadeDocument]:
    """Documents with so many passages together; the last one may be cut short."""
    chance = random.Random(seed)
    files = itertools.cycle(read_country_files(factbook)) if factbook else None
    lists = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    words = Words(chance, lists)
    publishers = [f"{words.name()} {kind}" for kind in ("Press", "Review", "Institute") * 14]
    left = passages
    for number in itertools.count(1):
        if left <= 0:
            return
        spanish = chance.random() < _SPANISH
        from_file = files is not None and chance.random() < _COUNTRY_FILES
        writer = words.writer("es" if spanish and not from_file else "en")
        if files is not None and from_file:
            title, blocks = _varied(chance, writer, next(files))
        else:
            title, blocks = _written(chance, writer)
        blocks = blocks[:left]
        left -= len(blocks)
        yield MadeDocument(
            number,
            title=title,
            publisher=publishers[int(len(publishers) * chance.random() ** 2)],
            published=f"{chance.randint(1995, 2025)}-{chance.randint(1, 12):02}",
            countries=tuple(dict.fromkeys((writer.country, *writer.others))),
            language=writer.language.code,
            kind=chance.choice(lists["kinds"]),
            tags=tuple(sorted(chance.sample(lists["tags"], chance.randint(0, 3)))),
            blocks=tuple(blocks),
        )


def corpus(passages: int, seed: int, factbook: Path | None = None) -> Iterator[MadeDocument]:
    """The same, written to a file of the temporary folder the first time, and read from it."""
    file = corpus_file(passages, seed, factbook)
    if not file.is_file():
        fresh = file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as lines:
            for document in made(passages, seed, factbook):
                lines.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
        fresh.replace(file)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield _read(json.loads(line))


def corpus_file(passages: int, seed: int, factbook: Path | None = None) -> Path:
    """Where a corpus is kept."""
    folder = Path(tempfile.gettempdir()) / "dossier-benchmark"
    folder.mkdir(exist_ok=True)
    mixed = "mixed" if factbook else "made"
    return folder / f"corpus-{FORMAT}-{mixed}-{seed}-{passages}.jsonl"


def indexed(document: MadeDocument) -> IndexedVersion:
    """What an index is given of a document."""
    entries = tuple(
        IndexedEntry(
            passage,
            block.text,
            block.headings,
            _HEADING_WEIGHT if block.kind == "heading" else 1.0,
        )
        for passage, block in enumerate(document.blocks)
    )
    return IndexedVersion(document.number, document.title, document.language, entries)


def markdown(document: MadeDocument) -> str:
    """The document as a Markdown file with front matter, to be imported."""
    lines = [
        "---",
        f"title: {json.dumps(document.title, ensure_ascii=False)}",
        f"publisher: {json.dumps(document.publisher, ensure_ascii=False)}",
        f"published: {document.published}",
        f"language: {document.language}",
        f"countries: [{', '.join(document.countries)}]",
        f"kind: {document.kind}",
        f"tags: [{', '.join(document.tags)}]",
        "---",
        "",
        f"# {document.title}",
    ]
    before = ""
    for block in document.blocks:
        if block.kind == "heading":
            lines += ["", f"{'#' * (len(block.headings) + 2)} {block.text}"]
        elif block.kind == "paragraph":
            lines += ["", block.text]
        elif block.kind == "item":
            lines += [] if before == "item" else [""]
            lines.append(f"- {block.text}")
        else:
            cells = block.text.split(SEPARATOR)
            lines += [""] if block.kind == "head" else []
            lines.append(f"| {' | '.join(cells)} |")
            lines += [f"|{'---|' * len(cells)}"] if block.kind == "head" else []
        before = block.kind
    return "\n".join(lines) + "\n"


def _read(data: dict[str, Any]) -> MadeDocument:
    blocks = tuple(
        Block(each["kind"], each["text"], tuple(each["headings"])) for each in data.pop("blocks")
    )
    countries, tags = tuple(data.pop("countries")), tuple(data.pop("tags"))
    return MadeDocument(**data, countries=countries, tags=tags, blocks=blocks)


def _written(chance: random.Random, writer: Writer) -> tuple[str, list[Block]]:
    """A document of 5 to 400 passages: most are short, some are books."""
    size = round(5 * 80 ** chance.random())
    writer.begin(size)
    language = writer.language
    title = writer.title()
    blocks: list[Block] = []
    above: tuple[str, ...] = ()
    while len(blocks) < size:
        if above and chance.random() < 0.3:
            inner = writer.heading()
            blocks.append(Block("heading", inner, above[:1]))
            above = (above[0], inner)
        else:
            above = (writer.heading(),)
            blocks.append(Block("heading", above[0]))
        for _ in range(chance.randint(3, 9)):
            kind = chance.random()
            if kind < 0.04:
                blocks += _table(chance, writer, language, above)
            elif kind < 0.08:
                items = [writer.sentence() for _ in range(chance.randint(2, 5))]
                blocks += [Block("item", text, above) for text in items]
            else:
                blocks.append(Block("paragraph", writer.paragraph(), above))
    return title, blocks[:size]


def _table(
    chance: random.Random, writer: Writer, language: Language, above: tuple[str, ...]
) -> list[Block]:
    columns = chance.sample(language.columns, chance.randint(2, 5))
    rows = [Block("head", SEPARATOR.join(columns), above)]
    for _ in range(chance.randint(2, 9)):
        cells = [writer.label(), *(writer.figure() for _ in columns[1:])]
        rows.append(Block("row", SEPARATOR.join(cells), above))
    return rows


def _varied(chance: random.Random, writer: Writer, file: CountryFile) -> tuple[str, list[Block]]:
    """A country's file with other figures, and now and then another word."""
    writer.begin(len(file.passages))
    blocks = []
    shown: tuple[str, ...] = ()
    for headings, text in file.passages:
        for level, heading in enumerate(headings):
            if headings[: level + 1] != shown[: level + 1]:
                blocks.append(Block("heading", heading, headings[:level]))
        shown = headings
        blocks.append(Block("paragraph", writer.vary(text), headings))
    return f"{file.name}: {writer.title()}", blocks
