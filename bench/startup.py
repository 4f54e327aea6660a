"""Startup: the gate's decision compared with doing nothing in JavaScript, which is what a JavaScript action costs before its first line."""

import os
import subprocess
from pathlib import Path

import options
from machine import PIPELINES, WORK, first_line, verdict
from measure import Contender, interleave, ratio, table

HERE = Path(__file__).parent / "startup"
ROUNDS = 31


def run() -> str:
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=HERE, check=True)
    os.chdir(HERE)
    gate = Contender("`pipelines gate`: calendar, holidays, a freeze", [PIPELINES, "gate", "--environment", "production"])
    action = Contender("action that only loads `@actions/core`, bundled", ["node", str(WORK / "action/index.js")])
    loose = Contender("the same from `node_modules`", ["node", "index.js"])
    node = Contender("`node -e 0`", ["node", "-e", "0"])
    before = [Contender("`pipelines gate`, the build before", [options.before, *gate.command[1:]])] if options.before else []
    interleave(ROUNDS, gate, action, loose, node, *before)
    return "\n".join([
        f"Whole processes, {ROUNDS} rounds. {versions()}.",
        "",
        table(gate, action, loose, node, *before),
        "",
        verdict("gate / bundled action, wall", ratio(gate, action, "wall"), 0.3),
        verdict("gate / `node -e 0`, wall", ratio(gate, node, "wall"), 0.5),
        verdict("wall of the gate, without network", gate.median("wall") * 1000, 100, " ms"),
        verdict("peak memory of the gate", gate.median("memory") / (1 << 20), 30, " MiB"),
    ])


def versions() -> str:
    package = "process.stdout.write(require('@actions/core/package.json').version)"
    return f"node {first_line('node', '--version')}, @actions/core {first_line('node', '-e', package)}"
