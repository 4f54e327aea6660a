"""Many processes compete for one lease, in a directory and in PostgreSQL; some are stopped until after the lease expires, and then continue."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from oracles.postgres import Server

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "bench/contender/bin/Release/net10.0/contender"
PROCESSES = 8
ATTEMPTS = int(os.environ.get("BENCH_ATTEMPTS", "4000000"))  # one in eight takes it: a million takes, in both stores together
STOPS = int(os.environ.get("BENCH_STOPS", "200"))


def run() -> str:
    subprocess.run(["dotnet", "build", "--configuration", "Release", "--verbosity", "quiet", ROOT / "bench/contender"], check=True, stdout=sys.stderr)
    rows = []
    with Server(None) as database, tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        for name, store in [("directory", f"{folder}/store"), ("PostgreSQL", f"postgres://oracle@127.0.0.1:{database.port}/postgres")]:
            rows.append(row(name, "contended", *fight(store, f"{folder}/{name}-contended")))
            rows.append(row(name, f"{STOPS} stops", *stop(store, f"{folder}/{name}-stopped")))
    return "\n".join([
        f"{PROCESSES} processes take one lease, work, commit and release it. Double: a holder started while another one was working. Twice: a token was given to two holders.",
        "Late: a commit was accepted after one with a higher token. Stops: a process is stopped (SIGSTOP) for longer than its lease and continues after it (SIGCONT); another",
        "one may then legitimately start, and the late commits are rejected.",
        "",
        "| store | | attempts | takes | double | twice | rejected commits | late commits | attempts per second |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
        *rows])


def row(name: str, what: str, total: list[int], twice: int, late: int, seconds: float) -> str:
    attempts, takes, doubles, refused, _ = total
    return f"| {name} | {what} | {attempts:,} | {takes:,} | {'' if 'stops' in what else doubles} | {twice} | {refused} | {late} | {attempts / seconds:,.0f} |"


def start(store: str, witness: str, attempts: int, seed: int, ttl: int, mode: str) -> subprocess.Popen:
    return subprocess.Popen([PROGRAM, store, witness, str(attempts), str(seed), str(ttl), mode], stdout=subprocess.PIPE, text=True)


def gather(processes: list[subprocess.Popen]) -> list[int]:
    total = [0] * 5
    for process in processes:
        output, _ = process.communicate()
        if process.returncode != 0:
            sys.exit(f"bench: a contender ended with {process.returncode}")
        total = [before + int(word) for before, word in zip(total, output.split())]
    return total


def judged(witness: str, total: list[int], began: float) -> tuple:
    begun, committed = ([int(line) for line in Path(f"{witness}.{name}").read_text().split()] for name in ("begun", "committed"))
    twice = len(begun) - len(set(begun))
    late = sum(after < before for before, after in zip(committed, committed[1:]))
    return total, twice, late, time.monotonic() - began


def fight(store: str, witness: str) -> tuple:
    began = time.monotonic()
    return judged(witness, gather([start(store, witness, ATTEMPTS // PROCESSES, seed, 30_000, "running") for seed in range(PROCESSES)]), began)


def stop(store: str, witness: str) -> tuple:
    """Stops any process at any moment, mostly while it holds the lease, for longer than the lease lasts."""
    began, chance = time.monotonic(), random.Random(4711)
    processes = [start(store, witness, 1_000_000_000, seed, 200, "stopped") for seed in range(4)]
    for _ in range(STOPS):
        time.sleep(0.05 + chance.random() / 10)
        victims = chance.sample(processes, 2)
        for victim in victims:
            victim.send_signal(signal.SIGSTOP)
        time.sleep(0.4)
        for victim in victims:
            victim.send_signal(signal.SIGCONT)
    Path(f"{witness}.end").touch()
    return judged(witness, gather(processes), began)
