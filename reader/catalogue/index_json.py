"""The description of a scored index as JSON, as the catalogue keeps it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from reader.domain.scoring import Composite, Direction, Edition, Indicator, Pillar, ScoredIndex


def index_as_json(index: ScoredIndex) -> str:
    """The whole description; figures as decimal strings."""
    return json.dumps(
        {
            "id": index.id,
            "name": index.name,
            "short_name": index.short_name,
            "publisher": index.publisher,
            "lowest": str(index.lowest),
            "highest": str(index.highest),
            "decimals": index.decimals,
            "pillars": [_pillar_record(each) for each in index.pillars],
            "composites": [
                {
                    "id": each.id,
                    "name": each.name,
                    "direction": str(each.direction),
                    "parts": list(each.parts),
                }
                for each in index.composites
            ],
            "editions": [
                {"id": each.id, "indicators": sorted(each.indicators), "new": sorted(each.new)}
                for each in index.editions
            ],
        },
        ensure_ascii=False,
    )


def index_from_json(text: str) -> ScoredIndex:
    """What `index_as_json` wrote."""
    data = json.loads(text)
    return ScoredIndex(
        id=data["id"],
        name=data["name"],
        short_name=data["short_name"],
        publisher=data["publisher"],
        lowest=Decimal(data["lowest"]),
        highest=Decimal(data["highest"]),
        decimals=data["decimals"],
        pillars=tuple(_pillar(each) for each in data["pillars"]),
        composites=tuple(
            Composite(each["id"], each["name"], Direction(each["direction"]), tuple(each["parts"]))
            for each in data["composites"]
        ),
        editions=tuple(
            Edition(each["id"], frozenset(each["indicators"]), frozenset(each["new"]))
            for each in data["editions"]
        ),
    )


def _pillar_record(pillar: Pillar) -> dict[str, object]:
    return {
        "id": pillar.id,
        "name": pillar.name,
        "direction": str(pillar.direction),
        "scale": [str(end) for end in pillar.scale] if pillar.scale else None,
        "indicators": [
            {
                "id": each.id,
                "name": each.name,
                "definition": each.definition,
                "aliases": list(each.aliases),
            }
            for each in pillar.indicators
        ],
    }


def _pillar(data: dict[str, Any]) -> Pillar:
    scale = data["scale"]
    return Pillar(
        id=data["id"],
        name=data["name"],
        direction=Direction(data["direction"]),
        scale=(Decimal(scale[0]), Decimal(scale[1])) if scale else None,
        indicators=tuple(
            Indicator(
                each["id"], each["name"], data["id"], each["definition"], tuple(each["aliases"])
            )
            for each in data["indicators"]
        ),
    )
