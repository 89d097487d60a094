"""The one error of reading: the text holds no machine-readable zone."""

from __future__ import annotations

from contrared.model.errors import InputError


class MrzError(InputError):
    """The text is no machine-readable zone, or one of its lines has the wrong length.

    Attributes:
        found: Length of each line that was taken for one of the zone, or of each line if none was.
        wanted: Width and number of lines of each shape that would have done.
    """

    def __init__(
        self, what: str, *, found: tuple[int, ...], wanted: tuple[tuple[int, int], ...], where: str = "", do: str = ""
    ) -> None:
        self.found = found
        self.wanted = wanted
        super().__init__(what, where=where, do=do)
