"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine speaks it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError

from contrared.api.asking import checked_query, service
from contrared.api.problems import checked_text, one_line
from contrared.match.index import Candidate
from contrared.match.question import ANY
from contrared.model import InputError
from contrared.model.ftm import model as ftm

router = APIRouter(prefix="/reconcile")

TYPES = ("Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane", "CryptoWallet")
#: Properties that are compared or worth a column.
PROPERTIES = (
    *("name", "alias", "birthDate", "nationality", "country", "passportNumber", "idNumber", "taxNumber"),
    *("registrationNumber", "imoNumber", "programId", "gender", "birthPlace", "address", "position"),
)
MOST_QUERIES = 50
#: Entries of which properties may be asked at once.
MOST_ENTRIES = 200
SPEC = "see the Reconciliation API 0.2"
Shape = TypeVar("Shape", bound=BaseModel)


class PropertyValue(BaseModel):
    """What is known of a party beside its name: a value, a reconciled cell, or several."""

    pid: str
    v: Any = None

    @property
    def name(self) -> str:
        """FtM property; ``Person:birthDate`` is ``birthDate``."""
        return self.pid.rpartition(":")[2]

    def values(self) -> list[Any]:
        """Each value; of a reconciled cell its name, or its id."""
        listed = self.v if isinstance(self.v, list) else [self.v]
        return [v.get("name", v.get("id")) if isinstance(v, dict) else v for v in listed]


class ReconciliationQuery(BaseModel):
    """A cell to reconcile."""

    query: str = Field(max_length=4000)
    type: str | list[str] | None = None
    limit: int | None = Field(None, ge=1, le=500)
    properties: list[PropertyValue] | None = Field(None, max_length=100)

    def queries(self) -> list[dict[str, Any]]:
        """As queries to the lists, one for each kind of party it may be."""
        properties: dict[str, list[Any]] = {"name": [self.query]}
        for item in self.properties or ():
            properties.setdefault(item.name, []).extend(item.values())
        kinds = [self.type] if isinstance(self.type, str) else self.type
        return [checked_query({"schema": kind, "properties": properties}) for kind in kinds or ANY]


class ColumnProperty(BaseModel):
    """A property to add as a column."""

    id: str


class Extension(BaseModel):
    """Entries and the properties wanted of them."""

    ids: list[str] = Field(max_length=MOST_ENTRIES)
    properties: list[ColumnProperty] = Field(max_length=100)


@router.get("/{dataset}", summary="Manifest, or queries in the address")
@router.post("/{dataset}", summary="Queries or data extension, form-encoded")
async def reconcile(request: Request, dataset: str) -> JSONResponse:
    """The manifest without parameters; ``queries`` or ``extend`` answered otherwise."""
    chosen = service(request).chosen(dataset)
    asked = dict(request.query_params)
    if request.method == "POST":
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        asked |= {key: values[0] for key, values in form.items()}
    if "queries" in asked:
        return JSONResponse(await _reconciled(request, chosen, _object(asked["queries"], "queries")))
    if "extend" in asked:
        return JSONResponse(await _extended(request, _object(asked["extend"], "extend")))
    return JSONResponse(_manifest(request, dataset))


@router.get("/{dataset}/suggest/entity", summary="Entries by the beginnings of words of a name")
async def suggest_entity(
    request: Request,
    dataset: str,
    prefix: Annotated[str, Query(max_length=400, description="What was typed so far of a name.")],
    limit: Annotated[int, Query(ge=1, le=100, description="Entries at most.")] = 10,
) -> dict[str, Any]:
    """Listed parties with a name whose words begin as typed; where there are none, those with a name like it."""
    chosen = service(request).chosen(dataset)
    begun = await service(request).begin(prefix, limit=limit, datasets=chosen)
    if begun:
        return {"result": [_suggested(entity, name) for name, entity in begun]}
    queries = [{"id": "", "schema": schema, "properties": {"name": [prefix]}} for schema in ANY]
    try:
        answer, _ = await service(request).ask(queries, limit=limit, datasets=chosen)
    except InputError:  # too little is typed yet
        return {"result": []}
    return {"result": [_suggested(c.entity, "") for c in answer.candidates]}


@router.get("/{dataset}/suggest/type", summary="Types by the beginning of their name")
async def suggest_type(request: Request, dataset: str, prefix: str = "") -> dict[str, Any]:
    """Kinds of parties."""
    service(request).chosen(dataset)
    return {"result": [_type(name) for name in TYPES if name.lower().startswith(prefix.lower())]}


@router.get("/{dataset}/suggest/property", summary="Properties by a part of their name")
async def suggest_property(request: Request, dataset: str, prefix: str = "") -> dict[str, Any]:
    """Properties that are compared or shown."""
    service(request).chosen(dataset)
    found = [_property(name) for name in PROPERTIES]
    typed = prefix.lower()
    return {"result": [p for p in found if typed in p["name"].lower() or p["id"].lower().startswith(typed)]}


@router.get("/{dataset}/properties", summary="Properties to add as columns")
async def propose(
    request: Request,
    dataset: str,
    type: str = "Person",  # noqa: A002  (the name in the standard)
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, Any]:
    """Proposals for data extension: those of the type."""
    service(request).chosen(dataset)
    schema = ftm.get(type)
    fitting = [name for name in PROPERTIES if schema is None or schema.get(name) is not None]
    return {"type": type, "limit": limit, "properties": [_property(name) for name in fitting[:limit]]}


async def _reconciled(request: Request, chosen: Sequence[str], asked: dict[str, Any]) -> dict[str, Any]:
    if len(asked) > MOST_QUERIES:
        raise InputError(f"more than {MOST_QUERIES} queries at once", where="queries", do="send fewer")
    checked = {key: _checked(ReconciliationQuery, raw, f"queries.{key}") for key, raw in asked.items()}
    ready = {key: query.queries() for key, query in checked.items()}
    found: dict[str, Any] = {}
    for key, query in checked.items():
        try:
            answer, _ = await service(request).ask(ready[key], limit=query.limit or 5, datasets=chosen)
        except InputError:  # an empty cell, or one without a letter: nobody is found by it
            found[key] = {"result": []}
            continue
        sure = len(answer.candidates) == 1 and not answer.is_tip(answer.candidates[0])
        found[key] = {"result": [_result(candidate, sure=sure) for candidate in answer.candidates]}
    return found


def _result(candidate: Candidate, *, sure: bool) -> dict[str, Any]:
    return {
        "id": candidate.entity_id,
        "name": _caption(candidate.entity),
        "type": [_type(candidate.entity["schema"])],
        "score": round(100 * candidate.score, 1),
        # A name alone decides nothing: a person does.
        "match": sure and any(r.feature in ("number", "date day") and r.contribution > 0 for r in candidate.reasons),
        "features": [{"id": r.feature, "value": r.contribution} for r in candidate.reasons],
    }


async def _extended(request: Request, raw: dict[str, Any]) -> dict[str, Any]:
    asked = _checked(Extension, raw, "extend")
    wanted = [item.id for item in asked.properties]
    screen = service(request).screen
    rows: dict[str, Any] = {}
    for identity in asked.ids:
        held = (screen.find(identity) or {}).get("properties", {})
        rows[identity] = {name: [{"str": value} for value in held.get(name, ())] for name in wanted}
    await service(request).note("extend", {"ids": list(rows), "properties": wanted})
    return {"meta": [_property(name) for name in wanted], "rows": rows}


def _manifest(request: Request, dataset: str) -> dict[str, Any]:
    home = f"{request.url.scheme}://{request.url.netloc}"
    base = f"{home}/reconcile/{dataset}"
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
        "view": {"url": f"{home}/entities/{{{{id}}}}"},
        "suggest": {what: at(f"/suggest/{what}") for what in ("entity", "type", "property")},
        "extend": {"propose_properties": at("/properties"), "property_settings": []},
        "batchSize": MOST_QUERIES,
    }


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise InputError("is not JSON", where=where, do=SPEC) from exc
    if not isinstance(found, dict):
        raise InputError("is no JSON object", where=where, do=SPEC)
    checked_text(found, where)
    return found


def _checked(shape: type[Shape], raw: Any, where: str) -> Shape:
    try:
        return shape.model_validate(raw)
    except ValidationError as exc:
        problem = one_line(exc, where)
        raise InputError(problem.what, where=problem.where, do=SPEC) from exc


def _suggested(entity: dict[str, Any], typed: str) -> dict[str, Any]:
    """An entry to choose, with the name that begins as typed where the entry is called otherwise first."""
    caption = _caption(entity)
    told = {"id": entity["id"], "name": caption, "notable": [_type(entity["schema"])]}
    return told if typed in ("", caption) else {**told, "description": f"also {typed}"}


def _caption(entity: dict[str, Any]) -> str:
    name: str = entity["properties"].get("name", [entity["id"]])[0]
    return name


def _type(name: str) -> dict[str, str]:
    schema = ftm.get(name)
    return {"id": name, "name": schema.label if schema else name}


def _property(name: str) -> dict[str, str]:
    for schema in ("Person", "Company", "Vessel", "Sanction"):
        found = ftm.get(schema)
        if found is not None and (prop := found.get(name)) is not None:
            return {"id": name, "name": prop.label}
    return {"id": name, "name": name}
