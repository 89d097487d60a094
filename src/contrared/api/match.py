"""``POST /match/{dataset}`` as yente answers it, so that a client of yente can ask this node instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from contrared.api.asking import checked_query, service
from contrared.api.problems import checked_text
from contrared.api.shapes import RememberedShape, remembered_shape
from contrared.match.index import Candidate
from contrared.match.remembered import Remembered
from contrared.match.screening import Answer
from contrared.match.weights import weights
from contrared.model import InputError

router = APIRouter()

MOST_QUERIES = 100
#: Candidates asked for beyond those wanted, since some may be left out by the caller's own filters.
SPARE = 50
#: Parameters of yente that are taken and change nothing, and why.
WITHOUT_EFFECT = {
    "algorithm": "this node has one model",
    "fuzzy": "names are always compared by likeness",
    "topics": "lists are not divided by topic: more may be given than was asked for",
    "changed_since": "all entries are asked: more may be given than was asked for",
}
_EXAMPLE: dict[str, Any] = {
    "queries": {"q1": {"schema": "Person", "properties": {"name": ["Tarek Zaidan AISAMI"], "birthDate": ["1974"]}}}
}


class MatchRequest(BaseModel):
    """Queries by the caller's own keys."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    queries: dict[str, dict[str, Any] | None] = Field(description="Schema and properties of each.")


class Explanation(BaseModel):
    """What one feature said."""

    score: float = Field(description="Log-odds it added or took.")
    query: str = Field(description="Value of the query.")
    candidate: str = Field(description="Value of the candidate.")
    detail: str = Field(description="What the score is.")


class Result(BaseModel):
    """A candidate."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str]
    target: bool
    score: float = Field(description="0…1.")
    match: bool = Field(description="Whether the score reaches the threshold: a candidate for a person to decide on.")
    features: dict[str, float] = Field(description="Log-odds of each feature.")
    explanations: dict[str, Explanation]
    remembered: RememberedShape | None = Field(None, description="This node's own: what was cleared before.")


class Total(BaseModel):
    """How many results reach the threshold."""

    value: int
    relation: str = "eq"


class Matches(BaseModel):
    """What one query gave."""

    status: int
    results: list[Result]
    total: Total
    query: dict[str, Any]
    detail: str = Field("", description="With status 400: why the query cannot be compared.")
    receipt: str = Field("", description="This node's own: the log's promise to hold the line of this answer.")


class MatchResponse(BaseModel):
    """What all queries gave; ``versions``, ``missing``, ``notes`` and ``remembered`` are this node's own."""

    responses: dict[str, Matches]
    matcher: dict[str, Any] = Field(description="Features of the model and their weights.")
    limit: int
    versions: list[str] = Field(description="The lists that were asked.")
    missing: dict[str, str] = Field(description="Lists that could not be asked in their newest version, and why.")
    notes: list[str] = Field(description="Parameters that had no effect, and why.")


@router.post("/match/{dataset}", summary="yente's matching API", responses={200: {"model": MatchResponse}})
async def match(
    request: Request,
    dataset: str,
    body: Annotated[MatchRequest, Body()],
    limit: Annotated[int, Query(ge=1, le=500, description="Candidates of each query at most.")] = 5,
    threshold: Annotated[float | None, Query(ge=0.0, le=1.0, description="Score that counts as a match.")] = None,
    cutoff: Annotated[
        float | None,
        Query(ge=0.0, le=1.0, description="Score from which a result is given; the lower of the thresholds if absent."),
    ] = None,
    include_dataset: Annotated[list[str], Query(description="Only these lists.")] = [],  # noqa: B006
    exclude_dataset: Annotated[list[str], Query(description="Not these lists.")] = [],  # noqa: B006
    exclude_schema: Annotated[list[str], Query(description="No candidates of these schemata.")] = [],  # noqa: B006
    exclude_entity_ids: Annotated[list[str], Query(max_length=50, description="Not these entries.")] = [],  # noqa: B006
) -> JSONResponse:
    """Up to 100 queries by example. Parameters without effect, such as ``algorithm``, are named in ``notes``.

    Results between ``cutoff`` and ``threshold`` have ``match`` false. Names that are too unlike to be scored are not
    found however low both are.
    """
    held = service(request)
    chosen = _lists(held.chosen(dataset), [a.dataset for a in held.screen.asked], include_dataset, exclude_dataset)
    queries = {key: query for key, query in body.queries.items() if query is not None}
    if not queries:
        raise InputError("no query", where="queries", do="send at least one")
    if len(queries) > MOST_QUERIES:
        raise InputError(f"more than {MOST_QUERIES} queries", where="queries", do="send them in several requests")
    checked_text(list(queries), "queries")
    own = held.screen.threshold
    reached = own if threshold is None else threshold
    least = min(own, reached) if cutoff is None else cutoff
    spare = SPARE if exclude_schema or exclude_entity_ids else 0
    responses: dict[str, Any] = {}
    told = None
    for key, raw in queries.items():
        try:
            query = checked_query(raw)
            answer, receipt = await held.ask([query], limit=limit + spare, datasets=chosen, least=least)
        except InputError as exc:
            responses[key] = {"status": 400, "results": [], "total": _total(0), "query": {}, "detail": str(exc)}
            continue
        kept = [c for c in answer.candidates if c.entity_id not in exclude_entity_ids]
        kept = [c for c in kept if c.entity["schema"] not in exclude_schema]
        kept = kept[:limit]
        before = held.remembered([query], replace(answer, candidates=tuple(kept)))
        responses[key] = _response(query, kept, reached, before, receipt.text())
        told = answer
    return JSONResponse(
        {
            "responses": responses,
            "matcher": _features(),
            "limit": limit,
            **_asked(told),
            "notes": [f"{name}: {why}" for name, why in WITHOUT_EFFECT.items() if name in request.query_params],
        }
    )


def _lists(chosen: list[str], known: Collection[str], include: list[str], exclude: list[str]) -> list[str]:
    """The lists to ask: none in particular means all."""
    if not include and not exclude:
        return chosen
    left = [name for name in dict.fromkeys(include or chosen or known) if name not in exclude]
    if chosen:
        left = [name for name in left if name in chosen]
    if not left:
        raise InputError("no list is left to ask", where="include_dataset, exclude_dataset", do="leave some out")
    return left


def _asked(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"versions": [], "missing": {}}
    return {"versions": [f"{a.dataset}@{a.version}" for a in answer.asked], "missing": dict(answer.missing)}


def _response(
    query: dict[str, Any], candidates: list[Candidate], least: float, before: Mapping[str, Remembered], receipt: str
) -> dict[str, Any]:
    results = [_result(candidate, least, before.get(candidate.entity_id)) for candidate in candidates]
    total = _total(sum(r["match"] for r in results))
    return {"status": 200, "results": results, "total": total, "query": query, "receipt": receipt}


def _result(candidate: Candidate, least: float, before: Remembered | None) -> dict[str, Any]:
    told = remembered_shape(before)
    entity = candidate.entity
    names = entity["properties"].get("name", [])
    features: dict[str, float] = {}
    explanations: dict[str, dict[str, Any]] = {}
    for reason in candidate.reasons:  # strongest first; several facts of one kind add up
        features[reason.feature] = round(features.get(reason.feature, 0.0) + reason.contribution, 4)
        shown = {"query": reason.left, "candidate": reason.right, "detail": "log-odds added"}
        explanations.setdefault(reason.feature, shown)["score"] = features[reason.feature]
    return {
        "id": entity["id"],
        "caption": names[0] if names else entity["id"],
        "schema": entity["schema"],
        "properties": entity["properties"],
        "datasets": entity["datasets"],
        "referents": [],
        "target": True,
        "score": candidate.score,
        "match": candidate.score >= least,
        "features": features,
        "explanations": explanations,
        "remembered": told.model_dump() if told is not None else None,
    }


def _features() -> dict[str, Any]:
    """Features of the model with their weights, as yente documents its own."""
    model = weights("default")
    found = {f"{of}: {name}": weight for of, held in model.names.items() for name, weight in held.items()}
    return {
        name: {"description": f"log-odds of “{name}”", "coefficient": weight, "url": ""}
        for name, weight in {**found, **model.facts}.items()
    }


def _total(count: int) -> dict[str, Any]:
    return {"value": count, "relation": "eq"}
