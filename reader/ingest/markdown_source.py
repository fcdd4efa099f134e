"""Markdown before it is read: bounded in cost, with lists indented as Python-Markdown wants it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reader.ingest.blocks import BLOCK_TAGS

_ELEMENT_NAMES = (
    "a abbr acronym address article aside b big blockquote body br caption center cite code col "
    "colgroup dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 "
    "h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta "
    "nav noscript object ol p pre q s samp script section small span strike strong style sub "
    "summary sup svg table tbody td template tfoot th thead title tr tt u ul var wbr"
)
# What is no tag, comment or address in angle brackets is a word in them: `<country>`, `5 < 7`.
_BARE_ANGLE = re.compile(
    rf"<(?!/?(?:{'|'.join(_ELEMENT_NAMES.split())})(?=[\s/>])|!--|(?:https?|mailto):|[\w.+-]+@)",
    re.I,
)
_UNCLOSED_ANGLE = re.compile(r"<(?!!--)(?=[^<>]*(?:<|\Z))")
_BLANK = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"[\[\]()]")
_DEEP_INDENT = re.compile(r"^[ \t]{40,}(?=[-*+]|\d+\.)", re.M)
_DEEP_QUOTE = re.compile(r"^((?:[ ]{0,3}>){20})[ >]+", re.M)
# Python-Markdown looks from each opening bracket to the end of its paragraph, so that more than
# these left open are taken literally.
_MOST_OPEN = 50
_LITERALS = {"<": "&lt;", "[": "[", "*": "*", "_": "_", "`": "`", "\\": "\\", "&": "&amp;"}
# It also copies a paragraph for each mark in it, and a run of lines for each heading in it.
_MOST_MARKS = 5_000
_LONGEST_RUN = 20_000
_MARK = re.compile(r"[*_`\\\[<&]")
_HTML_BLOCK = re.compile(rf"\s*<(?:{'|'.join(sorted(BLOCK_TAGS))})[\s/>]", re.I)
_ITEM_OR_HEADING = re.compile(r"^(?=[ \t]*(?:[-*+]|\d+\.)[ \t]|#)", re.M)
_ROW = re.compile(r"^(?=[ ]{0,3}\|)", re.M)
_TABLE = re.compile(r"^[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-*:?[ ]*)+$", re.M)
_HEADING_LINE = re.compile(r"^[> ]*#.*$", re.M)
_UNDERLINE = re.compile(r"^[-=*_> ]+$", re.M)
_LIST_ITEM = re.compile(r"([ ]*)([-*+]|\d{1,9}\.)([ ]+)(?=\S)")
_INDENTED = re.compile(r"[ ]+(?:(?:[-*+]|\d{1,9}\.)[ ]+\S|`{3}|~{3})")
_RULE = re.compile(r"[ ]*(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$")
_FENCE = re.compile(r"[ ]*(`{3,}|~{3,})")
_STARTS_ANEW = re.compile(r"#|>|\|")
_INDENT = 4


@dataclass(frozen=True, slots=True)
class TamedSource:
    """Markdown to convert, the stand-ins in it, and what the user should know of them."""

    text: str
    stand_ins: Mapping[str, str]
    warnings: tuple[str, ...]

    def restore(self, html: str) -> str:
        """The HTML made of `text` with the characters back that stand-ins were used for."""
        for character, stand_in in self.stand_ins.items():
            html = html.replace(stand_in, _LITERALS[character])
        return html


def tame(text: str) -> TamedSource:
    """Make Markdown readable in bounded time, and its nested lists in any usual indentation.

    Marks that are no Markdown (`5 < 7`, `<placeholder>`), and those that would take for ever (ten
    thousand open brackets), are replaced by stand-ins, so that they are read as text.
    """
    warnings: list[str] = []
    literals = _private_characters(text)
    text = _without_bare_marks(_reindented(text), literals, warnings)
    text = _DEEP_QUOTE.sub(r"\1 ", _DEEP_INDENT.sub(" " * 40, text))
    return TamedSource(text, literals, tuple(dict.fromkeys(warnings)))


def _reindented(text: str) -> str:
    """`text` with nested lists indented by four for each level, whatever they are indented by.

    An item is nested when it begins below the words of the item above it (CommonMark 5.2). Where
    nesting ends there is a blank line, without which Python-Markdown may overlook the end.
    """
    lines = [line.expandtabs(_INDENT) for line in text.split("\n")]
    if not any(line.startswith(" ") and _INDENTED.match(line) for line in lines):
        return text
    lists = _Lists()
    return "\n".join(lists.indented(line) for line in lines)


class _Lists:
    """The open list items while lines go by: the columns in which their words begin."""

    def __init__(self) -> None:
        self._columns: list[int] = []
        self._level = 0
        self._after_blank = True
        self._fence = ""
        self._fence_indent = 0
        self._interrupted = False

    def indented(self, line: str) -> str:
        """The next line as it should be indented."""
        words = line.lstrip(" ")
        if not words:
            self._after_blank = True
            return ""
        indent = len(line) - len(words)
        after_blank, self._after_blank = self._after_blank, False
        fence = _FENCE.match(line)
        if self._fence or fence:
            return self._fenced(line, indent, fence.group(1) if fence else "")
        if (item := _LIST_ITEM.match(line)) and not _RULE.match(line):
            return self._item(line, words, indent, item.end())
        if after_blank or _STARTS_ANEW.match(line):
            self._leave(indent)
        if not self._columns:
            self._interrupted = self._interrupted and indent > 0
            return line
        return " " * (_INDENT * len(self._columns) + max(0, indent - self._columns[-1])) + words

    def _item(self, line: str, words: str, indent: int, column: int) -> str:
        self._leave(indent)
        if not self._columns and indent >= _INDENT and not self._interrupted:
            return line
        level = len(self._columns)
        blank = "\n" if level < self._level else ""
        self._columns.append(column)
        self._level = level
        return blank + " " * (_INDENT * level) + words

    def _fenced(self, line: str, indent: int, fence: str) -> str:
        """A line of fenced code, or a fence: Python-Markdown knows them in the first column only.

        The list around them is interrupted, and its deeper items begin anew below.
        """
        if not self._fence:
            self._leave(indent)
            self._interrupted = self._interrupted or bool(self._columns)
            self._columns = []
            self._fence, self._fence_indent = fence, indent
        elif fence == self._fence:
            self._fence = ""
        return line[min(indent, self._fence_indent) :]

    def _leave(self, indent: int) -> None:
        while self._columns and indent < self._columns[-1]:
            self._columns.pop()


def _private_characters(text: str) -> dict[str, str]:
    """A stand-in that `text` does not contain for each character that may be taken literally."""
    free = (chr(point) for point in range(0xE000, 0xF8FF) if chr(point) not in text)
    return {character: next(free) for character in _LITERALS}


def _without_bare_marks(text: str, literals: dict[str, str], warnings: list[str]) -> str:
    """`text` with the marks taken literally that are no Markdown, or would take for ever."""
    angle = literals["<"]
    text = _BARE_ANGLE.sub(angle, text)
    last_end = text.rfind("-->")
    head, tail = text[: last_end + 1], text[last_end + 1 :]
    text = head + tail.replace("<!--", f"{angle}!--")
    if sum(1 for _ in _UNCLOSED_ANGLE.finditer(text)) > _MOST_OPEN:
        warnings.append("Many HTML tags are not closed; they were read as text")
        text = _UNCLOSED_ANGLE.sub(angle, text)
    runs = [_tame_run(run, literals, warnings) for run in _BLANK.split(text)]
    return "\n\n".join(runs)


def _tame_run(run: str, literals: dict[str, str], warnings: list[str]) -> str:
    """As `_without_bare_marks`, for a run of lines without a blank one."""
    if _leaves_open(run):
        warnings.append("A paragraph has many unclosed brackets; they were read as text")
        run = run.replace("[", literals["["])
    if len(run) > _LONGEST_RUN:
        run = _HEADING_LINE.sub(r"\n\g<0>\n", run)
        run = _UNDERLINE.sub(r"\g<0>\n", run)
        parts = _ITEM_OR_HEADING.split(run)
        if _TABLE.search(run):
            parts = [row for part in parts for row in _ROW.split(part)]
        for place, part in enumerate(parts):
            if len(part) <= _MOST_MARKS or _HTML_BLOCK.match(part):
                continue
            if len(_MARK.findall(part)) > _MOST_MARKS:
                warnings.append("A paragraph is full of Markdown's marks; they were read as text")
                parts[place] = _MARK.sub(lambda match: literals[match.group()], part)
        run = "".join(parts)
    return run


def _leaves_open(paragraph: str) -> bool:
    """Whether brackets or parentheses nest deeper than any prose, or are never closed."""
    if paragraph.count("[") <= _MOST_OPEN:
        return False
    depths = {"[": 0, "(": 0}
    for match in _BRACKET.finditer(paragraph):
        mark = match.group()
        if mark in depths:
            depths[mark] += 1
            if depths[mark] > _MOST_OPEN:
                return True
        else:
            opening = "[" if mark == "]" else "("
            depths[opening] = max(0, depths[opening] - 1)
    return False
