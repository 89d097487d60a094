"""The fixed scales of judgements: likelihood and analytic confidence (ICD 203, 2015)."""

from __future__ import annotations

from enum import Enum, StrEnum

from contrared.model import text

#: Language tags (BCP 47) of a document in each language.
TAGS = {"en": "en", "es": "es", "pt": "pt-BR"}


class Likelihood(Enum):
    """Seven terms of likelihood with their bands in percent."""

    ALMOST_NO_CHANCE = ("almost no chance", 1, 5)
    VERY_UNLIKELY = ("very unlikely", 5, 20)
    UNLIKELY = ("unlikely", 20, 45)
    ROUGHLY_EVEN = ("roughly even chance", 45, 55)
    LIKELY = ("likely", 55, 80)
    VERY_LIKELY = ("very likely", 80, 95)
    ALMOST_CERTAIN = ("almost certain", 95, 99)

    @property
    def term(self) -> str:
        """The word to use, and no other."""
        return text(f"brief.likelihood.{self.name.lower()}")

    @property
    def band(self) -> str:
        """The band, ``55–80 %``."""
        return f"{self.value[1]}–{self.value[2]} %"


class Confidence(StrEnum):
    """How well the evidence carries the judgement; never said in one sentence with its likelihood."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
