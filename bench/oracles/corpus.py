"""Writes the answers that the fast suite compares with, so that it needs no Python: corpus.py [--zoneinfo=DIR] > tests/Pipelines.Tests/Gates/calendars.corpus

A line is a calendar: its configuration, the transitions of its zone, and one bit an instant. The instants are those around each transition and
then INSTANTS of a generator that the suite has too. To be written anew when the program's time zones are of another release and a zone changed.
"""

import argparse
import json
import zoneinfo
from datetime import datetime

import rules
from compare import theirs

ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/El_Aaiun", "America/St_Johns", "Asia/Tehran", "Asia/Gaza",
    "Europe/Dublin", "Pacific/Chatham", "Antarctica/Troll", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "America/Santiago",
    "Asia/Kathmandu", "Pacific/Kiritimati", "America/Nuuk", "UTC",
]
EACH = 2
INSTANTS = 2350
AROUND = (-rules.DAY, -3600, -1, 0, 1, 3600, rules.DAY)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--zoneinfo")
    directory = parser.parse_args().zoneinfo
    if directory:
        zoneinfo.reset_tzpath([directory])
    print(json.dumps({"time_zones": theirs(directory), "instants": INSTANTS, "around": AROUND}))
    for seed in range(EACH):
        for zone in ZONES:
            calendar = rules.make(zone, seed, plain=False)
            transitions = rules.transitions(calendar.zone)
            bits = "".join("1" if calendar.is_open(second) else "0" for second in instants(transitions))
            print(json.dumps({"config": calendar.config, "transitions": transitions, "open": f"{int('1' + bits, 2):x}"}, separators=(",", ":")))


def instants(transitions: list[int]):
    yield from (at + around for at in transitions for around in AROUND)
    first, last = (rules.seconds(datetime(year, 1, 1)) for year in (rules.FIRST, rules.LAST + 1))
    state = 4711
    for _ in range(INSTANTS):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64  # Knuth's MMIX
        yield first + (state >> 33) % (last - first)


main()
