"""Checks a log of Contrared, or any C2SP tlog-tiles log, from its files and public keys alone.

Nothing is imported but the standard library: copy this file to a machine you trust, and read it before you run it.

    python standalone.py LOG_FOLDER --key NAME+ID+KEY [--witness KEY ...] [--quorum N] [--earlier CHECKPOINT]
    python standalone.py --proof FILE --entry HEX --key KEY [--witness KEY ...] [--quorum N]
    python standalone.py [LOG_FOLDER] --receipt FILE --key KEY

Ends with 0 where everything holds, with 1 and one line for the first thing that does not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import sys
import time
from pathlib import Path

WIDTH = 256


class LogError(Exception):
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
    if y >= _P:
        raise LogError("a point of a key or signature is not canonical")
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        raise LogError("a point of a key or signature is not on the curve")
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point(bytes([0x58]) + bytes([0x66]) * 31)


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of a message by a key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= _L:
        return False
    try:
        key, nonce = _point(public), _point(signature[:32])
    except LogError:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    left, right = _times(scalar, _BASE), _add(nonce, _times(digest, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % _P or (left[1] * right[2] - right[1] * left[2]) % _P)


def unbase64(text: str) -> bytes:
    """Canonical base64."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        raise LogError(f"{text[:20]!r} is no base64") from None
    if base64.b64encode(found).decode() != text:
        raise LogError(f"{text[:20]!r} has bits set that mean nothing")
    return found


def key(text: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, kind and key from ``name+id+key``."""
    name, told, coded = [*text.split("+", 2), "", ""][:3]
    data = unbase64(coded)
    found = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[0] not in (1, 4) or told != found.hex():
        raise LogError(f"{text[:40]!r} is no key this program knows")
    return name, found, data[0], data[1:]


def signed_note(raw: bytes, known: list[str]) -> tuple[str, set[str]]:
    """Text of a signed note, and whose of the known keys signed it."""
    whole = raw.decode("utf-8")
    text, blank, tail = whole.rpartition("\n\n")
    text += "\n"
    if not blank or not tail.endswith("\n") or any(ord(char) < 32 and char != "\n" for char in whole):
        raise LogError("this is no signed note")
    keys = {(name, told): (kind, public) for name, told, kind, public in map(key, known)}
    signed = set()
    for line in tail[:-1].split("\n"):
        match = re.fullmatch("\N{EM DASH} ([^ +\n]+) ([^ ]+)", line)
        if match is None:
            raise LogError("a line of the note is no signature")
        name, data = match[1], unbase64(match[2])
        if (name, data[:4]) not in keys:
            continue
        kind, public = keys[name, data[:4]]
        message, signature = text.encode(), data[4:]
        if kind == 4:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
        if not ed25519(public, message, signature):
            raise LogError(f"the signature of {name} on the note is wrong")
        signed.add(name)
    return text, signed


def checkpoint(raw: bytes, log: str, witnesses: list[str], quorum: int) -> tuple[int, bytes]:
    """Size and root of a signed checkpoint."""
    text, signed = signed_note(raw, [log, *witnesses])
    lines = text.split("\n")
    name = key(log)[0]
    if name not in signed:
        raise LogError(f"{name} has not signed the checkpoint")
    if (seen := len({key(one)[0] for one in witnesses} & signed)) < quorum:
        raise LogError(f"{seen} of the witnesses signed the checkpoint; {quorum} must have")
    if len(lines) < 4 or lines[0] != name or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        raise LogError("the checkpoint is of another log, or malformed")
    return int(lines[1]), unbase64(lines[2])


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(leaves: list[bytes]) -> bytes:
    """Root over leaf hashes, RFC 6962, section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return _node(fold(leaves[:left]), fold(leaves[left:]))


def _path(kind: str, number: int) -> str:
    text = f"{number % 1000:03d}"
    while number := number // 1000:
        text = f"x{number % 1000:03d}/{text}"
    return f"{kind}/{text}"


def _bundle(folder: Path, number: int, width: int) -> list[bytes]:
    """Entries of a bundle with their lengths before them."""
    path = folder / "tile" / _path("entries", number)
    if width < WIDTH and not path.is_file():
        path = Path(f"{path}.p") / str(width)
    data, found, place = path.read_bytes(), [], 0
    while place < len(data):
        end = place + 2 + int.from_bytes(data[place : place + 2], "big")
        if end > len(data):
            raise LogError(f"{path} ends within an entry")
        found.append(data[place:end])
        place = end
    if len(found) < width:
        raise LogError(f"{path} holds {len(found)} entries instead of {width}")
    return found


def whole(folder: Path, log: str, witnesses: list[str]) -> tuple[list[bytes], bytes]:
    """Leaf hashes of a whole log and its signed root; every tile, of earlier checkpoints too, is held against them."""
    size, root = checkpoint((folder / "checkpoint").read_bytes(), log, witnesses, 0)
    expected, found = dict[str, list[bytes]](), list[bytes]()
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        expected[_path("entries", number)] = entries = _bundle(folder, number, width)
        found += [hashlib.sha256(b"\x00" + entry[2:]).digest() for entry in entries[:width]]
    level, row = 0, found
    while row:
        for number in range(-(-len(row) // WIDTH)):
            expected[_path(str(level), number)] = row[number * WIDTH : (number + 1) * WIDTH]
        row = [fold(row[at : at + WIDTH]) for at in range(0, len(row) - len(row) % WIDTH, WIDTH)]
        level += 1
    _held_against(folder, expected, size)
    if fold(found) != root:
        raise LogError("the entries do not give the root that was signed")
    return found, root


def _held_against(folder: Path, expected: dict[str, list[bytes]], size: int) -> None:
    there = set()
    for path in sorted(path for path in (folder / "tile").rglob("*") if not path.is_dir()):
        name, partial, width = path.relative_to(folder / "tile").as_posix().partition(".p/")
        count = int(width) if re.fullmatch("[1-9][0-9]{0,2}", width) else 0 if partial else WIDTH
        if count > len(expected.get(name, ())) and _later(name, count, size):
            continue  # A turn that was killed leaves tiles beyond the checkpoint; the next one writes them anew.
        if not count or name not in expected:
            raise LogError(f"{path} is no tile of this log")
        if path.read_bytes() != b"".join(expected[name][:count]):
            raise LogError(f"{path} does not hold the hashes and entries it should")
        there.add(name)
    if missing := sorted(set(expected) - there):
        raise LogError(f"tile {missing[0]} is missing")


def _later(name: str, count: int, size: int) -> bool:
    """Whether a tile reaches beyond a log of that size."""
    if not re.fullmatch("(entries|[0-9]|[1-5][0-9]|6[0-3])(/x[0-9]{3})*/[0-9]{3}", name):
        return False
    kind, _, number = name.partition("/")
    level = 0 if kind == "entries" else int(kind)
    return (int(re.sub("[x/]", "", number)) * WIDTH + count) * int(WIDTH**level) > size


def included(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> bool:
    """Whether an audit path leads from a leaf to the root."""
    if not 0 <= index < size:
        return False
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            leaf = _node(sibling, leaf)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            leaf = _node(leaf, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and leaf == root


def continued(found: list[bytes], before: bytes, log: str, witnesses: list[str], quorum: int, told: str) -> int:
    """Size of an earlier checkpoint that the log continues; ``told`` says whose it is."""
    size, root = checkpoint(before, log, witnesses, quorum)
    if size > len(found):
        raise LogError(f"the log has {len(found)} entries and {told} {size}: it was cut")
    if fold(found[:size]) != root:
        raise LogError(f"the first {size} entries are not what {told}: the log was rewritten")
    return size


def check_log(folder: Path, log: str, witnesses: list[str], quorum: int, earlier: Path | None) -> str:
    """Check a whole log; what was found, in words."""
    found, root = whole(folder, log, witnesses)
    said = f"{len(found)} entries, root {root.hex()}, as signed"
    if quorum or (folder / "witnessed").exists():
        seen = continued(found, (folder / "witnessed").read_bytes(), log, witnesses, quorum, "witnesses saw")
        said += f"; the first {seen} as witnessed"
    if earlier is not None:
        said += f"; it continues the earlier one of {continued(found, earlier.read_bytes(), log, [], 0, 'there were')}"
    return said


def check_proof(file: Path, entry: bytes, log: str, witnesses: list[str], quorum: int) -> str:
    """Check a proof of inclusion; what was found, in words."""
    head, _, note = file.read_bytes().partition(b"\n\n")
    lines = [line for line in head.decode("ascii").split("\n") if not line.startswith("extra ")]
    if len(lines) < 2 or lines[0] != "c2sp.org/tlog-proof@v1" or not re.fullmatch("index (0|[1-9][0-9]*)", lines[1]):
        raise LogError("this is no proof")
    index = int(lines[1].removeprefix("index "))
    size, root = checkpoint(note, log, witnesses, quorum)
    if not included(index, size, hashlib.sha256(b"\x00" + entry).digest(), list(map(unbase64, lines[2:])), root):
        raise LogError(f"the proof does not show that entry at place {index}")
    return f"the entry stands at place {index} of a log of {size}, as signed"


def check_receipt(file: Path, log: str, folder: Path | None) -> str:
    """Check a receipt, and where the log is at hand whether its promise was kept; what was found, in words."""
    head, _, note = file.read_bytes().partition(b"\n\n")
    lines = head.decode("ascii").split("\n")
    if len(lines) < 4 or lines[0] != "contrared.org/log-receipt@v1" or not re.fullmatch("index [0-9]{1,10}", lines[3]):
        raise LogError("this is no receipt")
    entry, frame = unbase64(lines[1].removeprefix("entry ")), unbase64(lines[2].removeprefix("frame "))
    text, signed = signed_note(note, [log])
    told = text.split("\n")
    if told[:2] != ["contrared.org/log-promise@v1", key(log)[0]] or not signed or len(told) != 6:
        raise LogError("the promise is of another log, or not signed by it")
    leaf, (at, within) = hashlib.sha256(b"\x00" + entry).digest(), map(int, told[4].split(" "))
    if not included(int(lines[3][6:]), int(told[2]), leaf, [unbase64(line) for line in lines[4:]], unbase64(told[3])):
        raise LogError("the entry is not among those promised")
    # The frame is {"frame":…,"salt":"…"}, keys in order and nothing between them.
    shown, _, salt = frame.removeprefix(b'{"frame":').rpartition(b',"salt":"')
    salted = b"contrared.org/log/frame/v1\n" + bytes.fromhex(salt.removesuffix(b'"}').decode()) + shown
    if hashlib.sha256(salted).digest() != entry:
        raise LogError("the frame does not open the entry")
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at + within))
    found = whole(folder, log, [])[0] if folder is not None else []
    if leaf in found:
        return f"the entry stands at place {found.index(leaf)} of a log of {len(found)}, as promised"
    if folder is not None and time.time() > at + within:
        raise LogError(f"the log promised this entry until {until} and does not hold it: keep the receipt")
    return f"the entry is awaited until {until}, as the log promised"


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("log", nargs="?", type=Path, help="folder with checkpoint and tile/")
    parser.add_argument("--key", required=True, help="key of the log, name+id+key")
    parser.add_argument("--witness", action="append", default=[], help="key of a witness; may be given again")
    parser.add_argument("--quorum", type=int, default=0, help="how many witnesses must have signed")
    parser.add_argument("--earlier", type=Path, help="a checkpoint kept from before")
    parser.add_argument("--proof", type=Path, help="a .tlog-proof instead of a log")
    parser.add_argument("--entry", default="", help="with --proof: the entry, in hex")
    parser.add_argument("--receipt", type=Path, help="a receipt, held against the log where its folder is given")
    given = parser.parse_args(arguments)
    try:
        if given.receipt is not None:
            said = check_receipt(given.receipt, given.key, given.log)
        elif given.proof is not None:
            said = check_proof(given.proof, bytes.fromhex(given.entry), given.key, given.witness, given.quorum)
        elif given.log is not None:
            said = check_log(given.log, given.key, given.witness, given.quorum, given.earlier)
        else:
            parser.error("give the folder of a log, or --proof")
    except (LogError, OSError, ValueError) as exc:
        sys.stdout.write(f"WRONG: {exc}\n")
        return 1
    sys.stdout.write(f"holds: {said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
