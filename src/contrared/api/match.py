"""``POST /match/{dataset}`` as yente answers it, so that a client of yente can ask this node instead."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from contrared.api.own import checked_query, service
from contrared.match.index import Candidate
from contrared.match.screening import Answer
from contrared.model import InputError

router = APIRouter()

#: Names of everything the node holds.
ALL = frozenset({"default", "all"})
MOST_QUERIES = 100


class MatchRequest(BaseModel):
    """Queries by the caller's own keys."""

    queries: dict[str, dict[str, Any]] = Field(description="Schema and properties of each.")


@router.post("/match/{dataset}", summary="yente's matching API")
async def match(
    request: Request,
    dataset: str,
    body: Annotated[MatchRequest, Body()],
    limit: Annotated[int, Query(ge=1, le=500)] = 5,
    threshold: Annotated[float | None, Query(ge=0.0, le=1.0)] = None,
) -> JSONResponse:
    """Up to 100 queries; ``algorithm`` and other parameters of yente are taken and have no effect."""
    held = service(request)
    known = {asked.dataset for asked in held.screen.asked} if held.screen else set()
    if dataset not in ALL and dataset not in known:
        return JSONResponse({"detail": f"no dataset {dataset!r}; there are: {', '.join(sorted(known))}"}, 404)
    if len(body.queries) > MOST_QUERIES:
        return JSONResponse({"detail": f"more than {MOST_QUERIES} queries"}, 400)
    chosen = [] if dataset in ALL else [dataset]
    responses = {}
    for key, raw in body.queries.items():
        try:
            query = checked_query(raw)
            answer = await held.ask([query], limit=limit, datasets=chosen)
        except InputError as exc:
            responses[key] = {"status": 400, "results": [], "total": _total(0), "query": raw, "detail": str(exc)}
            continue
        responses[key] = _response(query, answer, threshold)
    return JSONResponse({"responses": responses, "matcher": {}, "limit": limit})


def _response(query: dict[str, Any], answer: Answer, threshold: float | None) -> dict[str, Any]:
    least = answer.threshold if threshold is None else threshold
    results = [_result(candidate, least) for candidate in answer.candidates]
    return {"status": 200, "results": results, "total": _total(len(results)), "query": query}


def _result(candidate: Candidate, least: float) -> dict[str, Any]:
    entity = candidate.entity
    names = entity["properties"].get("name", [])
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
        "features": {reason.feature: reason.contribution for reason in candidate.reasons},
        "explanations": {
            reason.feature: {
                "score": reason.contribution,
                "query": reason.left,
                "candidate": reason.right,
                "detail": "log-odds added",
            }
            for reason in candidate.reasons
        },
    }


def _total(count: int) -> dict[str, Any]:
    return {"value": count, "relation": "eq"}
