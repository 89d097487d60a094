"""What each side saw, as text and as one HTML file without script or outside request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from contrared.case.border.course import Event, Run
from contrared.case.border.nobody import Searched

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #bbb}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;
vertical-align:top}.banner{background:#ffc000;color:#000;padding:.2rem .6rem;font-weight:600}
.verdict{padding:.6rem;border:2px solid #1b1b1b;font-weight:600}td.number{text-align:right;white-space:nowrap}
@media print{body{margin:0}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def fates(run: Run) -> list[tuple[str, str, str]]:
    """The six: who, where they were met last, and what came of it."""
    return [(fate.walker.label, fate.last, fate.state) for _, fate in sorted(run.fates.items())]


def verdict(found: Searched) -> str:
    """What the search for the two comes to, in words."""
    looked = (
        f"{found.files:,} files and {found.messages:,} messages ({found.size:,} bytes unpacked) were looked through "
        f"for {found.needles:,} spellings, numbers and keys"
    )
    if found.found:
        return f"SOMEBODY LEARNED: {', '.join(found.found)} ({looked})."
    if not found.at_home or not found.sealed:
        return f"The search cannot tell: {looked}, and what must be found was not."
    return f"Nobody but the node that recorded them learned of the two: {looked}; none was found."


def text(run: Run) -> str:
    """The report as lines."""
    assert run.searched is not None
    lines = [run.script.title, "", *(f"  {country.upper()}  {line}" for country, line in _held(run)), ""]
    lines += [f"  {event.node.upper()}  {event.what}{_took(event)}" for event in run.events]
    lines += ["", *(f"  {who:28} {last:28} {state}" for who, last, state in fates(run)), ""]
    lines += [verdict(run.searched), alerts(run), _checked(run)]
    return "\n".join(lines) + "\n"


def html(run: Run) -> str:
    """The report as one HTML file."""
    assert run.searched is not None
    nodes = [(country.upper(), line) for country, line in _held(run)]
    parts = [
        '<p class="banner" role="note">SYNTHETIC: nobody in this report exists</p>',
        f"<h1>{escape(run.script.title)}</h1>",
        "<h2>Nodes</h2>",
        _table(("node", "holds"), nodes),
        "<h2>What happened, as each side saw it</h2>",
        _table(
            ("node", "what", "seconds"),
            [(e.node.upper(), e.what, "" if e.seconds is None else f"{e.seconds:.2f}") for e in run.events],
        ),
        *(
            f"<h3>{escape(post.name)} ({country.upper()}) alone</h3>"
            + _table(("what",), [(event.what,) for event in run.events if event.node == country])
            for country, post in run.posts.items()
        ),
        "<h2>The six</h2>",
        _table(("who", "met last", "state"), fates(run)),
        "<h2>The two who walked beside them</h2>",
        f'<p class="verdict">{escape(verdict(run.searched))}</p>',
        f"<p>{escape(alerts(run))}</p><p>{escape(_checked(run))}</p>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(run.script.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _held(run: Run) -> Iterable[tuple[str, str]]:
    for country, post in run.posts.items():
        yield country, f"{post.name}, {post.agency}: {run.held[country]:,} people"


def _took(event: Event) -> str:
    return "" if event.seconds is None else f" ({event.seconds:.2f} s)"


def alerts(run: Run) -> str:
    """How soon duty desks rang, in words."""
    if not run.alerts:
        return "No duty desk rang."
    return (
        f"{len(run.alerts)} times a partner's duty desk had it {min(run.alerts):.2f} to {max(run.alerts):.2f} s after "
        "the encounter was recorded."
    )


def _checked(run: Run) -> str:
    wrong = "; ".join(run.problems) if run.problems else "the check of every node finds nothing wrong"
    return f"{run.messages:,} messages, {run.seconds:.0f} s; {wrong}."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
