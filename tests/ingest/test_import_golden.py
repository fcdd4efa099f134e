"""Each source in `tests/golden/` becomes what the JSON file of its name says.

After a wanted change, `DOSSIER_WRITE_GOLDEN=1 pytest tests/ingest` writes the files anew.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from reader.domain.document import Block, SourceMetadata
from reader.domain.scoring import ScoreSheet
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source

GOLDEN = Path(__file__).parents[1] / "golden"
FOLDERS = ("markdown", "saved_text", "index_page", "score_sheet", "web_page")
SOURCES = sorted(
    path
    for folder in FOLDERS
    for path in (GOLDEN / folder).iterdir()
    if path.is_file() and path.suffix != ".json"
)


def block_data(block: Block) -> dict[str, object]:
    data: dict[str, object] = {"kind": block.kind.value, "text": block.text}
    if block.level:
        data["level"] = block.level
    if block.heading_path:
        data["heading_path"] = list(block.heading_path)
    if block.ordered is not None:
        data["ordered"] = block.ordered
    if block.cell:
        cell = block.cell
        data["cell"] = [cell.table, cell.row, cell.column, "header" if cell.header else "data"]
    if block.spans:
        data["spans"] = [
            [each.style.value, block.text[each.start : each.end], each.target]
            for each in block.spans
        ]
    if block.picture is not None:
        data["picture"] = block.picture
    return data


def metadata_data(metadata: SourceMetadata) -> dict[str, object]:
    data: dict[str, object] = {}
    for key in ("title", "publisher", "authors", "url", "language", "countries", "tags", "kind"):
        value = getattr(metadata, key)
        data[key] = list(value) if isinstance(value, tuple) else value
    for key in ("published", "accessed"):
        value = getattr(metadata, key)
        data[key] = str(value) if value else None
    work = metadata.summarises
    data["summarises"] = work and {
        "title": work.title,
        "publisher": work.publisher,
        "authors": list(work.authors),
        "published": str(work.published) if work.published else None,
        "url": work.url,
    }
    data["origins"] = {key: origin.value for key, origin in sorted(metadata.origins.items())}
    data["extra"] = dict(metadata.extra)
    return data


def sheet_data(sheet: ScoreSheet) -> dict[str, object]:
    def figure(value: object, change: object, comparable: object) -> list[str | None]:
        return [str(value), None if change is None else str(change), str(comparable).lower()]

    return {
        "index": sheet.index,
        "edition": sheet.edition,
        "edition_basis": sheet.edition_basis,
        "country": sheet.country,
        "source": [sheet.source_title, sheet.source_publisher, sheet.source_url],
        "scores": {
            each.indicator: figure(each.value, each.change, each.comparable)
            for each in sheet.scores
        },
        "totals": {
            each.id: figure(each.value, each.change, each.comparable) for each in sheet.totals
        },
    }


def imported_data(imported: Imported) -> dict[str, object]:
    return {
        "format": imported.format,
        "metadata": imported.metadata and metadata_data(imported.metadata),
        "blocks": [block_data(block) for block in imported.blocks],
        "sheets": [sheet_data(sheet) for sheet in imported.sheets],
        "warnings": list(imported.warnings),
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_source_becomes_what_its_golden_file_says(source: Path, knowledge: Knowledge) -> None:
    def companion(path: str) -> bytes | None:
        beside = source.parent / path
        return beside.read_bytes() if beside.is_file() else None

    imported = import_file(Source(source.read_bytes(), source.name, companion), knowledge)
    shown = {block.picture for block in imported.blocks if block.picture is not None}
    assert {key: sha256(data).hexdigest() for key, data in imported.pictures.items()} == {
        key: key for key in shown
    }
    found = imported_data(imported)
    golden = source.with_suffix(".json")
    if os.environ.get("DOSSIER_WRITE_GOLDEN"):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))
