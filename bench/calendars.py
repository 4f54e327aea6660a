"""Calendars: the program compared with Python and PostgreSQL, and the cost of one year of a large calendar."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from machine import PIPELINES, ROOT, WORK, verdict
from measure import Contender, interleave, span

ROUNDS = 31
LEAST = 10_000_000

sys.path.append(str(Path(__file__).parent / "oracles"))


def run() -> str:
    directory = tempfile.mkdtemp(prefix="calendar-")
    Path(directory, ".pipelines.yml").write_text(large())
    Path(directory, "holidays.ics").write_text(holidays())
    os.chdir(directory)
    command = [PIPELINES, "calendar", "--environment", "production", "--from", "2026-01-01T00:00:00Z", "--to"]
    year = Contender("`pipelines calendar` for a year", [*command, "2027-01-01T00:00:00Z"])
    hour = Contender("the same for an hour", [*command, "2026-01-01T01:00:00Z"])
    interleave(ROUNDS, year, hour)
    lines = subprocess.run(year.command, capture_output=True, text=True, check=True).stdout.count("\n")
    work = [1000 * (a.cpu - b.cpu) for a, b in zip(year.samples, hour.samples)]
    report, total = compare()
    return "\n".join([
        report,
        "",
        verdict("differences", 0 if report.endswith(" 0 differences.") else 1, 0),
        f"- {'met' if total >= LEAST else '**missed**'}: comparisons: {total}, at least {LEAST}",
        "",
        f"A calendar with 20 windows (weekly, cron and rules), a file of 300 holidays and 5 freezes; {lines} lines for a year. {ROUNDS} rounds of whole processes, "
        f"CPU ms minimum / median / maximum: a year {span(year.all('cpu'), 1e-3)}, an hour {span(hour.all('cpu'), 1e-3)}, the difference {span(work, 1)}.",
        "",
        verdict("work for a year, after startup", sorted(work)[len(work) // 2], 50, " ms"),
    ])


def compare() -> tuple[str, int]:
    """Uses the program's own version of the time zone data if Debian has it, to rule out differences in the data."""
    import compare as oracle

    zones = oracle_zones(oracle)
    command = [sys.executable, "-B", str(ROOT / "bench/oracles/compare.py"), f"--program={PIPELINES}", *([f"--zoneinfo={zones}"] if zones else [])]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ended.returncode not in (0, 1):
        sys.exit("bench: the comparison failed.")
    text = " ".join(ended.stdout.split("\n")).strip()
    return text, int(text.split(" ")[0])


def oracle_zones(oracle) -> str | None:
    if oracle.ours(PIPELINES) == oracle.theirs(None) or os.geteuid() != 0:
        return None
    folder = WORK / "tzdata"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.deb"):
        old.unlink()
    if subprocess.run(["apt-get", "download", "--quiet", "tzdata"], cwd=folder, stdout=subprocess.DEVNULL).returncode == 0:
        subprocess.run(["dpkg-deb", "--extract", str(next(folder.glob("*.deb"))), str(folder)], check=True)
    zones = folder / "usr/share/zoneinfo"
    return str(zones) if zones.exists() and oracle.theirs(str(zones)) == oracle.ours(PIPELINES) else None


def large() -> str:
    weekly = "".join(f'      - "{day} {hour:02}:15-{hour:02}:45"\n' for day in ("mon-wed", "thu,fri") for hour in (7, 9, 11, 13, 15))
    cron = "".join(f'      - {{ cron: "{minute} {hour} * * 1-5", for: 20m }}\n' for hour, minute in ((17, 0), (18, 10), (19, 20), (20, 30), (21, 40)))
    rules = "".join(f'      - {{ rrule: "FREQ=MONTHLY;BYDAY={day}", start: {start}T08:00, for: 2h }}\n' for day, start in (("1SA", "2026-01-03"), ("2SA", "2026-01-10"), ("3SU", "2026-01-18"), ("-1SU", "2026-01-25"), ("4SA", "2026-01-24")))
    freezes = "".join(f"  - {{ name: freeze {month}, zone: America/New_York, from: 2026-{month:02}-10T12:00, until: 2026-{month:02}-12T12:00 }}\n" for month in (2, 4, 6, 8, 10))
    return (
        f"app: backend\ncalendars:\n  office:\n    zone: Europe/Berlin\n    open:\n{weekly}{cron}{rules}    holidays: [holidays.ics]\n"
        f"freezes:\n{freezes}environments:\n  production: {{ calendar: office, hosts: \"local:\" }}\n"
    )


def holidays() -> str:
    events = "".join(
        f"BEGIN:VEVENT\nUID:{i}@example.org\nDTSTART;VALUE=DATE:{2010 + i // 12}{1 + i % 12:02}{1 + i % 28:02}\nSUMMARY:Holiday {i}\n{'RRULE:FREQ=YEARLY' + chr(10) if i % 3 == 0 else ''}END:VEVENT\n"
        for i in range(300))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n"
