"""The container image: what it adds to its base, and how much later than an empty container it prints its first line."""

import gzip
import os
import statistics
import subprocess

from machine import ROOT, WORK, verdict
from measure import Contender, interleave, table

ROUNDS = 41
NAME = "localhost/pipelines:bench"
PLAIN = "localhost/pipelines-bench-base:latest"


def run() -> str:
    os.environ["CONTAINERS_CONF"] = str(ROOT / "tests/host-image/containers.conf")
    WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run([ROOT / "build/image.sh", "--base", "local", "--name", NAME], check=True, stdout=subprocess.DEVNULL)
    added = compressed(packages("ca-certificates", "git", "openssh-client")) - compressed(packages()) + len(gzip.compress((ROOT / "out/pipelines/pipelines").read_bytes()))
    podman = ["podman", "run", "--rm", "--network", "none"]
    ours = Contender("container that prints its version", [*podman, NAME, "--version"])
    empty = Contender("container of `true`", [*podman, "--entrypoint", "/bin/true", NAME])
    interleave(ROUNDS, ours, empty)
    later = statistics.median(a - b for a, b in zip(ours.all("wall"), empty.all("wall"))) * 1000
    return "\n".join([
        f"{ROUNDS} rounds of whole containers, with podman and runc.",
        "",
        table(ours, empty),
        "",
        verdict("first line, compared with an empty container", later, 10, " ms"),
        verdict("size added to Debian's smallest base, compressed", added / 1e6, 25, " MB"),
    ])


def packages(*names: str) -> bytes:
    """An archive of Debian's smallest base with these packages, without what the image leaves out."""
    made = ["mmdebstrap", "--quiet", "--variant=minbase", "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr", f"--dpkgopt={ROOT / 'build/image.dpkg.cfg'}"]
    return subprocess.run([*made, f"--include={','.join(['usr-is-merged', *names])}", "bookworm", "-"], check=True, stdout=subprocess.PIPE).stdout


def compressed(archive: bytes) -> int:
    return len(gzip.compress(archive, 6))
