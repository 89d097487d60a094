"""The group of commands on inquiries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app

if TYPE_CHECKING:
    from contrared.govern.hand.inquiry import Inquiry

InquiryId = Annotated[str, typer.Argument(metavar="INQUIRY", help="Id of the inquiry.")]
Why = Annotated[str, typer.Option("--why", help="Reason, kept on record.")]

inquiry = typer.Typer(
    name="inquiry",
    cls=Commands,
    help="Questions to a bank, registry or court: under which order, due when, and the reply loaded as a source.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(inquiry)


def inquiry_shape(found: Inquiry) -> shapes.InquiryShape:
    """An inquiry in its documented shape."""
    return shapes.InquiryShape(
        id=found.id,
        state=str(found.state),
        case=found.case_id,
        addressee=found.addressee,
        kind=str(found.kind),
        asked=found.asked,
        order=found.order,
        legal_basis=found.legal_basis,
        about=list(found.about),
        due=found.due,
        reminders=len(found.reminders),
        by=found.by,
        at=found.at,
        events=[
            shapes.InquiryEventShape(
                event=str(each.event),
                dataset=each.dataset,
                version=each.version,
                sources=list(each.sources),
                due=each.due,
                why=each.why,
                by=each.by,
                at=each.at,
            )
            for each in found.happened
        ],
    )


def tell(found: Inquiry, *, json: bool) -> None:
    """Print what stands of one inquiry."""
    if json:
        output.emit(shapes.InquiriesShape(inquiries=[inquiry_shape(found)]))
    else:
        output.say(f"{found.id} to {found.addressee}: {found.state}, due on {found.due}")
