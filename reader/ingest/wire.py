"""What an importer yields, as JSON: how it leaves the process in which foreign formats are parsed.

Nothing here builds any object but the values below: a parser that was taken over by a hostile file
can send wrong values, never code. Pictures travel beside the JSON, as they are.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import json
import math
import operator
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from reader.domain.dates import PartialDate
from reader.domain.errors import InvalidInput
from reader.domain.mapping_draft import TableSheet
from reader.ingest.imported import Imported

_Decoder = Callable[[Any], Any]
_Encoder = Callable[[Any], Any]
_DEEPEST = 20
_LONGEST_DECIMAL = 40
_LARGEST_NUMBER = 2**63
# JSON can spell half a character, which no catalogue can hold.
_SURROGATE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


def encode(imported: Imported) -> bytes:
    """All of `imported` but its pictures, in UTF-8. Raises ValueError for lone surrogates."""
    values = _encoder(Imported)(dataclasses.replace(imported, pictures={}))
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def decode(data: bytes, pictures: Mapping[str, bytes]) -> Imported:
    """What `encode` was given, with its pictures. Raises InvalidInput for anything else."""
    try:
        if b"\\u" in data and _SURROGATE.search(data):
            raise ValueError("half a character")
        decoded: Imported = _decoder(Imported)(json.loads(data))
    except (ValueError, TypeError, LookupError, InvalidOperation, RecursionError) as error:
        raise InvalidInput(f"not what an importer yields ({error})") from error
    return dataclasses.replace(decoded, pictures=pictures)


def encode_sheets(sheets: tuple[TableSheet, ...]) -> bytes:
    """Sheets in UTF-8. Raises ValueError for lone surrogates."""
    values = _encoder(tuple[TableSheet, ...])(sheets)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def decode_sheets(data: bytes) -> tuple[TableSheet, ...]:
    """What `encode_sheets` was given. Raises InvalidInput for anything else."""
    try:
        if b"\\u" in data and _SURROGATE.search(data):
            raise ValueError("half a character")
        sheets: tuple[TableSheet, ...] = _decoder(tuple[TableSheet, ...])(json.loads(data))
        if not sheets:
            raise ValueError("there are none")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise InvalidInput(f"no sheets of a table ({error})") from error
    return sheets


def plain_value(value: object, depth: int = 0) -> object:
    """A value of a foreign file (front matter, say) as JSON can hold it; the rest becomes text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < _LARGEST_NUMBER else hex(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth < _DEEPEST:
        if isinstance(value, Mapping):
            return {str(key): plain_value(each, depth + 1) for key, each in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [plain_value(each, depth + 1) for each in value]
    return str(value)


# Values are arrays in the order of their fields: 40,000 passages need no 40,000 times nine names.


@functools.cache
def _encoder(kind: Any) -> _Encoder:
    """How a value of that type is written; `_as_it_is` where JSON has it already."""
    if kind is object:
        return plain_value
    if kind in (Decimal, PartialDate):
        return str
    if dataclasses.is_dataclass(kind):
        return _record_encoder(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        write = _encoder(inner)
        if write is _as_it_is:
            return write
        return lambda value: None if value is None else write(value)
    if origin in (tuple, frozenset):
        write = _encoder(arguments[0])
        if write is _as_it_is:
            return write if origin is tuple else sorted
        return lambda values: [write(each) for each in values]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        write = _encoder(arguments[1])
        if write is _as_it_is:
            return dict
        return lambda values: {str(key): write(each) for key, each in values.items()}
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _record_encoder(kind: Any) -> _Encoder:
    hints = typing.get_type_hints(kind)
    names = [each.name for each in dataclasses.fields(kind)]
    values = operator.attrgetter(*names)
    every = [(at, _encoder(hints[name])) for at, name in enumerate(names)]
    writers = [(at, write) for at, write in every if write is not _as_it_is]

    def encode_record(record: Any) -> list[Any]:
        row = list(values(record))
        for at, write in writers:
            if row[at] is not None and row[at] != ():
                row[at] = write(row[at])
        return row

    return encode_record


@functools.cache
def _decoder(kind: Any) -> _Decoder:
    """How a value of that type is read; what is not of it raises ValueError or TypeError."""
    if kind is object:
        return plain_value
    if kind is Decimal:
        return _decimal
    if kind is PartialDate:
        return lambda text: PartialDate.parse(_exactly(str, text))
    if dataclasses.is_dataclass(kind):
        return _record_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    if kind is bytes:
        return lambda _: b""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        read = _decoder(inner)
        return lambda value: None if value is None else read(value)
    if origin in (tuple, frozenset):
        read_each = _decoder(arguments[0])
        build: Callable[[Iterable[Any]], Any] = origin
        return lambda values: build(map(read_each, _exactly(list, values))) if values else build(())
    if isinstance(origin, type) and issubclass(origin, Mapping):
        read_one = _decoder(arguments[1])
        return lambda values: {key: read_one(each) for key, each in _exactly(dict, values).items()}
    if kind is int:
        return _number
    return functools.partial(_exactly, kind)


def _record_decoder(kind: Any) -> _Decoder:
    hints = typing.get_type_hints(kind)
    readers = [_decoder(hints[each.name]) for each in dataclasses.fields(kind)]
    count = len(readers)

    def decode_record(row: Any) -> Any:
        if type(row) is not list or len(row) != count:
            raise ValueError(f"not a {kind.__name__}")
        return kind(*[read(value) for read, value in zip(readers, row, strict=True)])

    return decode_record


def _exactly(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not -_LARGEST_NUMBER < value < _LARGEST_NUMBER:
        raise ValueError("not a number that can be stored")
    return value


def _decimal(text: Any) -> Decimal:
    value = Decimal(_exactly(str, text)[:_LONGEST_DECIMAL])
    if not value.is_finite():
        raise ValueError("not a finite figure")
    return value
