"""One language: all its texts, and telling an English text in it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from contrared.model.language import po
from contrared.model.language.forms import Told, euphonic
from contrared.model.language.phrase import Phrase
from contrared.model.language.template import Template

#: Placeholders that hold text of ours, as an error within an error; every other is a name, an id, a path, and stays.
CARRIED = frozenset({"exc", "error", "trouble", "problem", "layer"})
#: Placeholders that hold a word of a closed vocabulary, told by the key of one.
WORDS_HELD = frozenset({"kind", "state", "verdict", "change", "mark", "compared", "feature", "openness"})
#: Beginning of the keys of such words.
WORDS = "words."
#: What stands between the parts of an error.
ARROW = " → "


class Catalogue:
    """The texts of a language.

    Args:
        language: Code of the language.
        entries: Its texts; those without a translation are told in English.
    """

    def __init__(self, language: str, entries: list[po.Entry]) -> None:
        self.language = language
        self._told = Told(language)
        done = [entry for entry in entries if entry.msgstr]
        self._keyed = {(entry.key, entry.msgid): entry.msgstr for entry in done if entry.key}
        self._words = {entry.msgid: entry.msgstr for entry in done if entry.key.startswith(WORDS)}
        self._whole: dict[str, str] = {}
        self._made: list[tuple[Template, Template]] = []
        for entry in sorted(done, key=lambda entry: bool(entry.key)):
            if entry.key.startswith(WORDS):
                continue
            template = Template(entry.msgid)
            if not template.fields:
                self._whole.setdefault(template.filled({}), Template(entry.msgstr).filled({}))
            elif template.telling:
                self._made.append((template, Template(entry.msgstr)))
        self._made.sort(key=lambda pair: -pair[0].weight)

    @property
    def templates(self) -> tuple[tuple[Template, Template], ...]:
        """Templates that finished texts are known by, with their translations, the longest first."""
        return tuple(self._made)

    def said(self, text: str) -> str:
        """A text in this language; as it is where the catalogue does not have it."""
        if isinstance(text, Phrase):
            template = self._keyed.get((text.key, text.template), text.template)
            told = self._told.filled(template, text.values)
            if self.language == "es" and text.key.startswith("case.joined."):
                told = euphonic(told)
            return told[:1].upper() + told[1:] if text.capital else told
        if (whole := self._whole.get(text)) is not None:
            return whole
        found = self.claimed(text)
        if found is None:
            return str(text)
        (_, translated), values = found
        return translated.filled({name: self._value(name, value) for name, value in values.items()})

    def word(self, text: str) -> str:
        """A word of a closed vocabulary, or several parted by commas, in this language; as it is where it is none."""
        return ", ".join(self._words.get(part, part) for part in text.split(", "))

    def claimed(self, text: str) -> tuple[tuple[Template, Template], dict[str, str]] | None:
        """The template that a finished text was made from, with its translation, and what fills it.

        The one with most characters of its own, if several could have made it.
        """
        for pair in self._made:
            if (values := pair[0].match(text)) is not None:
                return pair, values
        return None

    def _value(self, name: str, value: str) -> str:
        if name.rstrip("23456789") in WORDS_HELD:
            return self.word(value)
        return ARROW.join(map(self._part, value.split(ARROW))) if name in CARRIED else value

    def _part(self, text: str) -> str:
        told = self.said(text)
        where, colon, what = text.partition(": ")
        return told if told != text or not colon else f"{where}: {self.said(what)}"


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read from its files in order of their names.

    Raises:
        InputError: a line of a file is none of the PO format.
        FileNotFoundError: the language has no catalogue.
    """
    entries: list[po.Entry] = []
    folder = resources.files(__package__).joinpath(language)
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".po"):
            entries.extend(po.read(item.read_text(encoding="utf-8"), f"{language}/{item.name}"))
    return Catalogue(language, entries)
