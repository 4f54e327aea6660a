"""Runs whole processes alternately and compares them round by round, so that a busy moment of the machine affects all of them."""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Callable


@dataclass(frozen=True)
class Sample:
    """One run: wall seconds, CPU seconds including all children, and the peak memory in bytes of the largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Contender:
    """A measured command; prepare and after run before and after each run and are not measured."""

    name: str
    command: list[str]
    prepare: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    samples: list[Sample] = field(default_factory=list)

    def median(self, measure: str) -> float:
        return statistics.median(self.all(measure))

    def all(self, measure: str) -> list[float]:
        return [getattr(sample, measure) for sample in self.samples]


def interleave(rounds: int, *contenders: Contender) -> None:
    """Runs each contender once per round; an additional first round fills the caches and is not counted."""
    for turn in range(rounds + 1):
        for contender in contenders:
            contender.prepare()
            sample = run(contender.command)
            contender.after()
            if turn > 0:
                contender.samples.append(sample)
        print(f"\r{turn} of {rounds} rounds", end="\n" if turn == rounds else "", file=sys.stderr, flush=True)


def run(command: list[str], expected: int = 0) -> Sample:
    # The memory that wait4 reports starts at that of the forking process, so this process must stay small.
    with tempfile.TemporaryFile() as errors:
        actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        started = time.perf_counter()
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        wall = time.perf_counter() - started
        if os.waitstatus_to_exitcode(status) != expected:
            errors.seek(0)
            sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}:\n{errors.read().decode()}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def ratio(ours: Contender, peer: Contender, measure: str) -> float:
    """The median over all rounds of our value divided by the peer's."""
    return statistics.median(a / b for a, b in zip(ours.all(measure), peer.all(measure)))


def table(ours: Contender, *peers: Contender) -> str:
    """Minimum, median and maximum of each, and how ours compares with its peers."""
    lines = [
        "| process | wall ms | CPU ms | peak MiB | our wall / its | our CPU / its | our peak / its |",
        "|---|---|---|---|---|---|---|",
    ]
    for contender in (ours, *peers):
        spans = [span(contender.all("wall"), 1e-3), span(contender.all("cpu"), 1e-3), span(contender.all("memory"), 1 << 20)]
        ratios = [""] * 3 if contender is ours else [f"{ratio(ours, contender, measure):.2f}" for measure in ("wall", "cpu", "memory")]
        lines.append(f"| {' | '.join([contender.name, *spans, *ratios])} |")
    return "\n".join(lines)


def span(values: list[float], unit: float) -> str:
    low, middle, high = (value / unit for value in (min(values), statistics.median(values), max(values)))
    digits = 0 if middle >= 100 else 1
    return f"{low:.{digits}f} / **{middle:.{digits}f}** / {high:.{digits}f}"
