"""Catalogue files, templates in finished texts, and the texts that the extractor finds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.model.language import po
from contrared.model.language.catalogue import Catalogue
from contrared.model.language.extract import Found, brought_up, collected, merged
from contrared.model.language.extract.catalogues import read
from contrared.model.language.extract.templates import templates
from contrared.model.language.template import Template

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from('\n\t"\\'))


@given(st.lists(st.builds(po.Entry, TEXTS.filter(bool), TEXTS, TEXTS), max_size=5))
def test_what_is_written_is_read_again(entries: list[po.Entry]) -> None:
    assert po.read(po.written(entries, "es")) == entries


@pytest.mark.parametrize("line", ["msgid x", 'msgstr "a', '"alone"', 'msgid "a"\nmsgid "b"', 'msgid "\\q"'])
def test_a_broken_file_says_where(line: str) -> None:
    with pytest.raises(InputError, match=r"a\.po, line \d"):
        po.read(line, "a.po")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('"a {b}"', ["a {{b}}"]),
        ('f"{len(rows)} rows in {path}"', ["{rows} rows in {path}"]),
        ("f\"{n} row{'s' if n != 1 else ''}\"", ["{n} rows", "{n} row"]),
        ('f"{a.name} and {b.name}, {a.name}"', ["{name} and {name2}, {name}"]),
        ('"a " + b', ["a {b}"]),
        ('"x" if y else f"{z} z"', ["x", "{z} z"]),
        ("name", []),
    ],
)
def test_templates_of_code(code: str, found: list[str]) -> None:
    assert list(templates(ast.parse(code, mode="eval").body)) == found


def test_a_finished_text_is_told_by_its_template_and_names_stay() -> None:
    known = Catalogue(
        "es",
        [
            po.Entry("{count} rows", "{count} filas"),
            po.Entry("{count} rows of {name} are gone", "faltan {count} filas de {name}"),
            po.Entry("see {name}", "vea {name}"),
            po.Entry("{a} and {b}", "{a} y {b}"),
            po.Entry("cannot go on: {exc}", "no se puede seguir: {exc}"),
            po.Entry("the file is empty", "el fichero está vacío"),
        ],
    )
    assert known.said("3 rows of x rows are gone") == "faltan 3 filas de x rows"
    assert known.said("salt and water") == "salt and water"
    assert known.said("cannot go on: a.csv: the file is empty → see it") == (
        "no se puede seguir: a.csv: el fichero está vacío → see it"
    )
    assert known.said("nobody translated this") == "nobody translated this"


@given(st.text(), st.text())
def test_what_fills_a_template_is_found_again_or_fills_it_alike(left: str, right: str) -> None:
    template = Template("between {left} stands a wall and {right}")
    made = template.filled({"left": left, "right": right})
    found = template.match(made)
    assert found is not None
    assert template.filled(found) == made


def test_texts_are_collected_and_catalogues_keep_what_is_translated(tmp_path: Path) -> None:
    source, folder = tmp_path / "src", tmp_path / "po"
    (source / "cli").mkdir(parents=True)
    (source / "a.py").write_text(
        'raise InputError(f"{name} is gone", where="x", do="fetch it again")\nx = "not for people"\n'
    )
    (source / "cli" / "b.py").write_text(
        '@app.command()\ndef b():\n    """Do it.\n\n    Example: contrared b\n    """\n    say("it is done")\n'
    )
    found = collected(source)
    assert set(found) == {
        Found("a.py", "{name} is gone"),
        Found("a.py", "fetch it again"),
        Found("cli/b.py", "Do it."),
        Found("cli/b.py", "it is done"),
    }
    folder.mkdir()
    assert brought_up("es", folder, source) == (4, 4)
    path = folder / "es" / "cli.po"
    path.write_text(path.read_text().replace('msgid "Do it."\nmsgstr ""', 'msgid "Do it."\nmsgstr "Hágalo."'))
    (source / "a.py").unlink()
    assert brought_up("es", folder, source) == (2, 1)
    assert not (folder / "es" / "contrared.po").exists()
    assert {entry.msgid: entry.msgstr for entry in read("es", folder)} == {"Do it.": "Hágalo.", "it is done": ""}


def test_a_keyed_text_whose_english_changed_keeps_the_old_for_the_translator() -> None:
    before = [po.Entry("old", "viejo", "case.x")]
    entry = merged([Found("model/messages/en/case.toml", "new", "case.x")], before)["messages-case.po"][0]
    assert entry.msgstr == ""
    assert entry.notes == ("# was: old", "# said: viejo")
