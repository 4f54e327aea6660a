"""Writes a release of a directory store to a new directory, by docs/formats/release.md alone. Arguments: store, app, id, target."""

import ctypes
import ctypes.util
import hashlib
import json
import sys
import zlib
from pathlib import Path

store, app, release, target = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])


def unzstd(packed: bytes, size: int) -> bytes:
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_decompress.restype = ctypes.c_size_t
    library.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    room = ctypes.create_string_buffer(size)
    length = library.ZSTD_decompress(room, size, packed, len(packed))
    return room.raw if length == size else b""


CODECS = {"raw": lambda packed, size: packed, "zlib": lambda packed, size: zlib.decompress(packed), "zstd": unzstd}


def check(right: bool, what: str) -> None:
    if not right:
        sys.exit(f"{release}: {what}")


def read_lines(path: str) -> tuple:
    text = b""
    with (store / app / path).open("rb") as file:
        while head := file.readline():
            codec, size, length = head.decode().rstrip("\n").split("\t")
            text += CODECS[codec](file.read(int(length)), int(size))
    return text, [line.split("\t") for line in text.decode().split("\n")[:-1]]


def read_indexes() -> tuple:
    locations = json.loads((store / app / "releases" / release / "locations.json").read_bytes())
    places, files = {}, {}
    for pack in locations["packs"]:
        _, lines = read_lines(f"indexes/{pack}")
        check(lines[0][:2] == ["index", "4"], "an index of another format")
        for kind, *fields in lines[1:]:
            if kind == "block":
                block, start = (pack, int(fields[0]), int(fields[1]), fields[2], int(fields[3])), 0
            elif kind == "part":
                places.setdefault(fields[1], (block, start, int(fields[0])))
                start += int(fields[0])
            elif kind == "file":
                files.setdefault(fields[1], []).append(chunks := [])
            else:
                chunks.append(fields[0])
    return places, files


def read_part(place: tuple) -> bytes:
    (pack, offset, length, codec, size), start, count = place
    with (store / app / "packs" / pack).open("rb") as file:
        file.seek(offset)
        block = CODECS[codec](file.read(length), size)
    check(len(block) == size, "a block of another size")
    return block[start : start + count]


def write_file(path: Path, size: int, sha256: str) -> None:
    digest, written = hashlib.sha256(), 0
    with path.open("xb") as file:
        ways = [[sha256], *files.get(sha256, [])] if size else [[]]
        for chunk in next(way for way in ways if all(chunk in places for chunk in way)):
            raw = read_part(places[chunk])
            digest.update(raw)
            written += file.write(raw)
    check(digest.hexdigest() == sha256 and written == size, f"{path} has another digest")


def write_entry(kind: str, fields: list) -> None:
    check(not any(part in ("", ".", "..") for part in fields[-1].split("/")), "a path that leaves the release")
    path = target / fields[-1]
    if kind == "dir":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(fields[0])
    else:
        write_file(path, int(fields[1]), fields[2])


text, manifest = read_lines(f"releases/{release}/manifest")
check(hashlib.sha256(text).hexdigest().startswith(release), "another manifest")
check(manifest[0] == ["manifest", "2", app], "a manifest of another format or application")
target.mkdir()
places, files = read_indexes()
for kind, *fields in manifest[1:]:
    write_entry(kind, fields)
for kind, *fields in reversed(manifest[1:]):
    if kind != "link":
        (target / fields[-1]).chmod(int(fields[0], 8))
