"""The machine and the versions that the figures were measured with."""

import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
PIPELINES = str(ROOT / "out/pipelines/pipelines")
WORK = ROOT / "out/bench"


def describe() -> str:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "unknown CPU")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return (
        f"{os.cpu_count()} cores of {model}, {memory} GiB, {system}, Linux {platform.release()}; "
        f"pipelines {first_line(PIPELINES, '--version')} of {commit()}"
    )


def first_line(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0].strip()


def commit() -> str:
    described = first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*")
    return f"commit {described}"


def verdict(what: str, value: float, limit: float, unit: str = "") -> str:
    """A target of the project and whether this run met it."""
    return f"- {'met' if value <= limit else '**missed**'}: {what}: {value:.3g}{unit}, at most {limit:g}{unit}"
