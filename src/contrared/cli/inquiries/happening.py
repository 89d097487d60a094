"""The commands `inquiry refuse`, `extend`, `remind` and `close`: what becomes of an inquiry beside a reply."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output
from contrared.cli.inquiries.group import InquiryId, Why, inquiry, tell
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User


@inquiry.command()
def refuse(
    inquiry_id: InquiryId,
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Keep that whoever was asked refuses, wholly or for what is still missing.

    Example: contrared inquiry refuse inq-0123456789ab --why "bank secrecy, letter of 3 May"
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.refuse(desk, inquiry_id, why)
    tell(found, json=json)


@inquiry.command()
def extend(
    inquiry_id: InquiryId,
    until: Annotated[str, typer.Option("--until", help="The new deadline, YYYY-MM-DD.")],
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Give more time; the deadline moves on, never back.

    Example: contrared inquiry extend inq-0123456789ab --until 2027-02-28 --why "they asked for it, letter of 3 May"
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.extend(desk, inquiry_id, until, why)
    tell(found, json=json)


@inquiry.command()
def remind(
    inquiry_id: InquiryId,
    why: Annotated[str, typer.Option("--why", help="How: letter and date, telephone call.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Keep that whoever was asked was reminded.

    Example: contrared inquiry remind inq-0123456789ab --why "letter 44/2027"
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.remind(desk, inquiry_id, why)
    tell(found, json=json)


@inquiry.command()
def close(
    inquiry_id: InquiryId,
    why: Why,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Close an inquiry, answered or not; nothing follows, and a later reply needs a new one.

    Example: contrared inquiry close inq-0123456789ab --why "the account was found otherwise"
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.close(desk, inquiry_id, why)
    tell(found, json=json)
