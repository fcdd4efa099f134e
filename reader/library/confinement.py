"""Confining the parsing process with the kernel's help: it writes nowhere and connects to nothing.

Linux's Landlock (kernel 5.13; connections from 6.7) restricts a process for good, and all that it
starts: https://docs.kernel.org/userspace-api/landlock.html. Where there is none, as on other
systems, nothing happens: a parser that is not taken over does neither anyway.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# The same on every architecture that has them.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
# Writing a file; removing and making files, folders, links, sockets and devices.
_WRITE_FILE = 1 << 1
_CHANGE_FOLDERS = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_CONNECT = (1 << 0) | (1 << 1)


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64)]


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def confine(scratch: Path) -> bool:
    """Let this process, from now on, write below `scratch` only, and open no connection.

    False where the system cannot do that.
    """
    if sys.platform != "linux":
        return False
    try:
        system = ctypes.CDLL(None, use_errno=True)
        version = int(system.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))
        if version < 1:
            return False
        handled = _WRITE_FILE | _CHANGE_FOLDERS
        handled |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
        rules = _Ruleset(handled, _CONNECT if version >= 4 else 0)
        size = ctypes.sizeof(rules) if version >= 4 else ctypes.sizeof(ctypes.c_uint64)
        ruleset = int(system.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0))
        if ruleset < 0:
            return False
        try:
            for place, allowed in ((scratch, handled), (Path(os.devnull), _WRITE_FILE)):
                opened = os.open(place, getattr(os, "O_PATH", os.O_RDONLY) | os.O_CLOEXEC)
                rule = _PathRule(allowed, opened)
                added = system.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
                os.close(opened)
                if added != 0:
                    return False
            system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
            return int(system.syscall(_RESTRICT_SELF, ruleset, 0)) == 0
        finally:
            os.close(ruleset)
    except (OSError, AttributeError):
        return False
