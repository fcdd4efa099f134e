"""A confined process writes nowhere but in its own folder, and reaches nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_TRIES = """
import json, socket, subprocess, sys
from pathlib import Path
from reader.library.confinement import confine

scratch, outside = map(Path, sys.argv[1:])
said = {"confined": confine(scratch)}

def tried(name, call):
    try:
        call()
        said[name] = "done"
    except OSError as error:
        said[name] = type(error).__name__

tried("write inside", lambda: (scratch / "a").write_text("a"))
tried("write outside", lambda: (outside / "new").write_text("a"))
tried("overwrite outside", lambda: (outside / "held").write_text("a"))
tried("remove outside", lambda: (outside / "held").unlink())
tried("move out", lambda: (scratch / "a").rename(outside / "a"))
tried("make a folder outside", lambda: (outside / "folder").mkdir())
tried("read outside", lambda: (outside / "held").read_text())
tried("connect", lambda: socket.create_connection(("127.0.0.1", 9), timeout=2))
said["child"] = subprocess.run(["touch", str(outside / "child")], capture_output=True).returncode
print(json.dumps(said))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_a_confined_process_writes_in_its_folder_only(tmp_path: Path) -> None:
    scratch, outside = tmp_path / "scratch", tmp_path / "outside"
    for folder in (scratch, outside):
        folder.mkdir()
    (outside / "held").write_text("kept")
    run = subprocess.run(
        [sys.executable, "-c", _TRIES, str(scratch), str(outside)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": "/usr/bin:/bin"},
    )
    said = json.loads(run.stdout)
    if not said["confined"]:
        pytest.skip("this kernel has no Landlock")
    assert said["write inside"] == "done"
    assert said["read outside"] == "done"
    for each in ("write", "overwrite", "remove"):
        assert said[f"{each} outside"] == "PermissionError", each
    assert said["make a folder outside"] == "PermissionError"
    assert said["move out"] in ("PermissionError", "OSError")
    assert said["connect"] in ("PermissionError", "ConnectionRefusedError")
    assert said["child"] != 0
    assert [each.name for each in outside.iterdir()] == ["held"]
    assert (outside / "held").read_text() == "kept"
