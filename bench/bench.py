"""Runs benchmarks and writes the section of each to RESULTS.md. A benchmark is anything with run() -> Markdown."""

import argparse
import os
import re
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path

import calendars
import contention
import deploy
import fleet
import growth
import image
import machine
import options
import startup
import store

BENCHMARKS = {"startup": startup, "deploy": deploy, "store-app": store.Shipment(store.application), "store-binaries": store.Shipment(store.binaries), "store-single": store.Shipment(store.single), "growth": growth, "fleet": fleet, "image": image, "calendar": calendars, "contention": contention}
RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# Results

Written by `./build.sh bench`. Times on one machine mean little: look at the ratios, which compare runs that alternated on it.
Cells are minimum / **median** / maximum; a ratio is the median of the rounds' ratios, and below 1 we are better.
"""


def main(names: list[str]) -> None:
    chosen = {name: [known for known in BENCHMARKS if known == name or known.startswith(f"{name}-")] for name in names}
    unknown = [name for name in names if not chosen[name]]
    if unknown:
        sys.exit(f"bench: unknown benchmark {unknown[0]}. Expected one of: {', '.join(BENCHMARKS)}, or store for three of them.")
    for name in sum(chosen.values(), []) or BENCHMARKS:
        print(f"bench {name}", file=sys.stderr)
        when = f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, `./build.sh bench --only={name}`, load {os.getloadavg()[0]:.1f} before"
        section = f"## {name}\n\n{BENCHMARKS[name].run()}\n\n{when}. {machine.describe()}.\n"
        put(name, section)
        print(section)


def put(name: str, section: str) -> None:
    """Replaces the section of one benchmark and keeps the others, in the order of the list above."""
    text = RESULTS.read_text() if RESULTS.exists() else ""
    sections = {part.split("\n")[0].strip(): f"## {part}" for part in re.split(r"^## ", text, flags=re.M)[1:]}
    sections[name] = section
    RESULTS.write_text("\n".join([HEAD, *(sections[known].rstrip() + "\n" for known in BENCHMARKS if known in sections)]))


parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*", help="which benchmarks to run; all by default")
parser.add_argument("--rounds", type=int, default=options.rounds, help="rounds of store and growth")
parser.add_argument("--scale", type=float, default=options.scale, help="size of the payloads of store and growth: 0.1 for a trial run")
parser.add_argument("--slow", action="store_true", help="include rclone, which takes a minute per round")
parser.add_argument("--before", default=options.before, help="another build of the program, measured in the same run by startup, deploy and store")
arguments = parser.parse_args()
options.rounds, options.scale, options.slow, options.before = arguments.rounds, arguments.scale, arguments.slow, os.path.realpath(arguments.before) if arguments.before else ""
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers that were started are ended
main(arguments.names)
