"""Checks an evidence pack: that nothing is missing, changed or added, and that its chain of custody is in a signed log.

Nothing is imported but the standard library of Python 3.11 or later: read this file before you run it.

    python verify.py [FOLDER] [--name SHA256] [--key KEY]

FOLDER is the pack, by default the folder of this file. Give what the covering letter says: --name is the hash that
stands for the whole pack, --key the key of the node's log, from the letter or from the body that oversees the node.
Without them, whoever made up the whole pack anew would not be found out. Ends with 0 where everything holds, else with
1 and one line for each thing that does not.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
#: Files without which a folder is no whole pack, whatever its manifests say.
NEEDED = ("bagit.txt", "bag-info.txt", "signature.txt", "key.txt", "data/index.csv", "data/custody.csv")


class WrongError(Exception):
    """Something that does not hold."""


# Ed25519, RFC 8032, section 5.1: verification only, so nothing here is secret.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


def _add(a: _Point, b: _Point) -> _Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * _D, 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: _Point) -> _Point:
    found: _Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _point(data: bytes) -> _Point:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        raise WrongError("a point of a key or signature is not on the curve")
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point(bytes([0x58]) + bytes([0x66]) * 31)


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of a message by a key."""
    scalar = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or scalar >= _L:
        return False
    key, nonce = _point(public), _point(signature[:32])
    told = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    left, right = _times(scalar, _BASE), _add(nonce, _times(told, key))
    return all((left[at] * right[2] - right[at] * left[2]) % _P == 0 for at in (0, 1))


def key_of(text: str) -> tuple[str, bytes, bytes]:
    """Name, id and public key from ``name+id+key``."""
    name, told, coded = [*text.strip().split("+", 2), "", ""][:3]
    data = base64.b64decode(coded, validate=True)
    found = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[0] != 1 or told != found.hex():
        raise WrongError(f"{text[:40]!r} is no key")
    return name, found, data[1:]


def signed(raw: bytes, key: str) -> str:
    """Text of a note that the key signed."""
    name, told, public = key_of(key)
    text, blank, tail = raw.decode("utf-8").rpartition("\n\n")
    text += "\n"
    for line in tail.splitlines() if blank else ():
        match = re.fullmatch("\N{EM DASH} ([^ +]+) ([^ ]+)", line)
        data = base64.b64decode(match[2], validate=True) if match else b""
        if match and match[1] == name and data[:4] == told:
            if not ed25519(public, text.encode(), data[4:]):
                raise WrongError(f"the signature of {name} is wrong")
            return text
    raise WrongError(f"{name} has not signed it")


def digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def bag(folder: Path) -> Iterator[str]:
    """What is missing, changed or too much, by the manifests (RFC 8493)."""
    listed = {"tagmanifest-sha256.txt"}
    for name in NEEDED:
        if not (folder / name).is_file():
            yield f"{name} is missing"
    for manifest in MANIFESTS:
        if not (folder / manifest).is_file():
            yield f"{manifest} is missing"
            continue
        for number, text in enumerate((folder / manifest).read_text(encoding="utf-8").splitlines(), 1):
            match = re.fullmatch("([0-9a-f]{64})  (.+)", text)
            told = Path(unquote(match[2])) if match else Path("..")
            if match is None or told.is_absolute() or ".." in told.parts:
                yield f"{manifest}, line {number} is malformed"
                continue
            listed.add(told.as_posix())
            if not (folder / told).is_file():
                yield f"{told.as_posix()} is missing"
            elif digest(folder / told) != match[1]:
                yield f"{told.as_posix()} is not what was packed"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in listed and (path.is_symlink() or not path.is_dir()):
            yield f"{name} was added: it is in no manifest"


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a table of the pack; none where it is not there, which is told elsewhere."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def originals(folder: Path) -> Iterator[str]:
    """Originals that are not the bytes that the tables name, and sentences that lead to none."""
    for path in sorted(folder.glob("data/*/sources.csv")):
        for row in table(path):
            name = row["original"]
            if name.startswith("withheld: "):
                continue
            if not (folder / name).is_file():
                yield f"{name}, the original of {row['id']} ({row['filename']}), is missing"
            elif digest(folder / name) != row["sha256"]:
                yield f"{name} is not the original of {row['id']} ({row['filename']})"
    for number, row in enumerate(table(folder / "data/index.csv"), 2):
        name = row["original"]
        if not name.startswith("withheld: ") and not (folder / name).is_file():
            yield f"data/index.csv, line {number}: sentence {row['sentence']} rests on {name}, which is missing"


def included(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> bool:
    """Whether an audit path leads from a leaf to the root (RFC 9162, section 2.1.3.2)."""
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            leaf = hashlib.sha256(b"\x01" + sibling + leaf).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            leaf = hashlib.sha256(b"\x01" + leaf + sibling).digest()
        place, last = place >> 1, last >> 1
    return 0 <= index < size and last == 0 and leaf == root


def proven(raw: bytes, key: str, row: dict[str, str], checked: dict[bytes, tuple[int, bytes]]) -> None:
    """Check that a line of the chain of custody stands in the log as the table says."""
    head, _, note = raw.partition(b"\n\n")
    lines = head.decode("ascii").split("\n")
    if len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra "):
        raise WrongError("it is no proof")
    if note not in checked:
        text = signed(note, key).split("\n")
        if text[0] != key_of(key)[0]:
            raise WrongError("the checkpoint is of another log")
        checked[note] = int(text[1]), base64.b64decode(text[2], validate=True)
    size, root = checked[note]
    shown = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
    # The frame is {"frame":…,"salt":"…"}, keys in order and nothing between them.
    frame, _, salt = shown.removeprefix(b'{"frame":').rpartition(b',"salt":"')
    salted = b"contrared.org/log/frame/v1\n" + bytes.fromhex(salt.removesuffix(b'"}').decode()) + frame
    leaf = hashlib.sha256(b"\x00" + hashlib.sha256(salted).digest()).digest()
    path = [base64.b64decode(line, validate=True) for line in lines[3:]]
    if not included(int(lines[2].removeprefix("index ")), size, leaf, path, root):
        raise WrongError("it is not in the log that was signed")
    told = json.loads(frame)
    for column, name in (
        ("at", "at"),
        ("act", "action"),
        ("by", "user_id"),
        ("purpose", "purpose"),
        ("case", "case_id"),
    ):
        # A quote keeps a spreadsheet from running a cell.
        if told[name] not in (row[column], row[column].removeprefix("'")):
            raise WrongError(f"data/custody.csv says {column} {row[column]!r}, the log {told[name]!r}")


def chain(folder: Path, key: str) -> Iterator[str]:
    """Lines of the chain of custody that the log does not hold."""
    checked: dict[bytes, tuple[int, bytes]] = {}
    for row in table(folder / "data/custody.csv"):
        name = row["proof"]
        if not name.endswith(".tlog-proof"):
            if row["line"] and not name.startswith("withheld: "):
                yield f"data/custody.csv: line {row['line']} has no proof"
            continue
        try:
            proven((folder / "data" / "proofs" / name).read_bytes(), key, row, checked)
        except FileNotFoundError:
            yield f"data/proofs/{name} is missing"
        except (WrongError, ValueError, KeyError, IndexError, TypeError) as exc:
            yield f"data/proofs/{name} does not hold: {exc}"


def signature(folder: Path, key: str) -> Iterator[str]:
    """Whether the node signed exactly these manifests."""
    try:
        lines = signed((folder / "signature.txt").read_bytes(), key).splitlines()
        if lines[:1] != ["contrared evidence v1"] or len(lines) != 3:
            yield "signature.txt is no signature of an evidence pack"
        for line in lines[1:]:
            told, _, name = line.partition(" ")
            if name not in {"manifest-sha256.txt", "bag-info.txt"} or digest(folder / name) != told:
                yield f"{name} is not what the node signed"
    except (WrongError, OSError, ValueError) as exc:
        yield f"signature.txt does not hold: {exc}"


def check(folder: Path, name: str, key: str) -> list[str]:
    """Everything that does not hold, each once."""
    problems = list(bag(folder))
    tags = folder / "tagmanifest-sha256.txt"
    if name and tags.is_file() and digest(tags) != name.lower():
        problems.append(f"the pack has the name {digest(tags)}, not the one of the letter: it is another pack")
    own = (folder / "key.txt").read_text(encoding="utf-8").strip() if (folder / "key.txt").is_file() else ""
    if key and own and key.strip() != own:
        problems.append("key.txt is not the key of the letter")
    problems += originals(folder)
    if key or own:
        problems += [*signature(folder, key or own), *chain(folder, key or own)]
    return list(dict.fromkeys(problems))


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--name", default="", help="hash of the pack, from the covering letter")
    parser.add_argument("--key", default="", help="key of the node's log, from the letter or the oversight body")
    given = parser.parse_args(arguments)
    if not (given.folder / "bagit.txt").is_file():
        sys.stdout.write(f"WRONG: {given.folder} is no evidence pack, or half of one: bagit.txt is missing\n")
        return 1
    try:
        problems = check(given.folder, given.name, given.key)
    except (WrongError, OSError, ValueError, KeyError) as exc:
        problems = [f"the pack cannot be read: {exc}"]
    for problem in problems:
        sys.stdout.write(f"WRONG: {problem}\n")
    if problems:
        return 1
    sys.stdout.write(f"holds: {digest(given.folder / 'tagmanifest-sha256.txt')}\n")
    if not given.name or not given.key:
        sys.stdout.write("compare this name and key.txt with the covering letter, or give --name and --key\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
