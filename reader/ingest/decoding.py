"""Bytes to text: by byte order mark, else UTF-8, else Windows-1252, and said when in doubt."""

from __future__ import annotations

from reader.domain.errors import ImportFailed

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """A file's text with `\\n` line ends, and what has to be said about its encoding.

    Raises ImportFailed when it is no text.
    """
    warnings: tuple[str, ...] = ()
    encoding = next((each for mark, each in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and not _is_damaged_utf8(data):
            encoding = "cp1252"
            warnings = (f"The file is not UTF-8 (byte {error.start}); it was read as Windows-1252",)
        else:
            warnings = (f"The file is damaged {encoding.upper()}: what is unreadable shows as �",)
        text = data.decode(encoding, "replace")
    if "\0" in text:
        raise ImportFailed(
            "this is not a text file (it contains NUL characters)",
            item=name,
            remedy="Save it again as text, or in the format that its name says",
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), warnings


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII still reads as UTF-8, as it never does by chance."""
    text = data.decode("utf-8", "replace")
    unreadable = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - unreadable > unreadable
