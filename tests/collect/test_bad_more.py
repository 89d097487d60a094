"""Files of the newer readers, damaged or of another kind, through the command line: one error, the node untouched."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from contrared.collect.entering import Entry, Named, Said
from contrared.collect.entering.form import render
from contrared.collect.readers import eu_columns
from contrared.model import Grade, Handling

from .damaged import fresh, held, load, refused, run
from .samples import SAMPLES, WORD, Damage, Sample
from .test_bods import ANA as PERSON
from .test_bods import FIRM, relationship
from .test_gb_psc import ANA as CONTROLLER
from .test_ofac_xml import document, named, party

_DATED = ("--as-of", "2020")
_UK = f"{WORD},Ana,{',' * 20},Individual,Prime Alias,Libya,01/02/2016,03/04/2017,7\r\n"
_EU = f"04/07/2018;7;P{';' * 14};{WORD}{';' * 41}EU.1.2"
_GLEIF = f"""<?xml version="1.0" encoding="UTF-8"?>
<LEIData xmlns="http://www.gleif.org/data/schema/leidata/2016">
<LEIHeader><ContentDate>2023-06-05T08:20:51Z</ContentDate></LEIHeader>
<LEIRecord><LEI>529900T8BM49AURSDO55</LEI><Entity><LegalName>{WORD}</LegalName></Entity></LEIRecord>
</LEIData>
"""
_PSC = {"company_number": "01", "ContentDate": "2024-12-19", "data": {**CONTROLLER, "name": f"Ana {WORD}"}}
_FIRM = {**FIRM, "recordDetails": {**FIRM["recordDetails"], "name": WORD}}
_GALAXY = {
    "authors": ["A"], "name": "Groups", "type": "threat-actor", "uuid": "0b5ddab3-a1f0-4c66-8f5a-1c1d1d3ac1a1",
    "values": [{"uuid": "0a5ddab3-a1f0-4c66-8f5a-1c1d1d3ac1a1", "value": WORD}],
}  # fmt: skip
_ENTERED = Entry(
    Said(
        "ana", "2026-03-04T05:06:07+00:00", "Interview", "p. 3", Grade.parse("B2"), Handling.parse("TLP:AMBER"), "2026"
    ),
    (Named("Person", (("name", WORD),), "e-1"),),
)
_ENTITY = {"id": "a", "schema": "Person", "datasets": ["x_list"], "properties": {"name": [WORD]}}

_GRAPHML = f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="n" for="node" attr.name="label" attr.type="string"/>
<key id="s" for="node" attr.name="schema" attr.type="string"/>
<key id="r" for="edge" attr.name="relation" attr.type="string"/>
<graph edgedefault="directed">
<node id="a"><data key="n">Ana {WORD}</data><data key="s">Person</data></node>
<node id="b"><data key="n">Soto S.A.</data><data key="s">Company</data></node>
<edge source="a" target="b"><data key="r">Ownership</data></edge>
</graph>
</graphml>
"""
_EDGES = f"source,target,relation\nAna {WORD},Soto S.A.,owner\nBeto Soto,Ana {WORD},hermano\n"


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


#: A small sound file for each of the newer readers.
MORE = {
    "ofac-xml": Sample(
        "ofac-xml", "us_ofac_sdn", {"a.xml": document(party(1, 4, named(1, (1, WORD)))).encode()}, "a.xml"
    ),
    "uk-csv": Sample("uk-csv", "gb_hmt_sanctions", {"l_2018-11-29.csv": _UK.encode("cp1252")}, "l_2018-11-29.csv"),
    "eu-csv": Sample(
        "eu-csv", "eu_fsf", {"e.csv": f"{';'.join(eu_columns.COLUMNS)}\n{_EU}\n".encode("cp1252")}, "e.csv"
    ),
    "gb-psc": Sample("gb-psc", "gb_coh_psc", {"p.jsonl": _json(_PSC)}, "p.jsonl"),
    "bods": Sample(
        "bods", "bods", {"b.json": _json([PERSON, _FIRM, relationship({"type": "shareholding"})])}, "b.json"
    ),
    "gleif": Sample("gleif", "gleif_lei", {"g.xml": _GLEIF.encode()}, "g.xml"),
    "misp-galaxy": Sample("misp-galaxy", "misp_threat_actor", {"m.json": _json(_GALAXY)}, "m.json", _DATED),
    "entered": Sample("entered", "entered_2026_03_04", {"e.toml": render(_ENTERED).encode()}, "e.toml"),
    "graphml": Sample("graphml", "graph_net", {"net.graphml": _GRAPHML.encode()}, "net.graphml", _DATED),
    "edge-list": Sample("edge-list", "edges_net", {"net.csv": _EDGES.encode()}, "net.csv", _DATED),
    "ftm-array": Sample("ftm-array", "x_list", {"f.json": _json([_ENTITY])}, "f.json", _DATED),
}
LEGACY = frozenset({"uk-csv", "eu-csv"})


def half(data: bytes) -> bytes:
    """Cut in the middle of the name."""
    written = next(each for each in (WORD.encode(), WORD.encode("cp1252")) if each in data)
    return data[: data.index(written) + len(written)]


def nul(data: bytes) -> bytes:
    return data.replace(WORD.encode(), b"N\0z").replace(WORD.encode("cp1252"), b"N\0z")


def latin(data: bytes) -> bytes:
    return data.replace(WORD.encode(), WORD.encode("cp1252"))


def both(data: bytes) -> bytes:
    return data + WORD.encode() + b"\n"


DAMAGES: dict[str, tuple[Damage, str, frozenset[str]]] = {
    "cut in the middle": (
        half,
        "cut off|Premature end|not such JSON: Unterminated string|not TOML: Unterminated string",
        frozenset(MORE) - {"edge-list"},  # a list by hand may end without a line end; a row that lacks cells is told
    ),
    "NUL byte": (nul, "a NUL byte|not well-formed XML|Invalid control character", frozenset(MORE)),
    "gzip cut off": (lambda data: gzip.compress(data)[:-20], "the gzip stream is cut off", frozenset(MORE)),
    "UTF-16": (lambda data: data.decode("cp1252").encode("utf-16"), "the file is in UTF-16", frozenset(MORE)),
    "Windows-1252": (latin, "is not UTF-8|not well-formed XML", frozenset(MORE) - LEGACY),
    "mixed encodings": (both, "mixed encodings", LEGACY),
}


@pytest.mark.parametrize("name", MORE)
def test_sound(tmp_path: Path, name: str) -> None:
    node, _ = fresh(tmp_path)
    said = load(node, MORE[name], tmp_path / "in", "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)["version"]
    assert (told["dataset"], told["reader"].split()[0], told["rejects"]) == (MORE[name].dataset, name, 0)


@pytest.mark.parametrize(
    ("damage", "name"), [(damage, name) for damage, (_, _, names) in DAMAGES.items() for name in sorted(names)]
)
def test_damaged(tmp_path: Path, damage: str, name: str) -> None:
    node, before = fresh(tmp_path)
    change, says, _ = DAMAGES[damage]
    line = refused(load(node, MORE[name].damaged(change), tmp_path / "in", "--reader", name))
    assert re.search(says, line), line
    assert MORE[name].main in line
    assert held(node) == before


#: An array of entities may as well be a line of them each.
OTHERS = [(name, other) for name in MORE for other in ("un", "br-cgu", "ftm") if (name, other) != ("ftm-array", "ftm")]


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_the_file_of_another_list(tmp_path: Path, name: str, other: str) -> None:
    node, before = fresh(tmp_path)
    path = SAMPLES[other].write(tmp_path / "in")
    line = refused(run("load", path, "--reader", name, "--dataset", "d", "--as-of", "2020", "--node", node))
    assert SAMPLES[other].main in line
    assert held(node) == before
