"""Lists whose form is wrong, through the command line: refused by file and line, or set aside row by row and told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.collect import workbook
from contrared.collect.readers import mx, uk

from .damaged import fresh, held, load, refused
from .samples import CTRL_Z, SAMPLES, Damage, changed, cut_after, mx_table, uk_workbook

SECRET = "what-only-this-machine-knows"


def declared(inside: str) -> Damage:
    """A document type between the XML declaration and the list."""
    return changed("?>\n", f"?>\n<!DOCTYPE list {inside}>\n")


def entity(inside: str) -> Damage:
    """The same, and the name of the second party is an entity declared in it."""

    return lambda data: declared(f"[{inside}]")(re.sub(rb">B[oO]<", b">&x;<", data))


def packed(change: Callable[[str, bytes], bytes | None], **more: bytes) -> Damage:
    """The workbook with its parts changed (left out where None), and further parts."""

    def damage(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for item in before.infolist():
                if (part := change(item.filename, before.read(item))) is not None:
                    after.writestr(item.filename, part)
            for name, part in more.items():
                after.writestr(name, part)
        return out.getvalue()

    return damage


def sheet(change: Damage) -> Damage:
    return packed(lambda name, data: change(data) if name.endswith("sheet1.xml") else data)


def half_a_part(data: bytes) -> bytes:
    """One byte of a compressed part turned over."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        at = whole.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def renamed(old: str, new: str) -> Damage:
    return lambda data: data.replace(old.encode(), new.encode())


def without(tag: str) -> Damage:
    return lambda data: re.sub(f"<{tag}>.*</{tag}>".encode(), b"", data, flags=re.DOTALL)


LAUGHS = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
FAR = "<!--" + "x" * 300_000 + "-->"

#: Sample, file damaged, damage, what the one line says.
REFUSED: list[tuple[str, str, Damage, str]] = [
    # OFAC
    ("ofac", "sdn.csv", changed('"LAST', '"SHORT"\r\n9,"LAST'), "sdn.csv, line 3: 2 columns where the main table"),
    ("ofac", "sdn.csv", lambda data: data.replace(b",", b";"), "sdn.csv, line 1: 1 columns where the main table has"),
    ("ofac", "sdn.csv", cut_after('"LAST COMPANY"'), "sdn.csv, line 3: the last row has no line end"),
    ("ofac", "sdn.csv", changed('"LAST', '"LA"ST'), "sdn.csv, line 3: not CSV"),
    ("ofac", "alt.csv", changed(",-0- ", ""), "alt.csv, line 1: 4 columns where the alt table has 5"),
    ("ofac", "alt.csv", lambda data: b"", "alt.csv: the file is empty"),
    ("ofac", "alt.csv", changed("Anita", b"An\xc3\xadta\xf1"), "alt.csv, line 1: mixed encodings"),
    ("ofac", "add.csv", changed('"Havana"', '"Havana","Habana"'), "add.csv, line 1: 7 columns where the add table"),
    ("ofac", "add.csv", changed("Havana", b"Ha\0ana"), "add.csv, line 1: a NUL byte"),
    ("ofac", "sdn_comments.csv", changed("36,", "36,7,"), "sdn_comments.csv, line 1: 3 columns where the comments"),
    # XML
    *(
        (name, SAMPLES[name].main, damage, says)
        for name in ("un", "ca")
        for damage, says in (
            (declared("[]"), "line 2: the document carries a DTD"),
            (declared('SYSTEM "http://127.0.0.1:9/list.dtd"'), "line 2: the document carries a DTD"),
            (entity('<!ENTITY x "BO">'), "line 2: the document carries a DTD"),
            (entity('<!ENTITY x SYSTEM "SECRET">'), "line 2: the document carries a DTD"),
            (entity('<!ENTITY % p SYSTEM "SECRET"> %p;'), "line 2: the document carries a DTD"),
            (entity('<!ENTITY x0 "ha">' + LAUGHS + '<!ENTITY x "&x9;">'), "line 2: the document carries a DTD"),
            (changed("?>\n", f"?>\n{FAR}\n<!DOCTYPE list []>\n"), "no reader recognises|: the document carries a DTD"),
            (changed("</", "<//"), "not well-formed XML"),
            (changed("</", "</x"), "not well-formed XML: Opening and ending tag mismatch"),
            (changed("1", "&nosuch;"), "not well-formed XML"),
            (lambda data: data + data.partition(b"\n")[2], "not well-formed XML: Extra content at the end"),
            (lambda data: data.rstrip() + CTRL_Z, "not well-formed XML: Extra content at the end"),
            (lambda data: data[: data.rindex(b"</")], "not well-formed XML: Premature end of data"),
            (changed('encoding="UTF-8"', 'encoding="ISO-8859-1"'), "line 1: the document says it is in ISO-8859-1"),
            (changed('encoding="UTF-8"', 'encoding="klingon"'), "line 1: the document says it is in klingon"),
        )
    ),
    ("un", "un.xml", without("INDIVIDUAL"), "un.xml, line 1: no INDIVIDUAL and no ENTITY in it"),
    ("un", "un.xml", renamed("FIRST_NAME", "NAME_1"), "un.xml: no record has FIRST_NAME, .* does not know NAME_1"),
    ("un", "un.xml", renamed("DATAID", "ID"), "un.xml: no record has DATAID, .* does not know ID"),
    ("ca", "sema.xml", without("record"), "sema.xml, line 1: no record in it|no reader knows"),
    ("ca", "sema.xml", renamed("LastName", "Surname"), "sema.xml: no record has LastName, .* does not know Surname"),
    # the UK's workbook
    ("uk-xlsx", "uk.xlsx", lambda _: uk_workbook(uk.COLUMNS[:-1]), "row 2: column 36 should be 'Group ID'"),
    ("uk-xlsx", "uk.xlsx", lambda _: uk_workbook((*uk.COLUMNS[:10], "Sex", *uk.COLUMNS[10:])), "row 2: column 11"),
    ("uk-xlsx", "uk.xlsx", lambda _: uk_workbook((*uk.COLUMNS, "Sex")), "row 2: a column 'Sex' that this reader does"),
    ("uk-xlsx", "uk.xlsx", lambda _: uk_workbook(groups=()), "uk.xlsx: no rows below the header"),
    ("uk-xlsx", "uk.xlsx", lambda data: data[:-30], "uk.xlsx: the workbook is damaged"),
    ("uk-xlsx", "uk.xlsx", half_a_part, "uk.xlsx: the workbook is damaged"),
    ("uk-xlsx", "uk.xlsx", sheet(lambda data: data[: len(data) // 2]), "uk.xlsx, sheet Data: the workbook is damaged"),
    ("uk-xlsx", "uk.xlsx", packed(lambda name, data: None if "sheet1" in name else data), "the workbook is damaged"),
    ("uk-xlsx", "uk.xlsx", packed(lambda name, data: None if "workbook.xml" in name else data), "a zip archive"),
    ("uk-xlsx", "uk.xlsx", packed(lambda name, data: data, bomb=b" " * 2_000_000), "unpacks to more than 1000000"),
    ("uk-xlsx", "uk.xlsx", sheet(changed('r="A3"', 'r="XFD1048576"')), "reaches to column 16384 and row 1048576"),
    # Mexico
    ("mx-69b", "mx.csv", lambda _: mx_table(mx.COLUMNS[:-1]), "line 2: no column 'Publicación DOF sentencia"),
    ("mx-69b", "mx.csv", lambda _: mx_table((*mx.COLUMNS, "Más")), "line 2: 21 columns where the 69-B list has 20"),
    ("mx-69b", "mx.csv", lambda _: mx_table((*mx.COLUMNS[:2], "Razón", *mx.COLUMNS[3:])), "column 3 should|no reader"),
    ("mx-69b", "mx.csv", lambda data: data.replace(b",", b";"), r"line 1: no header row|no reader recognises"),
    ("mx-69b", "mx.csv", changed("2,BBB", "2,more,BBB"), "mx.csv, line 4: 21 columns where the 69-B list has 20"),
    ("mx-69b", "mx.csv", cut_after("BBB080808HL8"), "mx.csv, line 4: the last row has no line end"),
    ("mx-69b", "mx.csv", changed('"OTRA', '"OT"RA'), "mx.csv, line 4: not CSV"),
    # Brazil
    ("br-cgu", "ceis_2020-09.csv", changed("data_final,", ""), "these are the columns of neither|no reader recognises"),
    ("br-cgu", "ceis_2020-09.csv", changed("OUTRA", "OU,TRA"), "line 3: 7 columns where the register has 6"),
    ("br-cgu", "ceis_2020-09.csv", lambda data: data.replace(b",", b";"), "of neither CEIS nor|no reader recognises"),
    # the denied persons list
    ("bis-dpl", "dpl_2022-09.txt", changed('"State"\t', ""), "not the columns of the denied persons list: 'State' is"),
    ("bis-dpl", "dpl_2022-09.txt", changed('"DUBAI"', '"DUBAI"\t"X"'), "line 3: 13 columns where the denied persons"),
    ("bis-dpl", "dpl_2022-09.txt", changed('"DUBAI"', '"DU"BAI"'), "dpl_2022-09.txt, line 3: not CSV"),
    # hand-coded statements
    ("statements", "report.txt", changed("arms", "cash"), "report.txt has sha256 [0-9a-f]{64}, the coding was made on"),
    ("statements", "report.txt", lambda data: b"", "report.txt"),
    ("statements", "c.toml", changed('id = "south"', 'id = "one"'), "line 18, entity 2: entity 'one' is declared"),
    ("statements", "c.toml", changed("relation", "link"), "line 22, link 1: unknown key 'link'"),
    ("statements", "c.toml", changed('object = "south"\n', ""), "line 22, link 1: 'object' is missing"),
    ("statements", "c.toml", changed("span = [8, 37]", "span = [8]"), "line 22, link 1: a span"),
    ("statements-csv", "c.csv", changed("kind,", ""), "c.csv, line 12: the columns kind, quote, start and end"),
    ("statements-csv", "c.csv", changed("schema,", "colour,"), "c.csv, line 12: unknown column 'colour'"),
    ("statements-csv", "c.csv", changed("entity,one", "entity,one,more"), "c.csv, line 13: 13 cells where"),
    ("statements-csv", "c.csv", changed("entity,south", "entity,one"), "line 14, entity 2: entity 'one' is declared"),
    ("statements-csv", "c.csv", cut_after("South Ga"), "c.csv, line 16: not CSV"),
    # FollowTheMoney
    ("ftm", "x.ftm.json", lambda data: data[:-9], "x.ftm.json, line 2: not a JSON object"),
    ("ftm", "x.ftm.json", changed("\n", "\n{'id': 'c'}\n"), "x.ftm.json, line 2: not a JSON object"),
    ("ftm", "x.ftm.json", changed("\n", "\n" + "[" * 100_000 + "\n"), "x.ftm.json, line 2: not a JSON object"),
    ("ftm", "x.ftm.json", changed('"id": "b"', '"id": "b", "id": "c"'), "line 2: not a JSON object: a key of .* twice"),
    ("ftm", "x.ftm.json", lambda data: b"[" + data.replace(b"\n", b",") + b"]", "begins as a JSON array|line 1: not"),
    ("ftm", "x.ftm.json", renamed('"id"', '"ident"'), "nothing in it could be read; first, x.ftm.json, line=1: nei"),
    ("ftm-statements", "x.json", lambda data: data[:-9], "x.json, line 2: not a JSON object"),
    ("ftm-statements", "x.json", renamed('"entity_id"', '"who"'), "no reader recognises this|nothing in it could be"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]}: {case[3][:50]}")
def test_refused_by_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str, Damage, str]
) -> None:
    monkeypatch.setattr(workbook, "UNPACKED_LIMIT", 1_000_000)
    name, file, damage, says = case
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    node, before = fresh(tmp_path)
    damaged = SAMPLES[name].damaged(damage, file)
    damaged = damaged.damaged(lambda data: data.replace(b"SECRET", str(secret).encode()), file)
    for folder, options in (("bad", ()), ("named", ("--reader", SAMPLES[name].reader))):
        line = refused(load(node, damaged, tmp_path / folder, *options))
        assert re.search(says, line), line
        assert SECRET not in line
    assert held(node) == before
    good = load(node, SAMPLES[name], tmp_path / "good")
    assert (good.code, good.err) == (0, "")
    assert "was there already" not in good.out
