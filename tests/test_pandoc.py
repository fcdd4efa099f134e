"""The one call of pandoc: what it may do, what it leaves alone, and what happens when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import pandoc
from reader.domain.errors import ConversionFailed
from reader.pandoc import convert


@pytest.mark.parametrize("to", ["html", "markdown", "plain", "rst"])
def test_straight_quotes_dashes_and_dots_stay_as_they_are_written(to: str) -> None:
    words = '"Quoted" -- and it\'s kept... really'
    options = ["--wrap=none"]
    source = f"<p>{words}</p>".encode()
    output = convert(source, "html", to, options).output.decode()
    assert "”" not in output
    assert "–" not in output
    assert "…" not in output
    back = convert(output.encode(), to if to != "plain" else "markdown", "plain", options)
    assert back.output.decode().strip() == words


def test_no_file_is_read_even_if_the_source_asks_for_one(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the hidden words", encoding="utf-8")
    source = f".. include:: {secret}\n".encode()
    assert b"hidden words" not in convert(source, "rst", "html").output
    picture = f'<img src="{secret}">'.encode()
    done = convert(picture, "html", "html", ["--standalone", "--embed-resources"])
    assert b"data:" not in done.output
    assert any("secret.txt" in each for each in done.warnings)


def test_what_pandoc_has_to_say_arrives_a_sentence_each() -> None:
    source = b'<p><img src="a.png"> text <img src="b.png"></p>'
    done = convert(source, "html", "html", ["--standalone", "--embed-resources"])
    assert len([each for each in done.warnings if "Could not fetch" in each]) == 2
    assert not any("\n" in each or each.startswith("[") for each in done.warnings)


def test_a_source_that_is_not_what_it_should_be_is_refused_with_pandocs_reason() -> None:
    with pytest.raises(ConversionFailed, match="could not read it"):
        convert(b"no zip file", "docx", "html")


def test_it_is_stopped_when_it_takes_too_long() -> None:
    with pytest.raises(ConversionFailed, match="stopped after"):
        convert(b"word " * 2_000_000, "markdown", "html", seconds=0.05)


def test_it_is_stopped_when_it_needs_too_much_memory() -> None:
    with pytest.raises(ConversionFailed, match="64 MB of memory"):
        convert(b"- word *a* [b](c)\n" * 200_000, "markdown", "html", megabytes=64)


def test_a_missing_pandoc_is_said_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pandoc.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConversionFailed, match="pandoc is missing"):
        convert(b"", "html", "plain")
