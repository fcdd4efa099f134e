"""Fields set by hand, and what stays of them when a source is imported again."""

from __future__ import annotations

import pytest

from reader.domain.dates import PartialDate
from reader.domain.document import Origin, Replaced, SourceMetadata
from reader.domain.errors import InvalidInput
from reader.domain.metadata import as_source_says, merged, reset, set_by_hand

FOUND = SourceMetadata(
    title="Rivers",
    published=PartialDate(2020, 5),
    countries=("PE", "BO"),
    country_reasons={"PE": "in the title", "BO": "in the title"},
    origins={"title": Origin.STATED, "countries": Origin.INFERRED, "published": Origin.STATED},
)


def test_what_is_set_by_hand_says_so_and_keeps_what_the_source_says() -> None:
    edited = set_by_hand(FOUND, {"countries": ("PE", "CO"), "publisher": "Press"})
    assert edited.countries == ("PE", "CO")
    assert edited.country_reasons == {"PE": "in the title", "CO": "by hand"}
    assert edited.origins["countries"] is edited.origins["publisher"] is Origin.BY_HAND
    assert edited.replaced["publisher"] == Replaced((), None)
    again = set_by_hand(edited, {"countries": ("CL",)})
    assert again.replaced["countries"].entries == ("PE", "BO")
    assert as_source_says(again) == FOUND


def test_a_field_can_be_unknown_by_hand_and_reset() -> None:
    edited = set_by_hand(FOUND, {"published": None})
    assert edited.published is None
    assert edited.origins["published"] is Origin.BY_HAND
    assert reset(edited, "published") == FOUND
    assert reset(FOUND, "published") == FOUND


def test_nothing_is_made_up_where_the_sources_word_is_not_known() -> None:
    old = SourceMetadata("Mine", origins={"title": Origin.BY_HAND})
    with pytest.raises(InvalidInput, match="title: what the source itself says is not known"):
        reset(old, "title")


def test_by_hand_goes_before_a_newer_source_and_falls_back_to_it() -> None:
    held = set_by_hand(FOUND, {"title": "Mine", "published": None, "countries": ("PE", "CO")})
    newer = SourceMetadata(
        title="Rivers, revised",
        publisher="Press",
        published=PartialDate(2021),
        countries=("EC",),
        country_reasons={"EC": "stated"},
        origins=dict.fromkeys(("title", "publisher", "published", "countries"), Origin.STATED),
    )
    now = merged(held, newer)
    assert (now.title, now.publisher, now.published) == ("Mine", "Press", None)
    assert now.countries == ("PE", "CO")
    assert now.country_reasons == {"PE": "in the title", "CO": "by hand"}
    assert as_source_says(now) == newer
    assert merged(FOUND, newer) == newer
    restated = set_by_hand(newer, {"title": "Ours"})
    assert merged(held, restated).title == "Ours"
