"""Small pieces of sentences: names of lists, programmes, parties and layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrared.case.listed import Listing
from contrared.model import text
from contrared.model.language.phrase import Phrase, strung
from contrared.model.messages import catalogue
from contrared.model.programmes import Category, programme


def list_name(dataset: str) -> str:
    """What a list is called in a sentence; a dataset the catalogue does not know goes by its own name."""
    return _called(f"case.names.{dataset}", dataset)


def layer_name(layer: str) -> str:
    """What a layer is called in a sentence."""
    return text(f"case.layers.{layer}")


def role(kind: str) -> str:
    """A role or relation as a list or coder writes it, in words: ``cooperates-with`` is *cooperates with*."""
    return _called(f"case.roles.{kind}", kind)


def worded(order: str) -> Phrase:
    """What a programme orders, or whom it binds, as the table of programmes has it in words."""
    return Phrase("programmes", order.replace("{", "{{").replace("}", "}}"), {})


def _called(key: str, otherwise: str) -> str:
    return text(key) if key in catalogue() else otherwise


def counted(key: str, count: int, **values: object) -> str:
    """A text for one thing or for several: ``key.one`` or ``key.many`` of the catalogue."""
    return text(f"{key}.one" if count == 1 else f"{key}.many", count=f"{count:,}", **values)


def sentence(words: str) -> str:
    """Words with a capital letter in front."""
    return words.capitalised() if isinstance(words, Phrase) else words[:1].upper() + words[1:]


def joined(items: Iterable[str], last: str = "and") -> str:
    """``a, b and c``.

    Args:
        items: What is joined.
        last: ``and`` or ``or``.
    """
    found = list(items)
    if len(found) < 2:
        return found[0] if found else ""
    return text(f"case.joined.{last}", items=strung(", ", found[:-1]), last=found[-1])


def codes_of(listings: Sequence[Listing], categories: frozenset[Category]) -> list[str]:
    """Programme codes of some categories, sorted."""
    return sorted(
        {
            code
            for listing in listings
            for code in listing.codes
            if (found := programme(listing.dataset, code)) is not None and found.category in categories
        }
    )


def kinds_of(listings: Sequence[Listing], categories: frozenset[Category]) -> list[str]:
    """What programmes of some categories are against, in words."""
    found = {
        entry.category
        for listing in listings
        for code in listing.codes
        if (entry := programme(listing.dataset, code)) is not None and entry.category in categories
    }
    return [text(f"case.categories.{category}") for category in sorted(found)]


def as_of(listings: Iterable[Listing]) -> str:
    """The latest as-of date among listings."""
    return max(listing.as_of for listing in listings)
