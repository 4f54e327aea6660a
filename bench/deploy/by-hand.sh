#!/usr/bin/env bash
# by-hand.sh CODEC TREE HOME   Archives TREE to HOME/store, unpacks it from there next to the live release, syncs, and switches HOME/current.
set -euo pipefail
codec=$1 tree=$2 home=$3
release=$(date +%s%N)
mkdir -p "$home/store" "$home/releases/$release"
# shellcheck disable=SC2086 # a command and its options
tar -C "$tree" -cf - . | $codec >"$home/store/$release"
sync "$home/store/$release"
# shellcheck disable=SC2086
$codec -dc <"$home/store/$release" | tar -C "$home/releases/$release" -xf -
sync -f "$home/releases/$release"
ln -s "releases/$release" "$home/next"
mv -T "$home/next" "$home/current"
