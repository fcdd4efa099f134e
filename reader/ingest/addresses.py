"""Addresses as pages write them, which need not be addresses at all."""

from __future__ import annotations

from urllib.parse import urljoin


def joined(base: str | None, address: str) -> str:
    """`address` as it is meant on the page at `base`; as it stands where that cannot be said."""
    if not base:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        # Brackets that hold no IPv6 address, say.
        return address
