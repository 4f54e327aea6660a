#!/usr/bin/env bash
# Publishes the CLI to out/pipelines/pipelines if a source is newer; otherwise returns at once.
# Called by ./pipelines, by the publish task and by the tests, possibly in parallel. Writes only to stderr.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly out=out/pipelines
readonly sources=(src Directory.Build.props Directory.Packages.props global.json)

current() {
  [[ -x $out/pipelines && -e $out/.sources ]] || return 1
  # Directories count as well: their modification time changes when a file in them is deleted.
  [[ -z $(find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -newer $out/.sources -print -quit) ]]
}

publish() {
  local log=$out/publish.log
  for project in src/*/; do mkdir -p "${project}bin" "${project}obj"; done # otherwise the build creates them, and their parents look changed
  touch $out/.started          # an edit during the build is newer than this, and triggers another build
  # Close the lock's descriptor: the compiler server outlives the build and would hold the lock.
  if ! dotnet publish src/Pipelines.Cli --configuration Release --output $out/next --verbosity quiet >$log 2>&1 9>&-; then
    cat $log >&2
    echo "pipelines: the build failed" >&2
    return 1
  fi
  mv -f $out/next/pipelines $out/pipelines # atomic: a running process keeps its file, a starting one gets either
  mv -f $out/.started $out/.sources
}

if current; then exit; fi
mkdir -p $out
exec 9>$out/.lock
flock 9
if current; then exit; fi # another process built it while this one waited
echo "building pipelines ($([[ -e $out/pipelines ]] && echo 'sources changed' || echo 'first use'))…" >&2
publish
