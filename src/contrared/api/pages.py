"""The page a browser sees: every route, what it takes and an example, from the contract; no script, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter()

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}pre{background:#f2f2f2;padding:.75rem;overflow-x:auto}code{font-size:.95em}"
    "h2{margin-top:2rem;border-top:1px solid #ccc;padding-top:1rem;font-size:1.1rem}"
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """All routes."""
    return HTMLResponse(page(request.app.openapi()), headers={"content-security-policy": POLICY})


def page(contract: dict[str, Any]) -> str:
    """An OpenAPI document as one page."""
    info = contract["info"]
    parts = [f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['description'])}</p>"]
    parts.append('<p>For machines: <a href="/openapi.json">openapi.json</a>.</p>')
    for path, methods in contract["paths"].items():
        for method, route in methods.items():
            parts.append(f"<h2><code>{escape(method.upper())} {escape(path)}</code> {escape(route['summary'])}</h2>")
            parts.append(f"<p>{escape(route.get('description', ''))}</p>")
            parts.append(_parameters(route.get("parameters", [])))
            parts.append(_body(route.get("requestBody", {}), contract["components"]["schemas"]))
    head = f'<meta charset="utf-8"><title>{escape(info["title"])}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = [
        f"<li><code>{escape(each['name'])}</code> ({escape(each['in'])}) {escape(each.get('description', ''))}</li>"
        for each in parameters
    ]
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _body(body: dict[str, Any], schemas: dict[str, Any]) -> str:
    told = ""
    for kind in body.get("content", {}).values():
        schema = schemas[kind["schema"]["$ref"].rpartition("/")[2]]
        fields = [
            f"<li><code>{escape(name)}</code> {escape(field.get('description', ''))}</li>"
            for name, field in schema["properties"].items()
        ]
        examples = [f"<pre>{escape(json.dumps(e, indent=1, ensure_ascii=False))}</pre>" for e in schema["examples"]]
        told += f"<ul>{''.join(fields)}</ul>{''.join(examples)}"
    return told
