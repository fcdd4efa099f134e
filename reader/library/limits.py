"""What importing one source may cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.ingest import archive, contract

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may cost: seconds of time, bytes of memory and of what it unfolds to."""

    seconds: float = 60.0
    seconds_per_megabyte: float = 3.0
    memory: int = 2048 * MEGABYTE
    written_file: int = 64 * MEGABYTE
    answer: int = 384 * MEGABYTE
    companions: int = 200
    companion_bytes: int = 256 * MEGABYTE
    bounds: contract.Bounds = field(default_factory=contract.Bounds)
    archive: archive.Bounds = field(default_factory=archive.Bounds)

    def seconds_for(self, size: int) -> float:
        """How long a source of that many bytes may take."""
        return self.seconds + self.seconds_per_megabyte * size / MEGABYTE
