"""What every importer owes: whether what one yielded can be stored and shown as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.domain.document import Block, PassageKind
from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported

# Line breaks, control characters, and what a text document keeps for itself (`reader.text.plain`).
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]")
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one source may unfold to; sizes in bytes, `characters` in code points."""

    blocks: int = 500_000
    characters: int = 64_000_000
    pictures: int = 5_000
    picture_bytes: int = 256 * 1024 * 1024


def check(imported: Imported, name: str, bounds: Bounds) -> None:
    """Raise ImportFailed for what is beyond `bounds`, or is not as `Imported` and `Block` say."""
    characters = sum(len(block.text) for block in imported.blocks)
    size = sum(len(each) for each in imported.pictures.values())
    beyond = next(
        (
            f"more than {limit:,} {what}"
            for found, limit, what in (
                (len(imported.blocks), bounds.blocks, "passages"),
                (characters, bounds.characters, "characters of text"),
                (len(imported.pictures), bounds.pictures, "pictures"),
                (size, bounds.picture_bytes, "bytes of pictures"),
            )
            if found > limit
        ),
        None,
    )
    if beyond:
        raise ImportFailed(f"it unfolds to {beyond}", item=name, remedy="Split it")
    wrong = _wrong(imported)
    if wrong:
        raise ImportFailed(
            f"the file could not be read (its importer yielded {wrong})",
            item=name,
            remedy="Please report it to Dossier's developers with the file, if it may be shared",
        )


def is_picture(data: bytes) -> bool:
    """Whether these are the bytes of a PNG, JPEG, GIF or WebP file, by their beginning."""
    return data.startswith(_PICTURE_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _wrong(imported: Imported) -> str | None:
    for block in imported.blocks:
        if wrong := _wrong_block(block, imported):
            return wrong
    if any(not is_picture(each) for each in imported.pictures.values()):
        return "a picture of an unknown kind"
    if any(not 0 <= fact.passage < len(imported.blocks) for fact in imported.facts):
        return "a fact of no passage"
    metadata = imported.metadata
    if metadata is None:
        return "passages of no document" if imported.blocks else None
    if not metadata.title.strip() or _UNFIT.search(metadata.title):
        return "an unfit title"
    codes = (*metadata.countries, *(sheet.country for sheet in imported.sheets))
    if not all(_COUNTRY.fullmatch(code) for code in codes):
        return "a country that is none"
    return None


def _wrong_block(block: Block, imported: Imported) -> str | None:
    text = block.text
    if not text and block.picture is None:
        return "an empty passage"
    if not (text.isascii() and text.isprintable()) and _UNFIT.search(text):
        return "a passage with a line break or a control character"
    if block.picture is not None and not (
        _SHA256.fullmatch(block.picture) and block.picture in imported.pictures
    ):
        return "a passage of a picture that is not there"
    for span in block.spans:
        if not 0 <= span.start < span.end <= len(text):
            return "a style outside its passage"
    level = block.level
    if block.kind is PassageKind.HEADING and not 1 <= level <= 6:
        return f"a heading of level {level}"
    if level < 0 or (block.page is not None and block.page < 1):
        return "an impossible level or page"
    cell = block.cell
    if cell is not None and min(cell.table, cell.row, cell.column) < 0:
        return "a cell outside its table"
    return None
