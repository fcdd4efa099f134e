"""Parsing in processes of its own: what a parser does to itself costs its source, and no more."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, ImportFailed
from reader.ingest.contract import Bounds
from reader.ingest.imported import Knowledge, Source
from reader.library.limits import MEGABYTE, Limits
from reader.library.parsing import Parser, ParserFailed
from reader.library.reference import load_countries, load_indices
from reader.places import resources

PICTURE = b"# Harbour\n\n![The quay](quay.png)\n\nWords below the picture.\n"
PLAIN = Source(b"# Plain\n\nWords that anybody can read.\n", "plain.md")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(load_countries(resources()), load_indices(resources()))


@pytest.fixture
def parser(knowledge: Knowledge) -> Iterator[Parser]:
    with Parser(knowledge, processes=1) as parser:
        yield parser


def process_of(parser: Parser) -> int:
    (busy,) = parser._busy
    return busy._process.pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_source_is_read_as_it_is_in_this_process(parser: Parser) -> None:
    imported = parser.parse(PLAIN)
    assert imported.metadata is not None
    assert imported.metadata.title == "Plain"
    assert [block.text for block in imported.blocks][-1] == "Words that anybody can read."


def test_what_was_saved_beside_it_is_asked_for_through_the_pipe(parser: Parser) -> None:
    asked: list[str] = []

    def companion(path: str) -> bytes | None:
        asked.append(path)
        return None

    parser.parse(Source(PICTURE, "harbour.md", companion))
    assert asked == ["quay.png"]


@POSIX
def test_a_crash_names_its_source_and_the_next_one_is_read(parser: Parser) -> None:
    def crash(_: str) -> None:
        os.kill(process_of(parser), signal.SIGSEGV)
        time.sleep(0.1)

    with pytest.raises(ParserFailed, match=r"harbour\.md: its parser crashed \(SIGSEGV\)") as said:
        parser.parse(Source(PICTURE, "harbour.md", crash))
    assert said.value.how == "crash"
    assert parser.parse(PLAIN).blocks


def test_a_source_that_takes_too_long_is_given_up(knowledge: Knowledge) -> None:
    limits = Limits(seconds=4, seconds_per_megabyte=0)
    with Parser(knowledge, limits, processes=1) as parser:

        def dawdle(_: str) -> None:
            time.sleep(5)

        with pytest.raises(ParserFailed, match="longer than 4 seconds") as said:
            parser.parse(Source(PICTURE, "harbour.md", dawdle))
        assert said.value.how == "time"
        assert parser.parse(PLAIN).blocks


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="the limit counts data on Linux")
def test_a_source_that_wants_too_much_memory_is_given_up(knowledge: Knowledge) -> None:
    limits = Limits(memory=90 * MEGABYTE)
    greedy = Source(b"Some words of a line.\n\n" * 900_000, "greedy.md")
    with Parser(knowledge, limits, processes=1) as parser:
        with pytest.raises(ParserFailed, match="memory") as said:
            parser.parse(greedy)
        assert said.value.how == "memory"
        assert parser.parse(PLAIN).blocks


def test_a_source_that_unfolds_too_far_is_refused(knowledge: Knowledge) -> None:
    limits = Limits(bounds=Bounds(blocks=3))
    with Parser(knowledge, limits, processes=1) as parser:
        with pytest.raises(ImportFailed, match="more than 3 passages"):
            parser.parse(Source(b"one\n\ntwo\n\nthree\n\nfour\n\nfive\n", "long.md"))
        assert parser.parse(PLAIN).blocks


def test_a_defect_of_an_importer_is_a_failed_source_with_its_type_named(
    knowledge: Knowledge,
) -> None:
    broken = Knowledge(None, knowledge.indices)  # type: ignore[arg-type]
    with Parser(broken, processes=1) as parser:
        with pytest.raises(
            ParserFailed, match=r"could not be read \((Attribute|Type)Error"
        ) as said:
            parser.parse(Source(b"---\ncountries: [PE]\n---\nWords\n", "words.md"))
        assert said.value.how == "defect"
        assert "Traceback" in said.value.trace


@POSIX
def test_a_parser_writes_nothing_large_and_leaves_nothing(parser: Parser) -> None:
    parser.parse(PLAIN)
    scratch = parser._scratch
    assert scratch is not None
    assert list(scratch.iterdir()) == []
    parser.close()
    assert not scratch.exists()


@POSIX
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_a_parser_holds_no_file_but_its_pipes_and_no_core_is_dumped(parser: Parser) -> None:
    seen: dict[str, str] = {}

    def look(_: str) -> None:
        folder = Path(f"/proc/{process_of(parser)}")
        for each in (folder / "fd").iterdir():
            seen[each.name] = str(each.readlink())
        seen["limits"] = (folder / "limits").read_text()
        seen["cwd"] = str((folder / "cwd").readlink())

    parser.parse(Source(PICTURE, "harbour.md", look))
    limits, cwd = seen.pop("limits"), seen.pop("cwd")
    assert cwd == str(parser._scratch)
    assert all(each == "/dev/null" or each.startswith("pipe:") for each in seen.values()), seen
    assert any(line.split()[:4] == ["Max", "core", "file", "size"] for line in limits.split("\n"))
    core = next(line for line in limits.split("\n") if line.startswith("Max core"))
    assert core.split()[4:6] == ["0", "0"]


def test_stopping_ends_what_is_under_way_at_once(parser: Parser) -> None:
    def stop(_: str) -> None:
        parser.stop()

    with pytest.raises(Cancelled):
        parser.parse(Source(PICTURE, "harbour.md", stop))
    with pytest.raises(Cancelled):
        parser.parse(PLAIN)


@POSIX
def test_a_parser_ends_with_the_program_that_started_it(parser: Parser) -> None:
    seen: list[int] = []

    def leave(_: str) -> None:
        seen.append(process_of(parser))
        (busy,) = parser._busy
        # As the system does for a program that was killed.
        busy._requests.close()
        for _each in range(100):
            if busy._process.poll() is not None:
                return
            time.sleep(0.05)

    with pytest.raises(ImportFailed):
        parser.parse(Source(PICTURE, "harbour.md", leave))
    assert not alive(seen[0])
