"""What is handed to ``load`` is no list, no file or not alone: one clear error, and the node untouched."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from contrared.collect.readers.un import UnReader
from contrared.collect.registry import known_readers
from contrared.store.lake import Lake

from .damaged import Said, fresh, held, load, refused, run
from .samples import SAMPLES, Sample, cut_after

OFAC, UN, CODED = SAMPLES["ofac"], SAMPLES["un"], SAMPLES["statements"]


def good_file_loads(node: Path, sample: Sample, folder: Path) -> None:
    said = load(node, sample, folder)
    assert (said.code, said.err) == (0, "")
    assert "was there already" not in said.out


def nothing(folder: Path) -> Path:
    return folder / "nothing.xml"


def below_a_file(folder: Path) -> Path:
    return UN.write(folder / "in") / "sdn.csv"


def link_to_nowhere(folder: Path) -> Path:
    (folder / "un.xml").symlink_to(folder / "gone.xml")
    return folder / "un.xml"


def link_to_itself(folder: Path) -> Path:
    (folder / "un.xml").symlink_to(folder / "un.xml")
    return folder / "un.xml"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "un.xml")
    return folder / "un.xml"


def listener(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "s"))
    return folder / "s"


def device(folder: Path) -> Path:
    return Path("/dev/zero")


def folder_named_like_a_list(folder: Path) -> Path:
    (folder / "un.xml").mkdir()
    return folder / "un.xml"


def folder_of_other_things(folder: Path) -> Path:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("a")
    return folder / "in"


def name_with_a_line_break(folder: Path) -> Path:
    path = folder / "un\nlist.xml"
    path.write_bytes(UN.files["un.xml"])
    return path


def long_name(folder: Path) -> Path:
    return folder / ("x" * 300)


def table_missing(table: str) -> Callable[[Path], Path]:
    return lambda folder: OFAC.without(table).write(folder / "in")


def folder_for_a_table(folder: Path) -> Path:
    path = OFAC.without("alt.csv").write(folder / "in")
    (path / "alt.csv").mkdir()
    return path


def pipe_for_a_table(folder: Path) -> Path:
    path = OFAC.without("sdn_comments.csv").write(folder / "in")
    os.mkfifo(path / "sdn_comments.csv")
    return path


def two_main_files(folder: Path) -> Path:
    path = OFAC.write(folder / "in")
    (path / "sdn_2020.csv").write_bytes(OFAC.files["sdn.csv"])
    return path


def two_codings(folder: Path) -> Path:
    path = CODED.write(folder / "in").parent
    (path / "d.toml").write_bytes(CODED.files["c.toml"])
    return path


def document_missing(folder: Path) -> Path:
    return CODED.without("report.txt").write(folder / "in")


def folder_for_the_document(folder: Path) -> Path:
    path = CODED.without("report.txt").write(folder / "in")
    (path.parent / "report.txt").mkdir()
    return path


#: What is given to the command, the reader that is named, and what the line says.
NO_LIST: list[tuple[Callable[[Path], Path], str | None, str]] = [
    (nothing, None, "nothing.xml: there is no such file or folder → check the path"),
    (below_a_file, None, "sdn.csv: there is no such file or folder"),
    (link_to_nowhere, None, "un.xml: the link leads nowhere → check where it points"),
    (link_to_itself, None, "un.xml: "),
    (pipe, None, "un.xml: is neither a file nor a folder"),
    (pipe, "un", "un.xml: is neither a file nor a folder"),
    (listener, None, "s: is neither a file nor a folder"),
    (device, None, "/dev/zero: is neither a file nor a folder"),
    (folder_named_like_a_list, None, "no reader recognises this folder; it holds nothing"),
    *((folder_named_like_a_list, reader, "un.xml: is a folder where a file is wanted") for reader in ("un", "ca")),
    *((folder_named_like_a_list, reader, "a folder where a file is wanted") for reader in ("uk-xlsx", "mx-69b", "ftm")),
    (folder_named_like_a_list, "ofac", "no OFAC main file here → give sdn.csv"),
    (folder_named_like_a_list, "statements", "the folder does not hold exactly one coding"),
    (folder_of_other_things, None, "no reader recognises this folder; it holds a.txt"),
    (name_with_a_line_break, None, r"the name of the file, .* holds control characters"),
    (long_name, None, "no such path"),
    (table_missing("alt.csv"), None, "the alt table is missing beside sdn.csv"),
    (table_missing("add.csv"), None, "the add table is missing beside sdn.csv"),
    (table_missing("sdn.csv"), None, "no reader recognises this folder; it holds add.csv, alt.csv"),
    (table_missing("sdn.csv"), "ofac", "no OFAC main file here → give sdn.csv"),
    (folder_for_a_table, None, "the alt table is missing beside sdn.csv"),
    (two_main_files, None, "2 .*: sdn.csv, sdn_2020.csv → "),
    (two_codings, None, "no reader recognises this folder; it holds c.toml, d.toml, report.txt"),
    (document_missing, None, "c.toml: the document report.txt is not there → put the document"),
    (folder_for_the_document, None, "c.toml: the document report.txt is not there"),
]


@pytest.mark.parametrize(
    ("given", "reader", "says"), NO_LIST, ids=[f"{row[0].__name__} {row[1] or ''}" for row in NO_LIST]
)
def test_what_is_no_list(tmp_path: Path, given: Callable[[Path], Path], reader: str | None, says: str) -> None:
    node, before = fresh(tmp_path)
    options = ("--reader", reader) if reader else ()
    line = refused(run("load", given(tmp_path), *options, "--dataset", "d", "--as-of", "2020", "--node", node))
    assert re.search(says, line), line
    assert held(node) == before
    good_file_loads(node, UN, tmp_path / "good")


def test_a_pipe_beside_the_tables_is_not_waited_for(tmp_path: Path) -> None:
    node, _ = fresh(tmp_path)
    said = run("load", pipe_for_a_table(tmp_path), *OFAC.options, "--node", node)
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize("name", SAMPLES)
def test_an_unknown_reader(tmp_path: Path, name: str) -> None:
    node, before = fresh(tmp_path)
    line = refused(load(node, SAMPLES[name], tmp_path / "in", "--reader", "nosuch"))
    assert line == f"there is no reader 'nosuch' → choose one of: {', '.join(known_readers())}"
    assert held(node) == before
    good_file_loads(node, SAMPLES[name], tmp_path / "good")


#: Entities and statements may stand in one file: the reader of the first reads the second too.
ALSO_READ = {("ftm-statements", "ftm")}
OTHERS = [
    (name, other)
    for name in SAMPLES
    for other in {s.reader for s in SAMPLES.values()}
    if SAMPLES[name].reader != other and (name, other) not in ALSO_READ
]


@pytest.mark.parametrize(("name", "reader"), sorted(OTHERS))
def test_the_reader_of_another_list(tmp_path: Path, name: str, reader: str) -> None:
    node, before = fresh(tmp_path)
    folder = SAMPLES[name].write(tmp_path / "in")
    path = folder / SAMPLES[name].main if folder.is_dir() else folder
    said = run("load", path, "--reader", reader, "--dataset", "d", "--as-of", "2020", "--node", node)
    assert refused(said)
    assert held(node) == before


@pytest.mark.parametrize("name", SAMPLES)
def test_two_loads_at_once(tmp_path: Path, name: str) -> None:
    sample = SAMPLES[name]
    node, _ = fresh(tmp_path)
    with Lake(node / "lake").staging(sample.dataset):
        before = held(node)
        line = refused(load(node, sample, tmp_path / "in"))
        assert held(node) == before
    assert line.endswith(
        f"another load of {sample.dataset} is running → wait until it has ended and run this one again"
    )
    good_file_loads(node, sample, tmp_path / "good")


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both wait at the door for the same moment; whatever comes of it, one loads and the node is whole."""
    node, _ = fresh(tmp_path)
    path = UN.write(tmp_path / "in")
    command = [sys.executable, "-m", "contrared.cli", "load", str(path), "--node", str(node)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [Said(process.wait(), *process.communicate()) for process in both]
    assert 0 in {said.code for said in ends}, ends
    for said in ends:
        if said.code:
            assert "another load of un_sc_sanctions is running" in refused(said)
    assert run("check", "--node", node).code == 0
    assert "was there already" in load(node, UN, tmp_path / "again").out


def test_a_file_that_is_written_to_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node, before = fresh(tmp_path)
    read = UnReader.read

    def changing(reader: UnReader, files: Mapping[str, Path]) -> Any:
        yield from read(reader, files)
        with files["un.xml"].open("ab") as stream:
            stream.write(b"\n")

    with monkeypatch.context() as patched:
        patched.setattr(UnReader, "read", changing)
        line = refused(load(node, UN, tmp_path / "in"))
    assert line == "un.xml: the file changed while it was read → wait until it is written and load it again"
    assert held(node) == before
    good_file_loads(node, UN, tmp_path / "good")


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    """What the other tests call within this process, as a person calls it."""
    node, before = fresh(tmp_path)
    path = UN.damaged(cut_after("<DATAID>2</DATAID>")).write(tmp_path / "in")
    command = [sys.executable, "-m", "contrared.cli", "load", str(path), "--node", str(node)]
    done = subprocess.run(command, capture_output=True, text=True)
    line = refused(Said(done.returncode, done.stdout, done.stderr))
    assert line == (
        "un.xml, line 9: not well-formed XML: Premature end of data in tag INDIVIDUAL line 8 → "
        "the file is cut off or damaged there; fetch it again, nothing was loaded"
    )
    assert done.returncode == 2
    assert held(node) == before


def as_one_without_privilege() -> None:
    """Root, too, may then only read what its owner may (capabilities 1 and 2, DAC_OVERRIDE and DAC_READ_SEARCH)."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def test_a_file_nobody_may_read(tmp_path: Path) -> None:
    node, before = fresh(tmp_path)
    path = UN.write(tmp_path / "in")
    path.chmod(0)
    command = [sys.executable, "-m", "contrared.cli", "load", str(path), "--node", str(node)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=as_one_without_privilege)
    line = refused(Said(done.returncode, done.stdout, done.stderr))
    assert line == f"{path}: cannot be opened (Permission denied) → check the path and who may read it"
    assert held(node) == before
    path.chmod(0o644)
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=as_one_without_privilege)
    assert (done.returncode, done.stderr) == (0, "")
