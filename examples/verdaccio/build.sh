#!/usr/bin/env bash
# build.sh v1|v2 DIR   Creates the release tree DIR: the locked packages of that version, the settings and the health check.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
version=$1 dir=$2
mkdir -p "$dir"
cp "$here/$version"/package*.json "$here"/{config.yaml,prove.mjs} "$dir"
npm ci --prefix "$dir" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2
