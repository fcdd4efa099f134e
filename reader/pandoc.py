"""The one call of pandoc: sandboxed, without a network, bounded in time and memory."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.domain.errors import ConversionFailed

# Formats in which pandoc would make typographic quotes of straight ones, in or out.
_SMART_NAMES = (
    "commonmark commonmark_x gfm html html4 html5 latex markdown markdown_github markdown_mmd "
    "markdown_phpextra markdown_strict mediawiki org rst textile epub epub2 epub3"
)
_SMART = frozenset(_SMART_NAMES.split())
_HEAP_EXHAUSTED = 251
_MESSAGE = re.compile(r"^\[(?:WARNING|INFO)\] ", re.M)
_INSTALL = "Install Dossier again, or pandoc 3 (https://pandoc.org)"


@dataclass(frozen=True, slots=True)
class Converted:
    """What pandoc made of a document, and what it had to say: one sentence each."""

    output: bytes
    warnings: tuple[str, ...] = ()


def convert(
    source: bytes,
    from_: str,
    to: str,
    options: Sequence[str] = (),
    *,
    seconds: float = 60,
    megabytes: int = 1024,
) -> Converted:
    """Convert a document from one of pandoc's formats to another.

    It reads and writes nothing but its pipes: no file, no network (`--sandbox`), pictures travel
    as `data:` URIs where `options` has `--embed-resources`. Quotes, dashes and dots stay as they
    are written, in every format. Raises ConversionFailed when pandoc is missing, refuses the
    source, runs longer than `seconds` or needs more memory than `megabytes`.
    """
    command = [
        str(pandoc()),
        *("+RTS", f"-M{megabytes}M", "-RTS"),
        *("--sandbox", "--from", _plain(from_), "--to", _plain(to)),
        *("--output", "-"),
        *options,
    ]
    try:
        done = subprocess.run(command, input=source, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(
            f"pandoc was stopped after {seconds:g} seconds", remedy="Split the document"
        ) from error
    except OSError as error:
        raise ConversionFailed(
            f"pandoc cannot be run ({error.strerror or error})", remedy=_INSTALL
        ) from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == _HEAP_EXHAUSTED or "heap exhausted" in said:
        raise ConversionFailed(
            f"pandoc needed more than {megabytes} MB of memory", remedy="Split the document"
        )
    if done.returncode != 0:
        reason = " ".join(said.split())[:300] or f"it ended with {done.returncode}"
        raise ConversionFailed(f"pandoc could not read it ({reason})")
    return Converted(done.stdout, _warnings(said))


def pandoc() -> Path:
    """Where pandoc is: beside its Python package, else on the path. Raises ConversionFailed."""
    found = importlib.util.find_spec("pypandoc")
    if found is not None and found.origin is not None:
        name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
        bundled = Path(found.origin).parent / "files" / name
        if bundled.is_file():
            return bundled
    installed = shutil.which("pandoc")
    if installed is None:
        raise ConversionFailed("pandoc is missing", remedy=_INSTALL)
    return Path(installed)


def _plain(name: str) -> str:
    """A format without the extension that changes quotes, dashes and dots."""
    return f"{name}-smart" if re.split("[+-]", name)[0] in _SMART else name


def _warnings(said: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in _MESSAGE.split(said) if each.strip())
