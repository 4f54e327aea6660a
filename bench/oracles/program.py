"""The program under test, run the way users run it."""

import json
import subprocess
import tempfile
from bisect import bisect_right
from datetime import datetime, timezone
from pathlib import Path


def stamp(second: int) -> str:
    return datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Listing:
    """What `pipelines calendar` lists, with lookup by binary search."""

    def __init__(self, program: str, config: dict, first: int, last: int):
        changes = run(program, config, "calendar", "--from", stamp(first), "--to", stamp(last))
        self.at = [int(datetime.fromisoformat(change["at"].replace("Z", "+00:00")).timestamp()) for change in changes]
        self.open = [change["state"] == "open" for change in changes]

    def is_open(self, second: int) -> bool:
        return self.open[bisect_right(self.at, second) - 1]


def explain(program: str, config: dict, second: int) -> dict:
    return run(program, config, "gate", "--explain", "--event", "push", "--now", stamp(second))


def run(program: str, config: dict, step: str, *arguments: str):
    with tempfile.TemporaryDirectory() as directory:
        # JSON is YAML.
        Path(directory, ".pipelines.yml").write_text(json.dumps(config))
        ended = subprocess.run([program, step, "--environment", "e", "--output", "json", *arguments], cwd=directory, capture_output=True, text=True)
    if ended.returncode != 0:
        raise RuntimeError(f"{step} ended with {ended.returncode}: {ended.stderr}\n{json.dumps(config)}")
    return json.loads(ended.stdout)
