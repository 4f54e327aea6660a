"""Compares the program with its oracles: every zone, a second around every transition of 2020 to 2040, and random instants.

    compare.py --program=PATH [--zones=N | --zone=NAME...] [--instants=N] [--seed=N] [--zoneinfo=DIR] [--json]

Ends with 0 when there was no difference, or none but of zones that another release of the IANA database describes differently:
those are listed with an instant at which both sides show other local times. With one release on both sides every difference is a failure.
"""

import argparse
import json
import os
import random
import sys
import zoneinfo
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

import program
import rules
from postgres import Server

NOT_ZONES = {"localtime", "Factory", "posixrules"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--zones", type=int, default=0, help="how many zones, chosen by the seed; 0 for all")
    parser.add_argument("--zone", action="append", default=[])
    parser.add_argument("--instants", type=int, default=3000, help="random instants for each calendar")
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--zoneinfo", help="zone data for the oracles, instead of the system's")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.zoneinfo:
        zoneinfo.reset_tzpath([options.zoneinfo])
    report = compare(str(Path(options.program).resolve()), options.zone or options.zones, options.instants, options.seed, options.zoneinfo)
    print(json.dumps(report, indent=2) if options.json else text(report))
    sys.exit(1 if report["failures"] else 0)


def compare(path: str, wanted: int | list[str], instants: int, seed: int, directory: str | None) -> dict:
    zones = sorted(zoneinfo.available_timezones() - NOT_ZONES)
    if wanted:
        zones = wanted if isinstance(wanted, list) else sorted(random.Random(seed).sample(zones, wanted))
    releases = {"program": ours(path), "oracles": theirs(directory)}
    total = Counter()
    differing, failures = [], []
    with Server(directory) as server, ProcessPoolExecutor(os.cpu_count(), initializer=begin, initargs=(directory,)) as pool:
        tasks = [(path, zone, seed, instants, server) for zone in zones]
        for done, (zone, counts, differences) in enumerate(pool.map(one_zone, tasks, chunksize=1), 1):
            total.update(counts)
            if differences:
                data = releases["program"] != releases["oracles"] and any(each["shown"] != each["program"]["now_local"] for each in differences)
                (differing if data else failures).append({"zone": zone, "differences": counts["differences"], "examples": differences})
            print(f"\r{done} of {len(zones)} zones", end="\n" if done == len(zones) else "", file=sys.stderr, flush=True)
    return {"zones": len(zones), "releases": releases, "counts": dict(total), "different_data": differing, "failures": failures}


def begin(directory: str | None) -> None:
    if directory:
        zoneinfo.reset_tzpath([directory])


def one_zone(task) -> tuple[str, Counter, list[dict]]:
    path, zone, seed, count, server = task
    dice = random.Random(f"{seed} {zone}")
    first, last = (rules.seconds(datetime(year, 1, 1)) for year in (rules.FIRST, rules.LAST + 1))
    changes = rules.transitions(zoneinfo.ZoneInfo(zone))
    near = [at + around for at in changes for around in (-rules.DAY, -3600, -1, 0, 1, 3600, rules.DAY)]
    counts, differences = Counter(transitions=len(changes)), []
    for plain in (True, False):
        calendar = rules.make(zone, seed, plain)
        listing = program.Listing(path, calendar.config, first, last)
        seconds = sorted(near + listing.at + [at - 1 for at in listing.at[1:]] + [dice.randrange(first, last) for _ in range(count)])
        seconds = [second for second in seconds if first <= second < last]
        answers = {"python": [calendar.is_open(second) for second in seconds]}
        if plain:
            answers["postgresql"] = [digit == "1" for digit in server.answers(calendar, seconds)]
        said = [listing.is_open(second) for second in seconds]
        for oracle, truth in answers.items():
            counts[oracle] += len(truth)
            wrong = [second for second, one, other in zip(seconds, said, truth, strict=True) if one != other]
            counts["differences"] += len(wrong)
            for second in wrong[:: max(1, len(wrong) // 3)]:
                differences.append(example(path, calendar, oracle, second))
    return zone, counts, differences


def example(path: str, calendar, oracle: str, second: int) -> dict:
    said = program.explain(path, calendar.config, second)
    return {
        "oracle": oracle,
        "at": program.stamp(second),
        "shown": datetime.fromtimestamp(second, calendar.zone).strftime("%a %Y-%m-%d %H:%M"),
        "program": {"now_local": said["explain"]["now_local"], "explanation": said["explanation"]},
        "config": calendar.config,
    }


def ours(path: str) -> str:
    return program.explain(path, {"app": "a", "environments": {"e": {"hosts": ["local:"]}}}, 0)["explain"]["time_zones"]


def theirs(directory: str | None) -> str:
    """The version of the zone data that the oracles use, from their package."""
    first = Path(directory or "/usr/share/zoneinfo", "tzdata.zi").open().readline()
    return first.removeprefix("# version ").strip()


def text(report: dict) -> str:
    counts, releases = report["counts"], report["releases"]
    lines = [
        f"{counts['python'] + counts['postgresql']} comparisons: {counts['python']} with Python, {counts['postgresql']} with PostgreSQL; "
        f"{report['zones']} zones, {counts['transitions']} transitions.",
        f"time zones: {releases['program']} in the program, {releases['oracles']} in the oracles.",
    ]
    for what, zones in (("other data", report["different_data"]), ("FAILED", report["failures"])):
        for zone in zones:
            each = zone["examples"][0]
            lines.append(f"{what}: {zone['zone']}, {zone['differences']} differences, such as at {each['at']}: {each['oracle']} shows {each['shown']}, the program {each['program']['now_local']}.")
    lines.append(f"{sum(zone['differences'] for zone in report['failures'])} differences.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
