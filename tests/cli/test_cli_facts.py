"""Facts in `dossier profile`: each with its date and the passage that states it."""

from __future__ import annotations

import json
from pathlib import Path

from cli_runs import Dossier


def test_a_profile_lists_its_facts_with_their_date_and_where_they_stand(
    fresh: Dossier, tmp_path: Path
) -> None:
    country = {
        "Introduction": {"Background": {"text": "On the coast of the Pacific."}},
        "People and Society": {"Population": {"total": {"text": "34 million (2025 est.)"}}},
        "Government": {"Country name": {"conventional short form": {"text": "Peru"}}},
    }
    file = tmp_path / "pe.json"
    file.write_text(json.dumps(country), encoding="utf-8")
    (source,) = fresh.json("import", file)["sources"]
    (fact,) = fresh.json("profile", "PE")["facts"]
    assert fact == {
        "name": "Population",
        "value": "34 million (2025 est.)",
        "date": "2025",
        "document": source["document"],
        "passage": fact["passage"],
    }
    passages = fresh.json("show", source["document"])["passages"]
    assert passages[fact["passage"]]["text"] == "total: 34 million (2025 est.)"
    assert "34 million (2025 est.)" in fresh("profile", "PE").out
