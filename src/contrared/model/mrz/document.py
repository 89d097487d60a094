"""A machine-readable zone that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrared.model.mrz.checks import COMPOSITE, CheckDigit
from contrared.model.mrz.dates import PartialDate
from contrared.model.mrz.formats import Format, Span
from contrared.model.mrz.names import Name
from contrared.model.mrz.remarks import Remark


@dataclass(frozen=True, slots=True)
class Field:
    """One field as printed, fillers and all, and where it stands."""

    name: str
    raw: str
    where: Span


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine-readable zone says, and what is wrong with it.

    Values are as printed, without fillers; nothing has been corrected. A field with a problem still holds what stands
    there.

    Attributes:
        format: Which layout.
        lines: The lines as read, in their right order.
        fields: Every field with its place, in reading order.
        document_code: One or two characters: ``P``, ``ID``, ``V`` …
        issuing_state: Code of the state or organisation, see :mod:`contrared.model.mrz.states`.
        document_number: The whole number, also where it goes on in the optional data; inner fillers as spaces.
        nationality: Code of the holder's state or status.
        birth_date: Date of birth as far as it is known; None if unknown or impossible.
        birth_date_other: The date a hundred years earlier, where that is as believable.
        sex: ``M``, ``F`` or None for unspecified or unreadable.
        expiry_date: Last day of validity; None if unknown, impossible or, on the French card, not printed.
        issue_date: Year and month of issue, on the French card only.
        optional_data: What the issuer put in the first optional field, inner fillers as spaces.
        optional_data_2: The second optional field of a TD1.
        name: The name of the holder.
        checks: All check digits.
        problems: What is wrong; empty for a zone that agrees with itself.
        notes: What is not wrong but worth knowing.
        reference: The day against which centuries and expiry were judged.
        expiry_years_ahead: How far ahead of it an expiry may lie.
    """

    format: Format
    lines: tuple[str, ...]
    fields: tuple[Field, ...]
    document_code: str
    issuing_state: str
    document_number: str
    nationality: str
    birth_date: PartialDate | None
    birth_date_other: PartialDate | None
    sex: str | None
    expiry_date: PartialDate | None
    issue_date: PartialDate | None
    optional_data: str
    optional_data_2: str
    name: Name
    checks: tuple[CheckDigit, ...]
    problems: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    reference: date
    expiry_years_ahead: int

    @property
    def surname(self) -> str:
        """The primary identifier."""
        return self.name.surname

    @property
    def given_names(self) -> str:
        """The secondary identifier, empty where there is none."""
        return self.name.given_names

    @property
    def composite(self) -> CheckDigit | None:
        """The check digit over the whole zone; visas have none."""
        return next((check for check in self.checks if check.field == COMPOSITE), None)

    @property
    def is_icao(self) -> bool:
        """Whether the layout is one of Doc 9303."""
        return self.format is not Format.FRENCH_ID

    def field(self, name: str) -> Field:
        """One field by name.

        Raises:
            KeyError: this format has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
