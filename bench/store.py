"""The release store: the first deployment and the next one through a real S3 server, compared with how teams do it by hand."""

import os
import random
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import options
import tree
from ceph import Ceph
from machine import PIPELINES, WORK, verdict
from measure import Contender, interleave, ratio, span, table
from ssh import Ssh

HERE = Path(__file__).parent / "store"
HOME = WORK / "store"
SEED = 20260302
OURS = {"pipelines deploy": lambda: PIPELINES, "pipelines deploy, the build before": lambda: options.before}


@dataclass
class Payload:
    """What is shipped, how it changes before the next deployment, and with which tools."""

    name: str
    title: str
    tree: Path
    change: Callable[[], None]
    peers: list[str]


class Way:
    """One way to ship: two contenders that share a home and a bucket, and what each uploaded in each round."""

    def __init__(self, name: str, payload: Payload, store: Ceph) -> None:
        self.name, self.payload, self.store, self.turn, self.sent = name, payload, store, 0, {"first": [], "second": [], "third": [], "next": []}
        self.command: list[str] = []
        self.first = self.step("first", "first")
        self.next = self.step("next", "changed")

    def step(self, which: str, title: str) -> Contender:
        return Contender(f"{self.name}, {title}", self.command, lambda: self.prepare(which), lambda: self.note(which))

    @property
    def home(self) -> Path:
        return HOME / f"{self.payload.name}-{self.name.replace(' ', '-').replace(',', '')}-{self.turn}"

    @property
    def bucket(self) -> str:
        return f"b-{self.home.name.lower()}"

    def prepare(self, which: str) -> None:
        if which == "first":
            self.clear()
            self.turn += 1
            self.home.mkdir(parents=True)
            subprocess.run(["aws", "s3api", "create-bucket", "--bucket", self.bucket], check=True, stdout=subprocess.DEVNULL)
            self.command[:] = self.words()
        self.before = self.bytes()
        os.sync()

    def clear(self) -> None:
        """Removes what the previous round left. Trees of many files stay until the end: ext4 is slow for minutes after deleting many."""
        if self.turn > 0:
            self.store.drop(self.bucket)
            remove(self.home) if self.payload.name != "a" else None

    def words(self) -> list[str]:
        if self.name not in OURS:
            return [str(HERE / "by-hand.sh"), self.name, str(self.payload.tree), str(self.home), self.bucket]
        (self.home / ".pipelines.yml").write_text(
            f'app: bench\nstore: "s3://{self.bucket}/releases?endpoint={self.store.url}"\n'
            f"environments: {{ production: {{ hosts: \"local:\", deploy: {{ root: {self.home}/live, keep: 2 }} }} }}\n")
        return [OURS[self.name](), "deploy", "--config", f"{self.home}/.pipelines.yml", "--environment", "production", "--path", str(self.payload.tree)]

    def note(self, which: str) -> None:
        while self.name in OURS and not (self.home / "live/.pipelines/spare").exists():
            time.sleep(0.1) # made in the background, after the deployment: whose turn is next shall not pay for it
        for archive in self.home.glob("*.tar"):
            archive.unlink()
        own = self.home / "sent"
        self.sent[which].append(int(own.read_text()) - (self.before if self.name == "casync" else 0) if own.exists() else self.bytes() - self.before)

    def bytes(self) -> int:
        """The size of the bucket, or of the way's own store if it has one."""
        if self.name == "casync":
            own = self.home / "sent"
            return int(own.read_text()) if own.exists() else 0
        return self.store.size(self.bucket)


class Shipment:
    """A benchmark of one payload."""

    def __init__(self, payload: Callable[[], Payload]) -> None:
        self.payload = payload

    def run(self) -> str:
        remove(HOME)
        HOME.mkdir(parents=True)
        with Ceph(HOME / "ceph") as store, Ssh(HOME):
            os.environ.update(store.variables)
            text = compare(self.payload(), store)
        remove(HOME)
        return (
            f"{options.rounds} rounds, with the payload at {options.scale:g} of its size, alternating. The S3 server is the Ceph Object Gateway with its disk in memory, on this machine. By hand means "
            "`bench/store/by-hand.sh`: pack, upload, download, unpack next to the live release, sync, switch, without verifying anything. rsync compares by content (`-c`), and its remote side, over SSH, is not counted in CPU "
            "and peak; casync's store is a directory. Ours builds the next release from an expired one, by applying the difference: from the third deployment on, as hosts keep two here; the second, which has its own line, from a copy "
            f"made in the background after the first. Peak is that of the largest process. MB sent: to the store, or over SSH.\n\n{text}")


def application() -> Payload:
    app = npm("app")
    return Payload("a", "(a), (c): an npm application; then one file changed, ten added, every timestamp new", app, lambda: change_app(app), ["gzip", "zstd -T0", "rsync", "casync", *(["rclone"] if options.slow else [])])


def binaries() -> Payload:
    mixed = npm("binaries")
    return Payload("b", "(b): programs, libraries, jars, fonts and images from npm; then one file changed", mixed, lambda: (mixed / "changed.bin").write_bytes(os.urandom(100_000)), ["gzip", "zstd -T0", "rclone", "rsync", "casync"])


def single() -> Payload:
    program = HOME / "single" / "program"
    write_single(program)
    return Payload("d", "(d): one file; then 1% of it changed, in ten places", program.parent, lambda: change_single(program), ["gzip", "zstd -T0", "rclone", "rsync", "casync"])


def compare(payload: Payload, store: Ceph) -> str:
    ours, *peers = ways = [Way(name, payload, store) for name in ("pipelines deploy", *payload.peers, *(["pipelines deploy, the build before"] if options.before else []))]
    # All contenders deploy, then the tree changes, then all deploy again: each round has the same change for all.
    change = Contender("change", ["true"], payload.change)
    builds = [way for way in ways if way.name in OURS]
    second, third = [way.step("second", "changed, nothing expired yet") for way in builds], [way.step("third", "") for way in builds]
    interleave(options.rounds, *(way.first for way in ways), change, *second, change, *third, change, *(way.next for way in ways))
    for way in ways:
        store.drop(way.bucket)
    files, size = count(payload.tree)
    gzip, zstd = (next(way for way in peers if way.name.startswith(name)) for name in ("gzip", "zstd"))
    return "\n".join([
        f"### {payload.title}", "", f"{files} files, {size / 1e6:.0f} MB.", "",
        table(ours.first, *(way.first for way in peers)), "",
        table(ours.next, *(way.next for way in peers), *second), "",
        sent(ways), "",
        *verdicts(payload, ours, gzip, zstd, next(way for way in peers if way.name == "rsync"), size),
    ])


def verdicts(payload: Payload, ours: Way, gzip: Way, zstd: Way, rsync: Way, size: int) -> list[str]:
    first = [
        verdict("first, wall / zstd", ratio(ours.first, zstd.first, "wall"), 0.75),
        verdict("first, wall / gzip", ratio(ours.first, gzip.first, "wall"), 1 / 3),
    ]
    share = 100 * ours.sent["next"][-1] / size
    again = [
        verdict("changed, wall / gzip", ratio(ours.next, gzip.next, "wall"), 0.1),
        verdict("changed, wall / zstd", ratio(ours.next, zstd.next, "wall"), 0.22),
        verdict("changed, wall / rsync", ratio(ours.next, rsync.next, "wall"), 1),
        verdict("changed, share of bytes sent", share, 2, " %"),
    ]
    peak = verdict("peak memory", max(*ours.first.all("memory"), *ours.next.all("memory")) / (1 << 20), 200, " MiB")
    return [peak, *{"a": [*first, *again], "b": first, "d": [verdict("changed, wall / rsync", ratio(ours.next, rsync.next, "wall"), 1.2), verdict("changed, share of bytes sent", share, 3, " %")]}[payload.name]]


def sent(ways: list[Way]) -> str:
    rows = [f"| {way.name} | {span(way.sent['first'], 1e6)} | {span(way.sent['next'], 1e6)} |" for way in ways]
    return "\n".join(["| MB sent | first | changed |", "|---|---|---|", *rows])


def npm(name: str) -> Path:
    """Real packages, from a lock file; at less than full size, only some of them."""
    app = HOME / name
    shutil.copytree(HERE / name, app)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--legacy-peer-deps", "--os=linux", "--cpu=x64", "--libc=glibc"], cwd=app, check=True)
    kept = sorted(path for path in (app / "node_modules").iterdir())
    for package in kept[int(len(kept) * options.scale) :]:
        shutil.rmtree(package) if package.is_dir() and not package.is_symlink() else package.unlink()
    return app


def change_app(app: Path) -> None:
    packages = sorted(path for path in (app / "node_modules").iterdir() if path.is_dir())
    (packages[len(packages) // 2] / "changed.js").write_bytes(os.urandom(2000))
    for i in range(10):
        (packages[i * len(packages) // 10] / "added.js").write_bytes(os.urandom(5000))
    for path in app.rglob("*"):
        os.utime(path, follow_symlinks=False)


def write_single(path: Path) -> None:
    path.parent.mkdir()
    chance = random.Random(SEED)
    tree.fill(path, int(300e6 * options.scale), chance, tree.prose(chance))


def change_single(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for i in range(10):
            file.seek(i * size // 10 + size // 20)
            file.write(os.urandom(size // 1000))


def count(root: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    return len(sizes), sum(sizes)


def remove(directory: Path) -> None:
    """Releases are read-only."""
    if directory.exists():
        subprocess.run(["chmod", "-R", "u+w", directory], check=True)
        shutil.rmtree(directory)
