"""Texts that know where each of their characters came from, edits of them, and a strict judge.

Every character of an edited text carries the position it had before, or none if it is new. So the
judge does not compare words: it knows which characters survived, and where.
"""

from __future__ import annotations

import functools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reader.domain.anchoring import Anchor, Exact, Moved

# A character and where it stood in the text before; None for one that is new, and `-1 - position`
# for a copy.
Tagged = tuple[str, int | None]
Text = list[Tagged]
Edit = Callable[[random.Random, Text, tuple[int, int]], Text]

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "lo", "mi", "nu", "pa", "re", "sa")
_SYLLABLES += ("ti", "vo", "xe", "yu", "za", "qué", "lú", "ñan", "ø")
_BOILERPLATE = (
    "Read more",
    "Share this page with a colleague",
    "2016",
    "12",
    "Photograph: the harbour at night",
)
_ABOVE = ("Skip to the content", "Subscribe to the letter", "Menu", "Search", "12 March")
_SIGNS = ("🇵🇪", "👩🏽‍⚖️", "e\u0301", "“oro”", "—", "\u00a0", "ﬁ")


@functools.cache
def _lexicon() -> tuple[list[str], list[float]]:
    """1,200 words, the oftener the shorter, and how often each comes (after Zipf)."""
    language = random.Random(7)
    words = [
        "".join(language.choices(_SYLLABLES, k=1 + (at > 20) + (at > 200) + at // 600))
        for at in range(1200)
    ]
    return words, [1 / (at + 3) for at in range(len(words))]


def words_of(chance: random.Random, count: int) -> list[str]:
    """Words of a small made-up language."""
    words, ranks = _lexicon()
    return chance.choices(words, ranks, k=count)


def sentence(chance: random.Random) -> str:
    """A sentence of four to eighteen words."""
    words = words_of(chance, chance.randint(4, 18))
    if chance.random() < 0.1:
        words[chance.randrange(len(words))] += chance.choice(_SIGNS)
    return " ".join(words).capitalize() + chance.choice(".....?!")


def a_document(chance: random.Random) -> str:
    """Paragraphs, headings and cells, with sentences and whole paragraphs that stand twice."""
    paragraphs = []
    told: list[str] = []
    for _ in range(chance.randint(6, 40)):
        kind = chance.random()
        if kind < 0.12:
            paragraphs.append(chance.choice(_BOILERPLATE))
        elif kind < 0.2 and paragraphs:
            paragraphs.append(chance.choice(paragraphs))
        else:
            parts = [
                chance.choice(told) if told and chance.random() < 0.15 else sentence(chance)
                for _ in range(chance.randint(1, 6))
            ]
            told += parts
            paragraphs.append(" ".join(parts))
    return "\n".join(paragraphs)


def a_mark(chance: random.Random, text: str) -> tuple[int, int]:
    """A range: words, a sentence, one that stands twice, a paragraph, or several of them."""
    kind = chance.random()
    if kind < 0.35:
        twice = [
            place
            for part in sorted({each for line in text.split("\n") for each in _sentences(line)})
            if len(part) > 8 and text.count(part) > 1
            for place in [_occurrence(chance, text, part)]
        ]
        if twice:
            return chance.choice(sorted(twice))
    lines = [at for at, sign in enumerate("\n" + text) if sign == "\n"]
    start = chance.choice(lines)
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if kind < 0.5:
        return start, max(end, start + 1)
    if kind < 0.6:
        later = text.find("\n", min(end + chance.randint(1, 200), len(text)))
        return start, len(text) if later < 0 else later
    spaces = [start, *(at + 1 for at in range(start, end) if text[at] == " ")]
    first = chance.choice(spaces)
    last = chance.choice([*[at - 1 for at in spaces if at > first + 6], end])
    return first, max(last, first + 1)


def _sentences(line: str) -> list[str]:
    parts = line.replace("? ", "?\0").replace("! ", "!\0").replace(". ", ".\0").split("\0")
    return [part for part in parts if part]


def _occurrence(chance: random.Random, text: str, part: str) -> tuple[int, int]:
    places = [at for at in range(len(text)) if text.startswith(part, at)]
    start = chance.choice(places)
    return start, start + len(part)


def tagged(text: str) -> Text:
    """A text whose characters know their place."""
    return list(zip(text, range(len(text))))


def plain(text: Text) -> str:
    """The characters alone."""
    return "".join(sign for sign, _ in text)


def new(text: str) -> Text:
    """Characters that were not there before."""
    return [(sign, None) for sign in text]


def _copy(text: Text) -> Text:
    """Characters that know what they are a copy of: `-1 - position`."""
    return [(sign, tag if tag is None or tag < 0 else -1 - tag) for sign, tag in text]


def _lines(text: Text) -> list[Text]:
    lines: list[Text] = [[]]
    for each in text:
        if each[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(each)
    return lines


def _with_lines(lines: list[Text]) -> Text:
    """One text again; what parts its lines has no place of its own."""
    text: Text = []
    for at, line in enumerate(lines):
        text += new("\n") * bool(at) + line
    return text


def _near(chance: random.Random, text: Text, mark: tuple[int, int]) -> int:
    """A place, half of the time in or beside the mark."""
    if chance.random() < 0.5:
        wanted = chance.randint(mark[0] - 20, mark[1] + 20)
        found = [at for at, (_, tag) in enumerate(text) if tag == wanted]
        if found:
            return found[0]
    return chance.randint(0, len(text))


def _word(chance: random.Random, text: Text, mark: tuple[int, int]) -> tuple[int, int]:
    start = min(_near(chance, text, mark), len(text))
    while start > 0 and not text[start - 1][0].isspace():
        start -= 1
    end = start
    while end < len(text) and not text[end][0].isspace():
        end += 1
    return start, end


def _line_of(chance: random.Random, lines: list[Text], mark: tuple[int, int]) -> int:
    """A line, half of the time one that the mark touches."""
    if chance.random() < 0.5:
        inside = range(*mark)
        touched = [
            at for at, line in enumerate(lines) if any(tag in inside for _, tag in line if tag)
        ]
        if touched:
            return chance.choice(touched)
    return chance.randrange(len(lines))


def insert_characters(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    at = _near(chance, text, mark)
    return [*text[:at], *new("".join(chance.choices("abc é—😀", k=3))), *text[at:]]


def delete_characters(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    at = _near(chance, text, mark)
    return text[:at] + text[at + chance.randint(1, 6) :]


def replace_characters(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    at = _near(chance, text, mark)
    return [*text[:at], *new("".join(chance.choices("xyzq", k=2))), *text[at + 2 :]]


def insert_word(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    at, _ = _word(chance, text, mark)
    return [*text[:at], *new(words_of(chance, 1)[0] + " "), *text[at:]]


def delete_word(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, end = _word(chance, text, mark)
    return text[:start] + text[end + 1 :]


def replace_word(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, end = _word(chance, text, mark)
    return [*text[:start], *new(words_of(chance, 1)[0]), *text[end:]]


def _sentence(chance: random.Random, text: Text, mark: tuple[int, int]) -> tuple[int, int]:
    at = _near(chance, text, mark)
    start, end = at, at
    while start > 0 and text[start - 1][0] not in ".?!\n":
        start -= 1
    while end < len(text) and text[end][0] not in ".?!\n":
        end += 1
    return start, min(end + 1, len(text))


def insert_sentence(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, _ = _sentence(chance, text, mark)
    return [*text[:start], *new(f" {sentence(chance)}"), *text[start:]]


def delete_sentence(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, end = _sentence(chance, text, mark)
    return text[:start] + text[end:]


def replace_sentence(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, end = _sentence(chance, text, mark)
    return [*text[:start], *new(f" {sentence(chance)}"), *text[end:]]


def insert_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    at = _line_of(chance, lines, mark) + chance.randint(0, 1)
    words = " ".join(sentence(chance) for _ in range(chance.randint(1, 4)))
    return _with_lines([*lines[:at], new(words), *lines[at:]])


def delete_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    del lines[_line_of(chance, lines, mark)]
    return _with_lines(lines)


def replace_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    lines[_line_of(chance, lines, mark)] = new(sentence(chance))
    return _with_lines(lines)


def move_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    line = lines.pop(_line_of(chance, lines, mark))
    lines.insert(chance.randint(0, len(lines)), line)
    return _with_lines(lines)


def copy_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    line = lines[_line_of(chance, lines, mark)]
    lines.insert(chance.randint(0, len(lines)), _copy(line))
    return _with_lines(lines)


def copy_beside(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    at = chance.randrange(len(lines))
    lines.insert(at + chance.randint(0, 1), _copy(lines[at]))
    return _with_lines(lines)


def swap_paragraphs(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    one, other = _line_of(chance, lines, mark), chance.randrange(len(lines))
    if plain(lines[one]) != plain(lines[other]):
        # Two equal ones that change places are the same text: nobody can see it.
        lines[one], lines[other] = lines[other], lines[one]
    return _with_lines(lines)


def split_paragraph(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    spaces = [at for at, (sign, _) in enumerate(text) if sign == " "]
    if not spaces:
        return text
    wanted = _near(chance, text, mark)
    at = min(spaces, key=lambda each: abs(each - wanted))
    return [*text[:at], ("\n", None), *text[at + 1 :]]


def merge_paragraphs(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    breaks = [at for at, (sign, _) in enumerate(text) if sign == "\n"]
    if not breaks:
        return text
    wanted = _near(chance, text, mark)
    at = min(breaks, key=lambda each: abs(each - wanted))
    return [*text[:at], (" ", None), *text[at + 1 :]]


def change_spaces(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    changed: Text = []
    for sign, tag in text:
        dice = chance.random() if sign == " " else 1
        changed += [("\u00a0", tag)] if dice < 0.03 else [(sign, tag)]
        changed += [(" ", None)] if 0.03 <= dice < 0.06 else []
    return changed


def change_case(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    start, end = _sentence(chance, text, mark)
    return [
        (sign.upper() if start <= at < end and len(sign.upper()) == 1 else sign, tag)
        for at, (sign, tag) in enumerate(text)
    ]


def change_accents(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    plainer = {"é": "e", "ú": "u", "ñ": "n", "“": '"', "”": '"', "—": "-"}
    return [(plainer.get(sign, sign), tag) for sign, tag in text]


def put_boilerplate_above(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    return [*new("\n".join(chance.choices(_ABOVE, k=4)) + "\n"), *text]


def truncate(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    lines = _lines(text)
    at = _line_of(chance, lines, mark) + 1
    return _with_lines(lines[:at] if chance.random() < 0.7 else lines[at:] or lines)


def delete_marked_copy(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    inside = range(*mark)
    return [each for each in text if each[1] not in inside] or text


def rewrite(chance: random.Random, text: Text, mark: tuple[int, int]) -> Text:
    return new(a_document(chance))


EDITS: dict[str, Edit] = {
    each.__name__: each
    for each in (
        insert_characters,
        delete_characters,
        replace_characters,
        insert_word,
        delete_word,
        replace_word,
        insert_sentence,
        delete_sentence,
        replace_sentence,
        insert_paragraph,
        delete_paragraph,
        replace_paragraph,
        move_paragraph,
        copy_paragraph,
        copy_beside,
        swap_paragraphs,
        split_paragraph,
        merge_paragraphs,
        change_spaces,
        change_case,
        change_accents,
        put_boilerplate_above,
        truncate,
        delete_marked_copy,
        rewrite,
    )
}

# What copies, moves or removes whole paragraphs. Two of these on one paragraph give a text that
# has several histories (a copy whose original goes elsewhere is a move), so they come one at a
# time; and of two copies, one of them edited, nobody can say which is the older.
COPIES = frozenset({"copy_paragraph", "copy_beside"})
LARGE = frozenset(
    {
        "move_paragraph",
        "copy_paragraph",
        "copy_beside",
        "swap_paragraphs",
        "delete_paragraph",
        "replace_paragraph",
        "truncate",
        "delete_marked_copy",
        "rewrite",
    }
)


def edit(chance: random.Random, before: str, mark: tuple[int, int], kind: str) -> Text:
    """An edit of a kind, alone or with one or two smaller ones on top of it."""
    after = EDITS[kind](chance, tagged(before), mark)
    for _ in range(0 if kind in COPIES else chance.choice((0, 0, 1, 2))):
        more = chance.choice([each for each in EDITS if each not in LARGE])
        after = EDITS[more](chance, after, mark)
    return after


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mark: `kept` if all its characters stand together as before.

    `twin`: a copy of its paragraph was put right beside it, and nobody could say which is which.
    """

    kept: bool
    twice: bool
    twin: bool
    anchor: Anchor
    wrong: str | None

    @property
    def found(self) -> bool:
        """Whether the mark has a place, exact or to be reviewed."""
        return isinstance(self.anchor, Exact | Moved)


def judge(before: str, after: Text, mark: tuple[int, int], anchor: Anchor) -> Verdict:
    """Whether an anchor is right, by the characters that survived.

    Exact is right only on all the marked characters, together and in order. Moved is right only
    on at least half of those that survived, and on no old character from outside the mark that does
    not stand between them now.
    """
    inside = range(*mark)
    after = _with_moved_copies(after, inside)
    # A line break is where it is between two lines that are; it has no place of its own.
    solid = [at for at in inside if before[at] != "\n"]
    where = {tag: at for at, (_, tag) in enumerate(after) if tag is not None and tag in inside}
    text = plain(after)
    quote = before[mark[0] : mark[1]]
    first = where[solid[0]] - (solid[0] - mark[0]) if solid and solid[0] in where else None
    kept = (
        first is not None
        and first >= 0
        and text[first : first + len(quote)] == quote
        and all(where.get(at) == first + at - mark[0] for at in solid)
    )
    wrong = None
    if isinstance(anchor, Exact) and not (
        (kept and anchor.start == first) or _only_place(before, after, mark, anchor)
    ):
        wrong = "exact, but not these characters"
    if isinstance(anchor, Exact) and text[anchor.start : anchor.end] != quote:
        wrong = "exact, but other words"
    if isinstance(anchor, Moved) and not _only_place(before, after, mark, anchor):
        wrong = _moved_wrongly(after, inside, sorted(where.values()), anchor)
    return Verdict(kept, before.count(quote) > 1, _has_twin(after, inside), anchor, wrong)


def _has_twin(after: Text, inside: range) -> bool:
    own, copied = set(), set()
    for at, line in enumerate(_lines(after)):
        for _, tag in line:
            if tag in inside:
                own.add(at)
            elif tag is not None and -1 - tag in inside:
                copied.add(at)
    return any(at - 1 in copied or at + 1 in copied for at in own)


def _only_place(before: str, after: Text, mark: tuple[int, int], anchor: Exact | Moved) -> bool:
    """Whether nobody could see that some of the characters are others.

    They are a copy beside what it was copied from, in a quotation that stood once and stands once;
    or a few of them were replaced by the very same.
    """
    quote, text = before[mark[0] : mark[1]], plain(after)
    tags = [
        (tag, mark[0] + at)
        for at, (sign, tag) in enumerate(after[anchor.start : anchor.end])
        if sign != "\n"
    ]
    own = sum(tag == place for tag, place in tags)
    once = before.count(quote) == 1 and text.count(quote) == 1
    same = once and all(
        tag in (place, -1 - place) or _equal_neighbour(before, tag, place) for tag, place in tags
    )
    # One of two equal paragraphs side by side, moved past the other, is the same text.
    swapped = all(_equal_neighbour(before, tag, place) for tag, place in tags)
    return (
        (same and own > 0)
        or swapped
        or (10 * own >= 8 * len(tags) and all(tag in (place, None) for tag, place in tags))
    )


def _equal_neighbour(before: str, tag: int | None, place: int) -> bool:
    """Whether a character came from the same place of an equal line beside its own."""
    if tag is None or tag < 0:
        return False
    lines = before.split("\n")
    ours, theirs = before.count("\n", 0, place), before.count("\n", 0, tag)
    return (
        abs(ours - theirs) == 1
        and lines[ours] == lines[theirs]
        and abs(place - tag) == len(lines[ours]) + 1
    )


def _with_moved_copies(after: Text, inside: range) -> Text:
    """The text, where a copy whose original is gone counts as the original.

    To copy a paragraph and delete it where it stood gives the same text as to move it.
    """
    there = {tag for _, tag in after}
    copies = Counter(tag for _, tag in after)
    return [
        (sign, -1 - tag)
        if tag is not None
        and tag < 0
        and -1 - tag in inside
        and -1 - tag not in there
        and copies[tag] == 1
        else (sign, tag)
        for sign, tag in after
    ]


def _moved_wrongly(after: Text, inside: range, survivors: list[int], anchor: Moved) -> str | None:
    signs = after[anchor.start : anchor.end]
    own = {tag for _, tag in signs if tag in inside}
    copied = {-1 - tag for _, tag in signs if tag is not None and -1 - tag in inside}
    if 3 * len(own) < len(survivors) or 2 * len(own | copied) < len(survivors) or not own:
        return "moved, but most of what survived is elsewhere"
    covered = [at for at in survivors if anchor.start <= at < anchor.end]
    strange = [
        at
        for at in range(anchor.start, anchor.end)
        if (tag := after[at][1]) is not None
        and tag >= 0
        and tag not in inside
        and not covered[0] < at < covered[-1]
        and not after[at][0].isspace()
    ]
    return "moved, and covers words from outside the mark" if strange else None
