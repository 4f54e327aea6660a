"""A deployment of 1 GiB to this machine, first and with one file changed, compared with the archives that teams copy by hand."""

import os
import shutil
import subprocess
from pathlib import Path

import options
import tree
from machine import PIPELINES, WORK, verdict
from measure import Contender, interleave, ratio, table

HERE = Path(__file__).parent / "deploy"
ROUNDS = 3
SIZE = 1 << 30


def run() -> str:
    files = tree.write(WORK / "tree", SIZE)
    ours = way("pipelines deploy", lambda home: [PIPELINES, "deploy", "--config", f"{home}/.pipelines.yml", "--environment", "production", "--path", str(WORK / "tree")])
    gzip = way("tar, gzip", lambda home: [str(HERE / "by-hand.sh"), "gzip", str(WORK / "tree"), home])
    zstd = [way("tar, zstd -T0", lambda home: [str(HERE / "by-hand.sh"), "zstd -T0", str(WORK / "tree"), home])] if shutil.which("zstd") else []
    before = [way("pipelines deploy, the build before", lambda home: [options.before, "deploy", "--config", f"{home}/.pipelines.yml", "--environment", "production", "--path", str(WORK / "tree")])] if options.before else []
    ways = [ours, gzip, *zstd, *before]
    digests = Contender("the digests alone, on all cores", [str(HERE / "digests.sh"), str(WORK / "tree")])
    interleave(ROUNDS, *(contender for first_and_again in ways for contender in first_and_again), digests)
    first, again = ([way[i] for way in ways] for i in range(2))
    remove(WORK)
    return "\n".join([
        f"{files} files, {SIZE >> 20} MiB, one third of it random; store and host on the same disk; {ROUNDS} rounds. By hand means `bench/deploy/by-hand.sh`: "
        "archive to a store, unpack next to the live release, sync, switch, without verifying anything. The digests alone are `bench/deploy/digests.sh`. Peak is that of the largest process.",
        "",
        table(*first, digests),
        "",
        table(*again),
        "",
        *[verdict("first, wall / zstd", ratio(ours[0], way[0], "wall"), 1.2) for way in zstd],
        verdict("peak memory of the first deployment", ours[0].median("memory") / (1 << 20), 150, " MiB"),
    ])


def way(name: str, command) -> tuple[Contender, Contender]:
    """Two contenders that share a home: the first deployment to an empty one, and the next after a change."""
    home = WORK / name.replace(" ", "-").replace(",", "")

    def empty() -> None:
        remove(home)
        home.mkdir(parents=True)
        shutil.copy(HERE / ".pipelines.yml", home)
        os.sync()

    def change() -> None:
        (WORK / "tree" / "changed.bin").write_bytes(os.urandom(100_000))
        os.sync()

    return Contender(f"{name}, first", command(str(home)), empty), Contender(f"{name}, one file changed", command(str(home)), change)


def remove(directory: Path) -> None:
    """Releases are read-only."""
    if directory.exists():
        subprocess.run(["chmod", "-R", "u+w", directory], check=True)
        shutil.rmtree(directory)
