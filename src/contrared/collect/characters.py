"""Characters that no value has: controls that steer a terminal, marks that turn a line around."""

from __future__ import annotations

import re

#: Controls other than white space; marks that override or embed a direction of writing (a name may be *shown* as
#: another with them); the byte-order mark.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def without_controls(text: str) -> str:
    """The text without such characters; most have none.

    >>> without_controls("An\\x1b[31ma\\u202e")
    'An[31ma'
    """
    # isprintable is false for spaces of other kinds too, which the expression then leaves alone.
    return text if text.isprintable() else _UNWANTED.sub("", text)


def is_text(text: str) -> bool:
    """Whether it can be written at all; half of a surrogate pair, as JSON may escape one, cannot."""
    return text.isascii() or _SURROGATE.search(text) is None
