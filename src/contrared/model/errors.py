"""The few errors a person has to act on; every one says what, where and what to do."""

from __future__ import annotations

from collections.abc import Callable


class ContraredError(Exception):
    """Base of every error shown to the user without a traceback.

    Args:
        what: What is wrong, in one sentence.
        where: File, line, column, field or id it concerns; empty where there is none.
        do: What the reader of the message can do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.do = do
        super().__init__(self.__str__())

    def __str__(self) -> str:
        return self.told(str)

    def told(self, said: Callable[[str], str]) -> str:
        """The message, each of its parts said by a function, as :func:`contrared.model.language.said`."""
        what = said(self.what)
        parts = [f"{said(self.where)}: {what}" if self.where else what]
        if self.do:
            parts.append(said(self.do))
        return " → ".join(parts)


class InputError(ContraredError):
    """Something handed to us cannot be read: a file, a value, a case file."""

    exit_code = 2


class NodeError(ContraredError):
    """The node itself is in a state that stops the command."""

    exit_code = 3


class PolicyError(ContraredError):
    """The door refused: this person may not do this for this purpose."""

    exit_code = 4


class BriefError(ContraredError):
    """A brief that may not be written: a judgement without citation, grade or likelihood."""

    exit_code = 5
