"""Citations: from statement ids to what a reader sees, and the annex of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrared.brief import Citation, SourceEntry
from contrared.govern import Desk
from contrared.govern.hand.tips import grades
from contrared.model import Locator, Source, text
from contrared.model.grading import TIP_GRADE
from contrared.model.language.phrase import strung
from contrared.store import DatasetVersion

#: Places shown of one source in one citation; how many more there are is said.
SHOWN_PLACES = 2


class Citer:
    """Builds citations for statements whose evidence was fetched once.

    Args:
        desk: The desk.
        versions: Versions of the case.
        statement_ids: Every statement that will be cited.
    """

    def __init__(self, desk: Desk, versions: Sequence[DatasetVersion], statement_ids: Iterable[str]) -> None:
        wanted = sorted(set(statement_ids))
        known = desk.sources()
        own = {source for version in versions for source in version.sources}
        order = sorted(
            own & known.keys(), key=lambda key: (known[key].publisher, known[key].as_of, known[key].filename, key)
        )
        self._sources = {key: known[key] for key in order}
        tips = grades(desk)
        self._grades = {key: tips.get(key, source.grade) for key, source in self._sources.items()}
        #: Sources that carry no judgement alone.
        self.tips = frozenset(key for key, grade in tips.items() if grade == TIP_GRADE)
        self._places: dict[str, list[tuple[str, str]]] = {}
        self._cited: dict[str, set[str]] = {}
        for row in desk.evidence(wanted, versions=versions).to_pylist():
            if row["source_id"] in self._sources:
                self._places.setdefault(row["statement_id"], []).append((row["source_id"], row["locator"]))

    def cite(self, statement_ids: Iterable[str]) -> tuple[Citation, ...]:
        """One citation a source, in the order of the annex; statements of unknown evidence are an error.

        Raises:
            KeyError: a statement was not announced when this citer was made.
        """
        by_source: dict[str, tuple[set[str], list[str]]] = {}
        for statement in sorted(set(statement_ids)):
            for source_id, locator in self._places[statement]:
                ids, places = by_source.setdefault(source_id, (set(), []))
                ids.add(statement)
                places.append(locator)
                self._cited.setdefault(source_id, set()).add(statement)
        order = {source_id: place for place, source_id in enumerate(self._sources)}
        return tuple(
            Citation(
                label=_label(self._sources[source_id], by_source[source_id][1]),
                statement_ids=tuple(sorted(by_source[source_id][0])),
                source_ids=(source_id,),
                grade=str(self._grades[source_id]),
            )
            for source_id in sorted(by_source, key=lambda key: order[key])
        )

    def hangs_on_tips(self, statement_ids: Iterable[str]) -> bool:
        """Whether some statements rest on nothing but tips that nothing corroborates."""
        behind = {source_id for key in statement_ids for source_id, _ in self._places[key]}
        return bool(behind) and behind <= self.tips

    def annex(self) -> tuple[SourceEntry, ...]:
        """All sources of the case, with how many of their statements were cited so far."""
        return tuple(
            SourceEntry(
                id=key,
                publisher=source.publisher,
                file=source.filename,
                sha256=source.sha256,
                as_of=source.as_of,
                grade=str(self._grades[key]),
                handling=source.handling.banner,
                licence=source.licence,
                reader=f"{source.reader} {source.reader_version}",
                statements=len(self._cited.get(key, ())),
                alone=key not in self.tips,
            )
            for key, source in self._sources.items()
        )


def _label(source: Source, locators: Sequence[str]) -> str:
    places = list(dict.fromkeys(_place(Locator.parse(locator)) for locator in sorted(set(locators), key=_order)))
    more = f" +{len(places) - SHOWN_PLACES}" if len(places) > SHOWN_PLACES else ""
    return strung("", [f"{source.filename}, ", strung("; ", places[:SHOWN_PLACES]), more])


def _order(locator: str) -> tuple[int, int, str]:
    place = Locator.parse(locator)
    return (place.line or 0, place.start or 0, locator)


def _place(locator: Locator) -> str:
    if locator.line is not None:
        return text("case.cited.line", line=str(locator.line))
    return text("case.cited.characters", start=str(locator.start), end=str(locator.end))
