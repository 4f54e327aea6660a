#!/usr/bin/env bash
# try-arm64.sh PROGRAM   Runs the program for arm64 in an emulator of that processor, with Debian's libraries for it: it starts, decides by a
# calendar, deploys a tree through a store in a directory, reads everything in the store again, and rolls back. Prints what the program prints.
set -euo pipefail

program=$(readlink -f "$1")
repository=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

fail() { echo "try-arm64.sh: $1" >&2; exit 1; }
pipelines() { qemu-aarch64 -L "$work/libraries" "$program" "$@"; }
deploy() { pipelines deploy --environment production --path build; }
live() { [[ $(cat live/current/version) == "$1" ]] || fail "$1 should be live, not $(cat live/current/version)"; }

# In the emulator it can start no program but itself in the same process: a plain deployment, without a service.
mmdebstrap --quiet --variant=extract --arch=arm64 --include=libc6,libssl3,libzstd1 bookworm "$work/libraries"
mkdir -p "$work/app/build"
cd "$work/app"
printf '%s\n' 'app: trial' 'environments: { production: { hosts: "local:", deploy: { root: live } } }' >.pipelines.yml
seq --format='a line that resembles all the others: %.0f' 200000 >build/text

pipelines --version
(cd "$repository/bench/startup" && pipelines gate --environment production)
echo v1 >build/version
deploy
live v1
(($(du -sk .pipelines/store | cut -f1) < 3000)) || fail "the store is not compressed"
echo v2 >build/version
deploy
live v2
pipelines releases verify
pipelines rollback --environment production
live v1
