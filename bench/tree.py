"""A directory of mixed files, reproducible from the seed: text, random bytes and a mixture, most of them small, some of many megabytes."""

import random
import shutil
from pathlib import Path

SEED = 20260301
PIECE = 8192


def write(root: Path, size: int) -> int:
    """Writes files with that many bytes in total; returns the number of files."""
    shutil.rmtree(root, ignore_errors=True)
    chance = random.Random(SEED)
    text = prose(chance)
    count = 0
    while size > 0:
        length = min(size, file_length(chance))
        path = root / f"part-{count % 97:02}" / f"{count % 13:02}" / f"{count}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        fill(path, length, chance, text)
        size -= length
        count += 1
    return count


def file_length(chance: random.Random) -> int:
    return chance.randint(2 << 20, 40 << 20) if chance.random() < 0.02 else 1 + int(chance.lognormvariate(9, 1.5))


def fill(path: Path, length: int, chance: random.Random, text: bytes) -> None:
    share_of_text = chance.choice([0, 0.5, 1])
    with path.open("wb") as file:
        while length > 0:
            size = min(length, PIECE)
            start = chance.randrange(len(text) - size)
            file.write(text[start : start + size] if chance.random() < share_of_text else chance.randbytes(size))
            length -= size


def prose(chance: random.Random) -> bytes:
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 10))) for _ in range(4000)]
    return " ".join(chance.choices(words, k=100_000)).encode()
