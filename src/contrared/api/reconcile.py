"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine speaks it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from followthemoney import model as ftm

from contrared.api.match import ALL
from contrared.api.own import checked_query, service
from contrared.match.question import ANY
from contrared.model import InputError

router = APIRouter(prefix="/reconcile")

TYPES = ("Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane", "CryptoWallet")
#: Properties that are compared or worth a column.
PROPERTIES = (
    *("name", "alias", "birthDate", "nationality", "country", "passportNumber", "idNumber", "taxNumber"),
    *("registrationNumber", "imoNumber", "programId", "gender", "birthPlace", "address", "position"),
)
MOST_QUERIES = 50


@router.get("/{dataset}", summary="Manifest, or queries in the address")
@router.post("/{dataset}", summary="Queries or data extension, form-encoded")
async def reconcile(request: Request, dataset: str) -> JSONResponse:
    """The manifest without parameters; ``queries`` or ``extend`` answered otherwise."""
    held = service(request)
    known = {asked.dataset for asked in held.screen.asked} if held.screen else set()
    if dataset not in ALL and dataset not in known:
        return JSONResponse({"what": f"no dataset {dataset!r}", "do": "one of: " + ", ".join(sorted(known))}, 404)
    asked = dict(request.query_params)
    if request.method == "POST":
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        asked |= {key: values[0] for key, values in form.items()}
    if "queries" in asked:
        return JSONResponse(await _queries(request, dataset, _object(asked["queries"], "queries")))
    if "extend" in asked:
        return JSONResponse(_extended(request, _object(asked["extend"], "extend")))
    return JSONResponse(_manifest(request, dataset))


@router.get("/{dataset}/suggest/entity", summary="Entries by the beginning of a name")
async def suggest_entity(request: Request, dataset: str, prefix: str, limit: int = 10) -> dict[str, Any]:
    """Listed parties that may be meant."""
    queries = [{"id": "", "schema": schema, "properties": {"name": [prefix]}} for schema in ANY]
    try:
        answer = await service(request).ask(queries, limit=limit, datasets=[] if dataset in ALL else [dataset])
    except InputError:
        return {"result": []}
    found = []
    for candidate in answer.candidates:
        entity = candidate.entity
        name = entity["properties"].get("name", [entity["id"]])[0]
        found.append({"id": entity["id"], "name": name, "notable": [_type(entity["schema"])]})
    return {"result": found}


@router.get("/{dataset}/suggest/type", summary="Types by the beginning of their name")
async def suggest_type(dataset: str, prefix: str = "") -> dict[str, Any]:
    """Kinds of parties."""
    return {"result": [_type(name) for name in TYPES if name.lower().startswith(prefix.lower())]}


@router.get("/{dataset}/suggest/property", summary="Properties by the beginning of their name")
async def suggest_property(dataset: str, prefix: str = "") -> dict[str, Any]:
    """Properties that are compared or shown."""
    found = [_property(name) for name in PROPERTIES]
    return {
        "result": [
            p for p in found if prefix.lower() in p["name"].lower() or p["id"].lower().startswith(prefix.lower())
        ]
    }


@router.get("/{dataset}/properties", summary="Properties to add as columns")
async def propose(dataset: str, type: str = "Person", limit: int = 50) -> dict[str, Any]:  # noqa: A002
    """Proposals for data extension."""
    return {"type": type, "limit": limit, "properties": [_property(name) for name in PROPERTIES[:limit]]}


async def _queries(request: Request, dataset: str, asked: dict[str, Any]) -> dict[str, Any]:
    if len(asked) > MOST_QUERIES:
        raise InputError(f"more than {MOST_QUERIES} queries at once", where="queries", do="send fewer")
    found: dict[str, Any] = {}
    for key, query in asked.items():
        if not isinstance(query, dict) or not isinstance(query.get("query"), str):
            raise InputError(f"query {key!r} has no text", where="queries", do="see the Reconciliation API 0.2")
        kinds = query.get("type") or list(ANY)
        properties: dict[str, list[Any]] = {"name": [query["query"]]}
        for item in query.get("properties", ()):
            values = item["v"] if isinstance(item.get("v"), list) else [item.get("v")]
            properties.setdefault(str(item.get("pid")), []).extend(
                v["id"] if isinstance(v, dict) else v for v in values
            )
        queries = [
            checked_query({"schema": kind, "properties": properties})
            for kind in ([kinds] if isinstance(kinds, str) else kinds)
        ]
        limit = min(500, max(1, int(query.get("limit") or 5)))
        try:
            answer = await service(request).ask(queries, limit=limit, datasets=[] if dataset in ALL else [dataset])
        except InputError:
            found[key] = {"result": []}
            continue
        result = []
        for candidate in answer.candidates:
            entity = candidate.entity
            result.append(
                {
                    "id": entity["id"],
                    "name": entity["properties"].get("name", [entity["id"]])[0],
                    "type": [_type(entity["schema"])],
                    "score": round(100 * candidate.score, 1),
                    # A name alone decides nothing: a person does.
                    "match": len(answer.candidates) == 1
                    and any(r.feature in ("number", "date day") for r in candidate.reasons),
                    "features": [{"id": r.feature, "value": r.contribution} for r in candidate.reasons],
                }
            )
        found[key] = {"result": result}
    return found


def _extended(request: Request, asked: dict[str, Any]) -> dict[str, Any]:
    wanted = [str(item["id"]) for item in asked.get("properties", ())]
    screen = service(request).screen
    rows: dict[str, Any] = {}
    for identity in asked.get("ids", ()):
        found = screen.find(str(identity)) if screen else None
        held = found["properties"] if found else {}
        rows[str(identity)] = {name: [{"str": value} for value in held.get(name, ())] for name in wanted}
    service(request).record.append("extend", {"ids": list(rows)[:100], "properties": wanted}).result()
    return {"meta": [_property(name) for name in wanted], "rows": rows}


def _manifest(request: Request, dataset: str) -> dict[str, Any]:
    base = f"{request.url.scheme}://{request.url.netloc}/reconcile/{dataset}"
    token = request.query_params.get("token")
    ending = f"?token={token}" if token else ""

    def at(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"{path}{ending}"}

    return {
        "versions": ["0.2"],
        "name": f"Contrared: {dataset}",
        "identifierSpace": "urn:contrared:entity",
        "schemaSpace": "https://followthemoney.tech/ns#",
        "defaultTypes": [_type(name) for name in ANY],
        "suggest": {what: at(f"/suggest/{what}") for what in ("entity", "type", "property")},
        "extend": {"propose_properties": at("/properties"), "property_settings": []},
        "batchSize": MOST_QUERIES,
    }


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as exc:
        raise InputError(f"is not JSON: {exc}", where=where, do="see the Reconciliation API 0.2") from exc
    if not isinstance(found, dict):
        raise InputError("is no JSON object", where=where, do="see the Reconciliation API 0.2")
    return found


def _type(name: str) -> dict[str, str]:
    schema = ftm.get(name)
    return {"id": name, "name": schema.label if schema else name}


def _property(name: str) -> dict[str, str]:
    for schema in ("Person", "Company", "Vessel", "Sanction"):
        found = ftm.get(schema)
        if found is not None and (prop := found.get(name)) is not None:
            return {"id": name, "name": prop.label}
    return {"id": name, "name": name}
