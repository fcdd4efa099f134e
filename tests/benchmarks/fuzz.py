"""Mutational fuzzing of every importer, through the isolated parser and with small limits.

    python -m tests.benchmarks.fuzz [--minutes 5] [--format pdf] [--seed 1] [--keep FOLDER]

Seeds are the golden files, the starter documents and generated ones of each format. A finding is an
importer's own exception that is no ReaderError (`defect`), the end of its process (`crash`), more
time (`time`) or memory (`memory`) than allowed, a broken promise of `Imported` (`answer`), or any
file that appeared outside. Each is kept with what reproduces it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

from reader.domain.errors import ImportFailed, ReaderError
from reader.ingest.imported import Knowledge, Source
from reader.library.limits import MEGABYTE, Limits
from reader.library.parsing import Parser, ParserFailed
from reader.library.reference import DEFAULT_INDEX, load_countries, load_indices
from reader.library.source_files import FoundSource
from reader.library.unpacking import Unpacking
from reader.places import resources, seeds

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS, MEMORY = 20.0, 1024 * MEGABYTE
ENDINGS = {
    ".md": "markdown",
    ".txt": "saved_text",
    ".html": "web_page",
    ".mhtml": "web_archive",
    ".pdf": "pdf",
    ".epub": "epub",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".json": "factbook",
    ".csv": "scores",
    ".xlsx": "workbook",
    ".zip": "archive",
    ".tar": "archive",
    ".gz": "archive",
}
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"%s%n",
    b"-1",
    b"2147483648",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"../../../../etc/passwd",
    b"file:///etc/passwd",
    b"javascript:alert(1)",
    b"<![CDATA[",
    b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    b"<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>",
    b"<table><tr><td colspan=99999 rowspan=99999>",
    b"<div>",
    b"</p></div></body>",
    b"<script>",
    b"<img src='data:image/png;base64,AAAA'>",
    b"<iframe src='https://a.example/'>",
    b"---\n",
    b"```\n",
    b"> " * 40,
    b"- " * 40,
    b"[a](" * 30,
    b"![a](b.png)",
    b"|a|b|\n|-|-|\n",
    b"{" * 50,
    b"[" * 50,
    b'{"text":',
    b"&#x110000;",
    b"&#xd800;",
    b"obj\n<<",
    b"endobj",
    b"stream\n",
    b"/Length 999999999",
    b"/Kids [1 0 R]",
    b"{\\rtf1",
    b"\\bin99999 ",
    b"\\u-10179?",
    b"{\\*\\pict",
    b"6.200.00",
    b"10th of 35 countries in Americas-1",
    b"Content-Transfer-Encoding: base64\n",
    b"boundary=",
)


def main() -> int:
    """Fuzz for so many minutes and print what was found; exit code 1 for any finding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--format", choices=sorted(set(ENDINGS.values())))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    arguments = parser.parse_args()
    seeds_found = {
        name: data
        for name, data in all_seeds().items()
        if arguments.format in (None, ENDINGS[Path(name).suffix])
    }
    print(f"{len(seeds_found)} seeds, {arguments.minutes} minutes, --seed {arguments.seed}")
    with tempfile.TemporaryDirectory(prefix="dossier-fuzz-") as home:
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = home
        tempfile.tempdir = home
        fuzzing = Fuzzing(seeds_found, arguments.seed, arguments.keep, Path(home))
        fuzzing.run(arguments.minutes * 60)
    fuzzing.tell()
    return 1 if fuzzing.findings else 0


class Fuzzing:
    """One run: what was tried, how it ended, and what was found."""

    def __init__(self, found: dict[str, bytes], seed: int, keep: Path, home: Path) -> None:
        self._seeds = found
        self._names = sorted(found)
        self._chance = random.Random(seed)
        self._keep = keep
        self._home = home
        self._knowledge = Knowledge(load_countries(resources()), load_indices(resources()))
        self._limits = Limits(seconds=SECONDS, seconds_per_megabyte=0, memory=MEMORY)
        self.tried: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.unread: list[str] = []
        self.slowest: dict[str, float] = {}
        self.findings: dict[tuple[str, str, str], Path] = {}

    def run(self, seconds: float) -> None:
        """Try mutants until the time is up."""
        end = time.monotonic() + seconds
        told = time.monotonic()
        with Parser(self._knowledge, self._limits) as parser:
            for name in self._names:
                self._try(parser, Path(name).name, self._seeds[name])
            self.unread = sorted(set(self.tried) - set(self.read))
            waiting: set[Future[None]] = set()
            while time.monotonic() < end:
                while len(waiting) < parser.processes * 2:
                    name, data = self._mutant()
                    waiting.add(parser.ahead(lambda n=name, d=data: self._try(parser, n, d)))
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for each in done:
                    each.result()
                if time.monotonic() - told > 60:
                    told = time.monotonic()
                    print(
                        f"{sum(self.tried.values())} tried, {len(self.findings)} found", flush=True
                    )
            wait(waiting)
            # Home, temporary files and the parsers' own folder are all below it.
            for file in sorted(each for each in self._home.rglob("*") if each.is_file()):
                self._note("outside", "write", str(file), file.read_bytes(), file.name)

    def tell(self) -> None:
        """The table, and every finding once."""
        if self.unread:
            print(f"no seed is read at all of: {', '.join(self.unread)}")
        print(f"{'format':<12} {'tried':>8} {'read':>8} {'slowest s':>10}")
        for kind in sorted(self.tried):
            print(
                f"{kind:<12} {self.tried[kind]:>8} {self.read[kind]:>8}"
                f" {self.slowest.get(kind, 0):>10.2f}"
            )
        for (kind, how, what), file in sorted(self.findings.items()):
            print(f"FOUND {kind} {how}: {what}\n      {file}")
        print(f"{sum(self.tried.values())} tried: {len(self.findings)} findings")

    def _try(self, parser: Parser, name: str, data: bytes) -> None:
        kind = ENDINGS[Path(name).suffix]
        started = time.monotonic()
        try:
            if kind == "archive":
                self._unpack(parser, name, data)
            else:
                parser.parse(Source(data, name, self._companion))
            self.read[kind] += 1
        except ParserFailed as error:
            last = error.trace.strip().split("\n")[-3:] if error.trace else [error.what]
            self._note(kind, error.how, " / ".join(each.strip() for each in last), data, name)
            if error.trace:
                print(error.trace, file=sys.stderr)
        except ImportFailed as error:
            if "its importer yielded" in error.what:
                self._note(kind, "answer", error.what, data, name)
            elif not error.remedy:
                self._note(kind, "no remedy", error.what, data, name)
        except ReaderError as error:
            self._note(kind, "error", f"{type(error).__name__}: {error}", data, name)
        self.tried[kind] += 1
        taken = time.monotonic() - started
        self.slowest[kind] = max(taken, self.slowest.get(kind, 0.0))

    def _unpack(self, parser: Parser, name: str, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()
        file = self._home / f"{digest}{Path(name).suffix}"
        file.write_bytes(data)
        unpacking = Unpacking(self._home / f"{digest}.d", self._limits.archive)
        try:
            unpacking.members(FoundSource(name, file), parser, lambda _: None)
        finally:
            unpacking.close()
            # Two mutants may be the same, and be at work at the same time.
            file.unlink(missing_ok=True)

    def _companion(self, path: str) -> bytes | None:
        return self._seeds.get(path) or (self._seeds[self._names[0]] if len(path) % 2 else None)

    def _note(self, kind: str, how: str, what: str, data: bytes, name: str) -> None:
        key = (kind, how, what[:160])
        if key in self.findings:
            return
        self._keep.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(data).hexdigest()[:12]
        file = self._keep / f"{kind}-{how}-{digest}{Path(name).suffix}".replace(" ", "_")
        file.write_bytes(data)
        self.findings[key] = file
        print(f"FOUND {kind} {how}: {what[:300]} -> {file}", flush=True)

    def _mutant(self) -> tuple[str, bytes]:
        # Formats take turns: one with many seeds is not tried more often.
        suffix = self._chance.choice(sorted({Path(name).suffix for name in self._names}))
        name = self._chance.choice([each for each in self._names if each.endswith(suffix)])
        data = self._seeds[name]
        if data[:2] == b"PK" and self._chance.random() < 0.6:
            data = self._repacked(data)
        else:
            data = self._changed(data)
        return Path(name).name, data

    def _repacked(self, data: bytes) -> bytes:
        """A zip file with one member changed and everything about it right again."""
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            names = old.namelist()
            chosen = self._chance.choice(names)
            for each in names:
                content = old.read(each)
                if each == chosen:
                    content = self._changed(content)
                method = zipfile.ZIP_STORED if each == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(each, content, method)
        return made.getvalue()

    def _changed(self, data: bytes) -> bytes:
        changes: tuple[Callable[[bytes], bytes], ...] = (
            self._flip,
            self._flip,
            self._cut,
            self._drop,
            self._double,
            self._splice,
            self._token,
            self._token,
            self._number,
            self._nest,
            self._repeat,
        )
        for _ in range(self._chance.choice((1, 1, 2, 3, 8))):
            data = self._chance.choice(changes)(data)[: 2 * MEGABYTE]
        return data

    def _range(self, data: bytes) -> tuple[int, int]:
        start = self._chance.randint(0, len(data))
        return start, min(len(data), start + self._chance.choice((1, 4, 30, 300, 3000)))

    def _flip(self, data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(self._chance.choice((1, 1, 4, 20))):
            if changed:
                changed[self._chance.randrange(len(changed))] ^= 1 << self._chance.randrange(8)
        return bytes(changed)

    def _cut(self, data: bytes) -> bytes:
        return data[: self._chance.randint(0, len(data))]

    def _drop(self, data: bytes) -> bytes:
        start, end = self._range(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._range(data)
        return data[:end] + data[start:end] * self._chance.choice((1, 2, 50)) + data[end:]

    def _splice(self, data: bytes) -> bytes:
        other = self._seeds[self._chance.choice(self._names)]
        start, end = self._range(other)
        at = self._chance.randint(0, len(data))
        return data[:at] + other[start:end] + data[at:]

    def _token(self, data: bytes) -> bytes:
        at = self._chance.randint(0, len(data))
        return data[:at] + self._chance.choice(TOKENS) + data[at:]

    def _number(self, data: bytes) -> bytes:
        digits = [at for at, each in enumerate(data[:200_000]) if 48 <= each <= 57]
        if not digits:
            return data
        at = self._chance.choice(digits)
        huge = self._chance.choice((b"9" * 30, b"-1", b"0", b"4294967296", b"9" * 5000, b"1.5"))
        return data[:at] + huge + data[at + 1 :]

    def _nest(self, data: bytes) -> bytes:
        at = self._chance.randint(0, len(data))
        opening = self._chance.choice(
            (b"<div>", b"<blockquote>", b"<table><tr><td>", b"<ul><li>", b"[", b"{", b"> ", b"<<")
        )
        return data[:at] + opening * self._chance.choice((100, 3000, 30_000)) + data[at:]

    def _repeat(self, data: bytes) -> bytes:
        return data * self._chance.choice((2, 5, 20)) if len(data) < 100_000 else data


def all_seeds() -> dict[str, bytes]:
    """Small files of every format, by name."""
    files = [*(CHECKOUT / "tests" / "golden").rglob("*"), *seeds().rglob("*")]
    found = {
        f"{file.parent.name}-{file.name}": file.read_bytes()
        for file in sorted(files)
        if file.suffix in ENDINGS and file.suffix != ".json" and file.is_file()
    }
    return found | generated()


def generated() -> dict[str, bytes]:
    """Seeds in our own words for the formats of which there are no golden files."""
    page = (
        b"<!doctype html><html lang=en><head><title>River gold</title>"
        b'<meta property="og:site_name" content="Example Weekly">'
        b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"River gold",'
        b'"datePublished":"2021-03-04","author":[{"name":"A. Writer"}]}</script></head><body>'
        b"<nav><a href=/>Home</a></nav><article><h1>River gold</h1><p>Miners dig at night along"
        b" the upper river, and officers look away.</p><h2>The camps</h2><ul><li>Fuel</li></ul>"
        b"<table><tr><th>Item<th>Figure</tr><tr><td>Guards<td>12</tr></table>"
        b"<figure><img src=page_files/camp.png><figcaption>A camp</figcaption></figure>"
        b"<blockquote>Nobody asks.</blockquote></article><footer>About us</footer></body></html>"
    )
    archive = (
        b"From: <Saved>\r\nSubject: River gold\r\nMIME-Version: 1.0\r\nContent-Type:"
        b' multipart/related; type="text/html"; boundary="----x"\r\n\r\n------x\r\nContent-Type:'
        b" text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://weekly.example/river\r\n\r\n"
        + page.replace(b"=", b"=3D")
        + b"\r\n------x--\r\n"
    )
    country = json.dumps(
        {
            "Introduction": {"Background": {"text": "<p>A river country.</p>"}},
            "Geography": {
                "Area": {"total": {"text": "1,285,216 sq km"}, "note": "<strong>note:</strong> x"},
            },
            "Government": {
                "Country name": {"conventional short form": {"text": "Peru"}},
            },
        }
    ).encode()
    rich = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title River gold}}{\b The camps}\par Miners dig at night"
        rb" \'e9 \u8217? along.\par{\*\footnote A note.}\trowd\cellx1000 a\cell b\cell\row}"
    )
    found = {
        "page.html": page,
        "page.mhtml": archive,
        "pe.json": country,
        "page.rtf": rich,
        "page.pdf": pdf(),
        "page.epub": packed(
            {
                "mimetype": b"application/epub+zip",
                "META-INF/container.xml": b'<?xml version="1.0"?><container version="1.0"'
                b' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
                b' full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
                b"</container>",
                "a.opf": b'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata'
                b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>River</dc:title>'
                b'</metadata><manifest><item id="a" href="a.xhtml"'
                b' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/>'
                b"</spine></package>",
                "a.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title>'
                b"</head><body><h1>River</h1><p>Words.</p></body></html>",
            }
        ),
        "page.docx": packed(
            {
                "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/'
                b'2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
                b'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.'
                b'xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
                b'.document.main+xml"/></Types>',
                "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/'
                b'2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org'
                b'/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
                b"</Relationships>",
                "word/document.xml": b'<w:document xmlns:w="http://schemas.openxmlformats.org/'
                b'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Words of a river.</w:t></w:r>'
                b"</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
                b"</w:tbl></w:body></w:document>",
            }
        ),
        "page.odt": packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
                b'opendocument:xmlns:manifest:1.0"/>',
                "styles.xml": b'<office:document-styles xmlns:office="urn:oasis:names:tc:'
                b'opendocument:xmlns:office:1.0"><office:font-face-decls/><office:styles/>'
                b"<office:automatic-styles/><office:master-styles/></office:document-styles>",
                "content.xml": b'<office:document-content xmlns:office="urn:oasis:names:tc:'
                b'opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:'
                b'xmlns:text:1.0"><office:body><office:text><text:h text:outline-level="1">River'
                b"</text:h><text:p>Words.</text:p></office:text></office:body>"
                b"</office:document-content>",
            }
        ),
        "page.xlsx": published_workbook(),
        "pages.zip": packed({"a.md": b"# A\n\nWords.\n", "b/page.html": page, "c.zip": packed({})}),
    }
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as made:
        for name in ("a.md", "b/page.html"):
            entry = tarfile.TarInfo(name)
            entry.size = len(page)
            made.addfile(entry, io.BytesIO(page))
    return {**found, "pages.tar": tar.getvalue(), "pages.tar.gz": gzip.compress(tar.getvalue())}


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file of these."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, data, stored)
    return made.getvalue()


def published_workbook() -> bytes:
    """Two countries in two editions, as the publisher of the index lays them out."""
    sys.path.insert(0, str(CHECKOUT / "tests"))
    from workbooks import index_header, index_row, workbook

    index = load_indices(resources())[DEFAULT_INDEX]
    return workbook(
        {
            f"{edition}_dataset": [
                index_header(index, edition),
                *(index_row(index, edition, country, 5.5) for country in ("Peru", "Chile")),
            ]
            for edition in ("2021", "2023")
        }
    )


def pdf() -> bytes:
    """A page with a heading and two lines, and an outline."""
    text = b"BT /F 20 Tf 72 720 Td (River gold) Tj 0 -40 Td /F 11 Tf (Miners dig at) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        b"<< /Title (River) /Parent 6 0 R /Dest [3 0 R /Fit] >>",
    )
    made, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    at = len(made)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, at)


if __name__ == "__main__":
    sys.exit(main())
