"""The service's own routes: screen, passport lines, versions, entities, health and metrics."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from contrared.api.asking import checked_query, service
from contrared.api.metrics import prometheus
from contrared.api.problems import MissingError
from contrared.api.service import Service
from contrared.api.shapes import AskedShape, ScreenShape, asked_shapes, document_query, screen_shape
from contrared.match.question import Known

router = APIRouter()
AsOf = Annotated[str, Query(max_length=10, description="What lists said by then: YYYY, YYYY-MM or YYYY-MM-DD.")]


class Question(BaseModel):
    """What is known of a party; or whole queries, as FtM schema and properties."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Tarek Zaidan AISAMI", "born": "1974", "country": ["ve"]}]},
    )

    name: str = Field("", max_length=4000, description="Name of the party.")
    alias: list[str] = Field([], max_length=20, description="Further names.")
    party_schema: str = Field("", alias="schema", description="Person, Company, Vessel …; any kind if absent.")
    born: str = Field("", description="Birth date or date of incorporation: YYYY, YYYY-MM or YYYY-MM-DD.")
    country: list[str] = Field([], max_length=20, description="Nationality, seat or flag.")
    document: list[str] = Field([], max_length=20, description="Numbers of documents or registers.")
    imo: str = Field("", description="IMO number of a ship.")
    contact: list[str] = Field([], max_length=20, description="Phones, mail addresses, sites.")
    wallet: list[str] = Field([], max_length=20, description="Crypto addresses.")
    gender: str = Field("", description="male or female.")
    queries: list[dict[str, Any]] = Field([], max_length=5, description="Instead of all that: schema and properties.")
    datasets: list[str] = Field([], description="Only these lists.")
    limit: int = Field(10, ge=1, le=500, description="Candidates to give at most.")
    as_of: str = Field(
        "", max_length=10, description="What lists said by then: YYYY, YYYY-MM or YYYY-MM-DD; now if absent."
    )

    def asked(self) -> list[dict[str, Any]]:
        """Queries to put to the lists."""
        if self.queries:
            return [checked_query(query) for query in self.queries]
        return Known(
            names=tuple(text for text in (self.name, *self.alias) if text.strip()),
            schema=self.party_schema,
            born=self.born,
            countries=tuple(self.country),
            documents=tuple(self.document),
            imo=self.imo,
            contacts=tuple(self.contact),
            wallets=tuple(self.wallet),
            gender=self.gender,
        ).queries()


class Zone(BaseModel):
    """A machine-readable zone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"}
            ]
        },
    )

    text: str = Field(max_length=2000, description="The lines, as pasted or read.")
    limit: int = Field(10, ge=1, le=500, description="Candidates to give at most.")
    as_of: str = Field("", max_length=10, description="As for ``/screen``.")


def _told(shape: ScreenShape) -> Response:
    """A shape as it is: what we made ourselves is not checked again on the way out."""
    return Response(shape.model_dump_json(by_alias=True), media_type="application/json")


@router.post("/screen", summary="Ask every list who a party may be", response_model=ScreenShape)
async def screen(request: Request, question: Annotated[Question, Body()]) -> Response:
    """Candidates with reasons and what was cleared before, and the lists that were asked."""
    queries = question.asked()
    held = service(request)
    answer, receipt = await held.ask(queries, limit=question.limit, datasets=question.datasets, as_of=question.as_of)
    return _told(screen_shape(queries, answer, None, held.remembered(queries, answer), receipt.text()))


@router.post("/screen/mrz", summary="Ask who the holder of a document may be", response_model=ScreenShape)
async def screen_mrz(request: Request, zone: Annotated[Zone, Body()]) -> Response:
    """As ``/screen``, from the machine-readable zone; a wrong check digit is shown."""
    queries, read = document_query(zone.text)
    held = service(request)
    answer, receipt = await held.ask(queries, limit=zone.limit, as_of=zone.as_of)
    return _told(screen_shape(queries, answer, read, held.remembered(queries, answer), receipt.text()))


@router.get("/versions", summary="The lists that are asked")
async def versions(request: Request, as_of: AsOf = "") -> list[AskedShape]:
    """Dataset, version, date and age of each."""
    return asked_shapes((await service(request).at(as_of)).asked)


@router.get("/entities/{entity_id:path}", summary="One listed party")
async def entity(request: Request, entity_id: str, as_of: AsOf = "") -> JSONResponse:
    """The entry of a list, as it is compared."""
    found = (await service(request).at(as_of)).find(entity_id)
    if found is None:
        raise MissingError("no list that can be asked has this entry", where="entity_id", do="check the id")
    await service(request).note("entity", {"id": entity_id} | ({"as_of": as_of} if as_of else {}))
    return JSONResponse(found)


@router.get("/healthz", summary="Whether the process lives")
async def healthz() -> dict[str, str]:
    """Always ok."""
    return {"status": "ok"}


@router.get("/readyz", summary="Whether the lists are open")
async def readyz(request: Request) -> JSONResponse:
    """200 when every list can be asked, else 503 and why; names lists of which a newer version is not open yet."""
    held = service(request)
    late = [{"dataset": dataset, "what": what} for dataset, what in held.late]
    if not held.ready:
        return JSONResponse({"status": "not ready", "what": held.trouble, "late": late}, 503)
    return JSONResponse(
        {"status": "ready", "versions": [f"{a.dataset}@{a.version}" for a in held.screen.asked], "late": late}
    )


@router.get("/metrics", summary="Counters, as Prometheus reads them", response_class=PlainTextResponse)
async def metrics(request: Request) -> str:
    """Counters of this process; no text of any query."""
    held: Service = request.app.state.service
    return prometheus(held)
