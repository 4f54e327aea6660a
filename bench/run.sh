#!/usr/bin/env bash
# run.sh [NAME]   Runs all benchmarks, or the named one, and writes bench/RESULTS.md. Called by ./build.sh bench --only=NAME.
# Measures the last published out/pipelines/pipelines. Needs python3, node, npm, tar and gzip; uses zstd if installed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
for need in python3 node npm tar gzip; do
  command -v $need >/dev/null || { echo "bench: $need is not on the PATH" >&2; exit 1; }
done
exec python3 -B bench.py "$@"
