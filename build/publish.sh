#!/usr/bin/env bash
# publish.sh             publishes the CLI as the native program that is shipped: out/pipelines/pipelines
# publish.sh --managed   the same for ./pipelines, neither compiled natively nor analyzed: out/managed/pipelines. Much faster to build, and slower to run
#
# Returns at once unless a source is newer. Called by ./pipelines, by the publish task and by the tests, possibly in parallel. Writes only to
# stderr.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly sources=(src Directory.Build.props Directory.Build.targets Directory.Packages.props global.json)
case ${1-} in
  '') out=out/pipelines options=() ;;
  # Analysis takes most of a build's time. In folders of its own, or the build that does analyze would start over after each of these.
  --managed) out=out/managed options=(-p:PublishAot=false -p:PublishSingleFile=true -p:SelfContained=false
    -p:RunAnalyzers=false -p:IntermediateOutputPath=obj/managed/ -p:OutputPath=bin/managed/) ;;
  *) echo "publish.sh: $1 is unknown: expected --managed or nothing." >&2; exit 2 ;;
esac
readonly out options

current() {
  [[ -x $out/pipelines && -e $out/.sources ]] || return 1
  # Directories count as well: their modification time changes when a file in them is deleted.
  [[ -z $(find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -newer $out/.sources -print -quit) ]]
}

# The native compiler leaves linking to clang, or else to gcc, and takes the debug information out with objcopy.
can_link() {
  local linker
  linker=$(command -v clang || command -v gcc) && command -v objcopy >/dev/null && [[ $("$linker" -print-file-name=crt1.o) == /* ]]
}

provide_linker() {
  can_link && return
  echo "installing gcc and libc6-dev, which link native programs…" >&2
  build/install.sh gcc libc6-dev >>out/install.log 2>&1 9>&- || true
  can_link && return
  echo "pipelines: there is no linker, and it could not be installed (see out/install.log). Install gcc and libc6-dev, then run this again." >&2
  return 1
}

publish() {
  local log=$out/publish.log
  for project in src/*/; do mkdir -p "${project}bin" "${project}obj"; done # otherwise the build creates them, and their parents look changed
  touch $out/.started          # an edit during the build is newer than this, and triggers another build
  # Close the lock's descriptor: the compiler server outlives the build and would hold the lock.
  # Restored apart, without the options: the packages are locked with those of the native compiler.
  if ! { dotnet restore src/Pipelines.Cli --verbosity quiet &&
    dotnet publish src/Pipelines.Cli --no-restore --configuration Release --output $out/next --verbosity quiet "${options[@]}"; } >$log 2>&1 9>&-; then
    cat $log >&2
    echo "pipelines: the build failed" >&2
    return 1
  fi
  # The debug file first: it has the line numbers of the program beside it. Both are named as users call the program: an assembly of that name
  # would clash with the domain's, because assembly names ignore case.
  if [[ -e $out/next/Pipelines.Cli.dbg ]]; then mv -f $out/next/Pipelines.Cli.dbg $out/pipelines.dbg; fi
  mv -f $out/next/Pipelines.Cli $out/pipelines # atomic: a running process keeps its file, a starting one gets either
  mv -f $out/.started $out/.sources
}

if current; then exit; fi
mkdir -p $out
exec 9>out/.lock # one for both: they share the folders that the compiler writes to
flock 9
if current; then exit; fi # another process built it while this one waited
echo "building pipelines ($([[ -e $out/pipelines ]] && echo 'sources changed' || echo 'first use'))…" >&2
if [[ $out == out/pipelines ]]; then provide_linker; fi
publish
