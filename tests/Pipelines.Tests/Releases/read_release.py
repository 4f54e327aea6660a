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


def read_text(path: str) -> bytes:
    line, packed = (store / app / path).read_bytes().split(b"\n", 1)
    codec, size = line.decode().split(" ")
    return CODECS[codec](packed, int(size))


def read_parts() -> dict:
    locations = json.loads((store / app / "releases" / release / "locations.json").read_bytes())
    packs = set(locations["packs"])
    parts = {}
    for pack in sorted(packs):
        index = json.loads(read_text(f"indexes/{pack}"))
        check(index["format"] == 3, "an index of another format")
        for part in index["parts"]:
            part.setdefault("pack", pack)
            if part["pack"] in packs:
                parts.setdefault(part["blob"], {})[part["at"]] = part
    return parts


def read_part(part: dict) -> bytes:
    with (store / app / "packs" / part["pack"]).open("rb") as pack:
        pack.seek(part["offset"])
        block = CODECS[part["codec"]](pack.read(part["length"]), part["block"])
    check(len(block) == part["block"], "a block of another size")
    return block[part["from"] : part["from"] + part["size"]]


def write_file(path: Path, entry: dict, parts: dict) -> None:
    digest, at = hashlib.sha256(), 0
    with path.open("xb") as file:
        while at < entry["size"]:
            raw = read_part(parts[entry["sha256"]][at])
            digest.update(raw)
            file.write(raw)
            at += len(raw)
    check(digest.hexdigest() == entry["sha256"], f"{entry['path']} has another digest")


def write_entry(entry: dict, parts: dict) -> None:
    check(not any(part in ("", ".", "..") for part in entry["path"].split("/")), "a path that leaves the release")
    path = target / entry["path"]
    if entry["kind"] == "dir":
        path.mkdir()
    elif entry["kind"] == "link":
        path.symlink_to(entry["target"])
    else:
        write_file(path, entry, parts)


text = read_text(f"releases/{release}/manifest")
manifest = json.loads(text)
check(hashlib.sha256(text).hexdigest().startswith(release), "another manifest")
check(manifest["format"] == 1 and manifest["app"] == app, "a manifest of another format or application")
target.mkdir()
found = read_parts()
for item in manifest["entries"]:
    write_entry(item, found)
for item in reversed(manifest["entries"]):
    if item["kind"] != "link":
        (target / item["path"]).chmod(int(item["mode"], 8))
