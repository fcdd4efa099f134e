"""What a person sees: tables, messages, help."""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from cli_runs import Dossier

from reader import __version__
from reader.cli.main import main, make_parser
from reader.cli.output import Output
from reader.cli.records import figure
from reader.library.progress import Progress


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def commands(
    parser: argparse.ArgumentParser, name: str = "dossier"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each, below in action.choices.items():
                yield from commands(below, f"{name} {each}")


@pytest.mark.parametrize(
    ("name", "parser"), list(commands(make_parser())), ids=lambda each: str(each)[:30]
)
def test_every_command_and_option_is_explained(name: str, parser: argparse.ArgumentParser) -> None:
    assert parser.description, name
    assert parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert all(choice.help for choice in action._choices_actions), name
        else:
            assert action.help, f"{name}: {action.dest}"


def test_every_command_of_the_first_release_is_there() -> None:
    names = {name.removeprefix("dossier").strip() for name, _ in commands(make_parser())}

    assert names >= {
        "", "import", "search", "show", "documents", "countries", "profile", "indicators",
        "evidence", "bookmark", "bookmark add", "bookmark list", "bookmark remove", "report",
        "report new", "report add", "report export", "verify", "reindex", "screenshot",
    }  # fmt: skip


def test_help_and_version_touch_nothing(fresh: Dossier) -> None:
    version = fresh("--version")

    assert (version.code, version.out) == (0, f"dossier {__version__}\n")
    assert fresh("--help").code == 0
    assert "Exit code 4" in re.sub(r"\s+", " ", fresh("search", "--help").out)
    assert not fresh.library.exists()


def test_every_reading_command_has_a_table_too(reading: Dossier) -> None:
    documents = reading("documents")
    assert "Gold and the rivers" in documents.out
    assert "summary after An institute, 2013" in documents.out
    assert "Peru" in reading("countries").out
    profile = reading("profile", "PE").out
    assert "6.40 *" in profile
    assert "the source does not print it" in profile
    indicators = reading("indicators", "PE").out
    assert re.search(r"Cocaine trade +9\.00 +0\.00, unchanged +\d+ passages? from", indicators)
    assert re.search(r"Financial crimes +5\.50 +n/a — not scored in 2021", indicators)
    assert re.search(r"Heroin trade +– +no score in the library", reading("indicators", "BO").out)
    evidence = reading("evidence", "PE", "cocaine_trade").out
    assert "Cocaine in short" in evidence
    assert "suggested: " in evidence
    search = reading("search", "counterfeit dollars").out
    assert "Gold and the rivers" in search
    assert "counterfeit dollars" in search
    assert "\x1b" not in search


def test_a_document_is_shown_with_its_ordinals(reading: Dossier) -> None:
    identifier = next(
        each["document"]
        for each in reading.json("documents")
        if each["title"] == "Gold and the rivers"
    )

    shown = reading("show", identifier).out

    assert "   0  # Gold and the rivers" in shown
    assert "| Tonnes" in shown
    assert "Ada Example" in shown


def test_search_says_how_a_query_was_mended_and_what_is_left(reading: Dossier) -> None:
    assert "a quotation mark was not closed" in reading("search", '"gold').err
    assert "Nothing matches." in reading("search", "zymurgy").err
    assert "1 of " in reading("search", "the", "--limit", "1").err
    assert "hits of: " in reading("search", "minign").err


def test_writing_commands_say_what_they_did(writing: Dossier, tmp_path: object) -> None:
    identifier = writing.json("documents")[1]["document"]
    made = writing(
        "bookmark", "add", "--document", identifier, "--quote", "Buyers in Lima", "--note", "Who?"
    )
    bookmark = made.out.strip()
    listed = writing("bookmark", "list").out
    assert bookmark in listed
    assert "> Buyers in Lima" in listed
    assert "Who?" in listed
    assert writing("report", "new", "Rivers").out == "Rivers: 0 clips\n"
    added = writing("report", "add", "Rivers", "--bookmark", bookmark)
    assert added.out == "Rivers: 1 clip\n"
    exported = writing("report", "export", "Rivers", "--format", "markdown", "-o", f"{tmp_path}/r")
    assert exported.out == f"{tmp_path}/r\n"
    assert "Removed" in writing("bookmark", "remove", bookmark).out
    assert "3 documents" in writing("reindex").out
    assert "All agrees" in writing("verify").out
    assert writing("screenshot", f"{tmp_path}/w.png").out == f"{tmp_path}/w.png\n"


def test_a_screenshot_needs_a_folder(writing: Dossier, tmp_path: object) -> None:
    run = writing("screenshot", f"{tmp_path}/nowhere/w.png")

    assert run.code == 1
    assert writing.painted == []


def test_a_fault_of_ours_is_one_line_and_a_trace_only_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise ValueError("two\nlines")

    def run() -> str:
        assert main([], open_window=broken, paint_window=broken) == 1
        return capsys.readouterr().err

    assert len(run().splitlines()) == 1
    monkeypatch.setenv("DOSSIER_DEBUG", "1")
    assert "Traceback" in run()


def test_being_stopped_is_exit_130(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    assert main([], open_window=stopped, paint_window=stopped) == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_progress_is_one_moving_line_on_a_terminal() -> None:
    err = Terminal()
    output = Output(io.StringIO(), err)

    output.progress(Progress("index", 0, 2, "a\x1b[2Jb"))
    output.progress(Progress("index", 1, 2))
    output.message("done")

    assert err.getvalue().count("\n") == 1
    assert "Indexing documents 2 of 2" in err.getvalue()
    assert "\x1b[2J" not in err.getvalue()


def test_a_name_forges_no_line_of_a_table_or_a_message() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(out, err)

    output.table([("failed", "a\nadded  b\u202etxt.exe")])
    output.message("a\r\n\x85b")

    assert out.getvalue() == "failed  a�added  b�txt.exe\n"
    assert err.getvalue() == "a���b\n"


def test_progress_is_one_line_a_stage_elsewhere() -> None:
    err = io.StringIO()
    output = Output(io.StringIO(), err)

    for done in range(3):
        output.progress(Progress("index", done, 3))
    output.end_progress()

    assert err.getvalue() == "Indexing documents: 3\n"


def test_matches_are_bold_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(stream: io.StringIO) -> str:
        Output(stream, None).marked_line("  ", "gold and \x07", [(0, 4)])
        return stream.getvalue()

    assert printed(Terminal()) == "  \x1b[1mgold\x1b[0m and �\n"
    assert printed(io.StringIO()) == "  gold and �\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed(Terminal()) == "  gold and �\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [("7.015", "7.02"), ("-0.21", "-0.21"), ("-0.001", "0.00"), ("10", "10.00"), ("0", "0.00")],
)
def test_figures_carry_two_decimals(value: str, text: str) -> None:
    assert figure(Decimal(value)) == text


def test_an_unknown_figure_is_none() -> None:
    assert figure(None) is None
