"""The exit codes of the command line."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """What a script reads off `$?`."""

    DONE = 0
    ERROR = 1
    WRONG_USAGE = 2
    PARTIAL = 3
    NOTHING_FOUND = 4
    # What a shell reports of a program that SIGINT ended.
    INTERRUPTED = 130
