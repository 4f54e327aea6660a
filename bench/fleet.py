"""Deployments to many hosts: what waves cost and save, how long the way back takes, and the memory of the program that leads them.

A host is a directory of this machine; its service takes a while to answer, as a real one does. The program leads all of them in one process, so
its peak memory includes what would run on the hosts, and is an upper bound for that of a controller."""

import json
import subprocess
from datetime import datetime
from pathlib import Path

import options
from machine import PIPELINES, WORK, verdict
from measure import Sample, run as measure
from store import remove

HOME = WORK / "fleet"
HOSTS = 50
MANY = 1000
SLOW = 0.5  # seconds until a host is healthy
MEMORY = 300  # MiB
BACK = 10  # seconds


def run() -> str:
    remove(HOME)
    report = "\n\n".join([waves(), many()])
    remove(HOME)
    return report


def waves() -> str:
    rows, times = [], {}
    for sizes in ("1", "5", "25%", "50%"):
        home = site(f"waves-{sizes.rstrip('%')}", HOSTS, f"waves: {sizes}")
        deploy(home, build(home, "v1"))
        done = deploy(home, build(home, "v2"))
        times[sizes] = done.wall
        rows.append(f"| `{sizes}` | {done.wall:.1f} | {done.memory / (1 << 20):.0f} |")
        remove(home)
    home = site("back", HOSTS, "waves: 50%")
    deploy(home, build(home, "v1"))
    late = deploy(home, build(home, "v2", bad=home / f"host-{HOSTS - 1}"), status=4)
    back = back_after(home)
    return "\n".join([
        f"### {HOSTS} hosts, each healthy {SLOW} s after its switch",
        "",
        "| waves | seconds | peak MiB |", "|---|---|---|", *rows, "",
        f"The last host fails, and {HOSTS} go back: {late.wall:.1f} s in all, {back:.2f} s from the decision to the last host.",
        "",
        verdict("waves of half the hosts / one after the other", times["50%"] / times["1"], 0.25),
        verdict("from the decision to the last host that is back", back, BACK, " s"),
    ])


def many() -> str:
    count = int(MANY * options.scale)
    home = site("many", count, "waves: 10%", slow=0)
    first, second = deploy(home, build(home, "v1")), deploy(home, build(home, "v2"))
    return "\n".join([
        f"### {count} hosts in waves of a tenth",
        "",
        f"First deployment {first.wall:.1f} s, peak {first.memory / (1 << 20):.0f} MiB; the next one {second.wall:.1f} s, peak {second.memory / (1 << 20):.0f} MiB.",
        "",
        verdict("peak memory", max(first.memory, second.memory) / (1 << 20), MEMORY, " MiB"),
    ])


def site(name: str, hosts: int, rollout: str, slow: float = SLOW) -> Path:
    home = HOME / name
    home.mkdir(parents=True)
    (home / ".pipelines.yml").write_text("\n".join([
        "app: bench",
        f'store: "file:{home}/store"',
        "environments:",
        "  production:",
        "    hosts: [" + ", ".join(f'"local:{home}/host-{i}"' for i in range(hosts)) + "]",
        f"    rollout: {{ {rollout} }}",
        f'    health: [{{ command: [sh, check, "{slow}"], within: 10s, timeout: 5s }}]' if slow else "",
        "",
    ]))
    return home


def build(home: Path, version: str, bad: Path | None = None) -> Path:
    tree = home / version
    tree.mkdir()
    (tree / "version").write_text(version)
    (tree / "check").write_text(f'sleep "$1"; case $PWD in {bad}/*) exit 1;; esac\n' if bad else 'sleep "$1"\n')
    return tree


def deploy(home: Path, tree: Path, status: int = 0) -> Sample:
    return measure([PIPELINES, "deploy", "--config", f"{home}/.pipelines.yml", "--environment", "production", "--path", str(tree)], status)


def back_after(home: Path) -> float:
    """Seconds from the event that decided to go back to the last host that was back."""
    told = subprocess.run(
        [PIPELINES, "history", "--config", f"{home}/.pipelines.yml", "--environment", "production", "--output", "json"],
        check=True, capture_output=True, text=True).stdout
    events = json.loads(told)["deployments"][0]["events"]
    at = lambda name: [datetime.fromisoformat(event["at"].replace("Z", "+00:00")) for event in events if event["event"] == name]
    return (at("retreated")[-1] - at("failed")[0]).total_seconds()
