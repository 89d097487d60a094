"""What is told of a request that cannot be answered: what is wrong, where, and what to do."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from contrared.model import ContraredError, InputError, NodeError, PolicyError

#: Seconds after which to ask again.
AGAIN = "1"
#: Seconds after which to show a key again, after too many that were none.
LATER = "60"
#: Frames of an error that are logged.
MOST_FRAMES = 4


class MissingError(InputError):
    """What a request names is not there."""


class ProblemShape(BaseModel):
    """Why a request was not answered."""

    what: str = Field(description="What is wrong.")
    where: str = Field(description="The field it concerns; empty where it is the whole request.")
    do: str = Field(description="What to do.")
    detail: str = Field(description="The same in one line, where clients of yente look for it.")


#: Answers that every route may give, for the contract.
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemShape, "description": said}
    for status, said in (
        (400, "The query cannot be compared"),
        (401, "No token or key, or not one that lives"),
        (403, "A page of another site asks, or the key is not for this"),
        (429, "Too many keys that are none came from there"),
        (413, "More than 1 MB"),
        (422, "Malformed"),
        (503, "The lists are not open, or too many requests wait: ask again"),
    )
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A request that is not answered.

    Attributes:
        status: HTTP status.
        what: What is wrong.
        where: The field it concerns.
        do: What to do.
    """

    status: int
    what: str
    where: str = ""
    do: str = ""

    def body(self) -> bytes:
        """As JSON."""
        said = f"{self.where}: {self.what}" if self.where else self.what
        return json.dumps({"what": self.what, "where": self.where, "do": self.do, "detail": said}).encode()

    def headers(self) -> dict[str, str]:
        """Headers of the answer."""
        again = {503: {"retry-after": AGAIN}, 429: {"retry-after": LATER}}.get(self.status, {})
        return {"content-type": "application/json", **again}


def tell_problems(app: FastAPI) -> None:
    """Have an application tell its errors that way."""
    app.add_exception_handler(ContraredError, _ours)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)


def one_line(exc: RequestValidationError | ValidationError, where: str = "") -> Problem:
    """The first thing that is wrong with a request's form."""
    first = exc.errors()[0]
    place = ".".join(str(part) for part in ([where] if where else []) + list(first["loc"]))
    more = f" ({len(exc.errors()) - 1} more)" if len(exc.errors()) > 1 else ""
    place = place.encode("utf-8", "replace").decode("utf-8")
    return Problem(422, f"the request is malformed: {first['msg']}{more}", place, "see /docs")


def frames(exc: BaseException) -> str:
    """Where an error happened, innermost first, without its words."""
    found = traceback.extract_tb(exc.__traceback__)[-MOST_FRAMES:]
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(found))


def checked_text(value: Any, where: str) -> None:
    """Make sure that all text in what was parsed from JSON can be written down again.

    Raises:
        InputError: it holds half a character (a lone surrogate).
    """
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as exc:
        raise InputError("holds half a character (a lone surrogate)", where=where, do="send whole UTF-8") from exc


async def _ours(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, ContraredError)
    status = 404 if isinstance(exc, MissingError) else 400 if isinstance(exc, InputError) else 500
    status = 503 if isinstance(exc, NodeError) else 403 if isinstance(exc, PolicyError) else status
    # Options of the command line are fields here.
    return _response(Problem(status, exc.what, exc.where.removeprefix("--"), exc.do))


async def _malformed(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, RequestValidationError)
    return _response(one_line(exc))


async def _http(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    return _response(Problem(exc.status_code, str(exc.detail), do="see /docs"))


def _response(problem: Problem) -> Response:
    return Response(problem.body(), problem.status, problem.headers())
