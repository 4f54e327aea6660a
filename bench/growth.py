"""How the cost of a deployment grows with the number of earlier releases, the number of files and the size of one file; and the cost of pruning many releases."""

import os
import statistics
from pathlib import Path

import options
from machine import PIPELINES, WORK, verdict
from measure import Sample, run as measure
from store import remove

HOME = WORK / "growth"
FILES = 1000
RELEASES = 100
PRUNED = 1000
SIZES = [1_000, 10_000, 100_000, 1_000_000]
LARGE = 20 << 30
MEMORY = 200  # MiB, to package anything


def run() -> str:
    remove(HOME)
    report = "\n\n".join([releases(), files(), large(), prune()])
    remove(HOME)
    return report


def releases() -> str:
    """Each deployment changes one file in a thousand and adds one."""
    home, tree = site("releases"), forest("releases-tree", FILES)
    samples = [deploy(home, change(tree, i)) for i in range(RELEASES)]
    early, late = (statistics.median(sample.wall for sample in part) * 1000 for part in (samples[1:11], samples[-10:]))
    return "\n".join([
        f"### {RELEASES} releases of {FILES} files, a directory as the store",
        "",
        f"Median of deployments 2 to 11: {early:.0f} ms; of the last ten: {late:.0f} ms.",
        "",
        verdict("the last ten / the first ten", late / early, RELEASES / 10),
    ])


def files() -> str:
    """Files of 100 to 1000 bytes, all different."""
    rows, per_file, peaks = [], [], []
    for count in (int(size * options.scale) for size in SIZES):
        home, tree = site(f"files-{count}"), forest(f"tree-{count}", count)
        samples = [package(home, tree), package(home, change(tree, 0)), deploy(home, tree), deploy(home, change(tree, 1))]
        rows.append(f"| {count} | " + " | ".join(f"{sample.wall:.2f} | {sample.memory / (1 << 20):.0f}" for sample in samples) + " |")
        per_file.append(samples[0].wall / count)
        peaks += [sample.memory / (1 << 20) for sample in samples[:2]]
        remove(home)
        remove(tree)
    return "\n".join([
        "### Files",
        "",
        "Seconds and peak MiB: packaged, with a directory as the store; packaged again, with one file changed and one added; first deployment, with nothing to package; deployed with one file changed and one added, before any release expired.",
        "",
        "| files | packaged | MiB | again | MiB | deployed | MiB | again | MiB |", "|---|---|---|---|---|---|---|---|---|", *rows, "",
        verdict("packaging time per file, all files / a tenth of them", per_file[-1] / per_file[-2], 1.2),
        verdict("peak memory of packaging", max(peaks), MEMORY, " MiB"),
    ])


def large() -> str:
    """One file of random bytes; then one byte in the middle changes."""
    home, tree, size = site("large"), HOME / "large-tree", int(LARGE * options.scale)
    tree.mkdir()
    with (tree / "program").open("wb") as file:
        for _ in range(size >> 20):
            file.write(os.urandom(1 << 20))
    first = package(home, tree)
    with (tree / "program").open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(1))
    again = package(home, tree)
    remove(home)
    remove(tree)
    return "\n".join([
        f"### One file of {size >> 20} MiB",
        "",
        f"Packaged in {first.wall:.1f} s ({size / first.wall / (1 << 20):.0f} MiB per second), peak {first.memory / (1 << 20):.0f} MiB; again with one byte changed, in {again.wall:.1f} s, peak {again.memory / (1 << 20):.0f} MiB.",
        "",
        verdict("peak memory", max(first.memory, again.memory) / (1 << 20), MEMORY, " MiB"),
    ])


def prune() -> str:
    home, tree = site("prune"), forest("prune-tree", 20)
    count = int(PRUNED * options.scale)
    for i in range(count):
        package(home, change(tree, i))
    done = measure([PIPELINES, "releases", "prune", "--config", f"{home}/.pipelines.yml", "--keep", "1"])
    return f"### Prune\n\nAll but one of {count} releases pruned in {done.wall:.2f} s, peak {done.memory / (1 << 20):.0f} MiB."


def site(name: str) -> Path:
    home = HOME / name
    home.mkdir(parents=True)
    (home / ".pipelines.yml").write_text(
        f'app: bench\nstore: "file:{home}/store"\nenvironments: {{ production: {{ hosts: "local:", deploy: {{ root: {home}/live, keep: 2 }} }} }}\n')
    return home


def forest(name: str, count: int) -> Path:
    root = HOME / name
    for i in range(count):
        directory = root / f"{i // 1000}" / f"{i // 50 % 20}"
        if i % 50 == 0:
            directory.mkdir(parents=True, exist_ok=True)
        (directory / f"file-{i}.txt").write_bytes((f"{i} " * 200).encode()[: 100 + i * 7919 % 900])
    return root


def change(tree: Path, turn: int) -> Path:
    (tree / "changed.txt").write_text(f"turn {turn}")
    (tree / f"added-{turn}.txt").write_text(f"added in turn {turn}")
    return tree


def package(home: Path, tree: Path) -> Sample:
    os.sync()
    return measure([PIPELINES, "package", "--config", f"{home}/.pipelines.yml", "--path", str(tree)])


def deploy(home: Path, tree: Path) -> Sample:
    os.sync()
    return measure([PIPELINES, "deploy", "--config", f"{home}/.pipelines.yml", "--environment", "production", "--path", str(tree)])
