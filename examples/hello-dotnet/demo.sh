#!/usr/bin/env bash
# The whole story on this machine: v1 goes live; v2 starts but is broken and is rolled back to v1; v3 goes live.
# Works in its own directory, checks over HTTP what is served after each step, and cleans up. --keep leaves v3 running.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
readonly here port=5180 rolled_back=4
keep=${1-}
work=$(mktemp -d "${TMPDIR:-/tmp}/pipelines-demo.XXXXXX")
export PIPELINES_ALLOW_EPHEMERAL=true # nothing here is meant to last, wherever it runs

pipelines() { "$here/../../pipelines" "$1" --config "$work/.pipelines.yml" --environment production "${@:2}"; }

fail() {
  echo "demo: $*" >&2
  exit 1
}

# Prints the body of the service's response; fails if nothing is listening.
get() (
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  sed '1,/^\r$/d' <&3
)

deploy() {
  local version=$1 expected=$2 status=0
  printf '\n== deploy %s\n' "$version"
  pipelines deploy --path "$work/$version" || status=$?
  ((status == expected)) || fail "deploying $version exited with $status, expected $expected"
}

served() {
  local answer
  answer=$(get /)
  [[ $answer == "Hello from $1" ]] || fail "the service answered \"$answer\", expected \"Hello from $1\""
  echo "-> port $port answers: $answer"
}

# Prints every process that runs in the demo's directory.
services() {
  local process
  for process in /proc/[0-9]*; do
    if [[ $(readlink "$process/cwd" 2>/dev/null) == "$work"/live/* ]]; then basename "$process"; fi
  done
}

stop_services() {
  local signal pids
  for signal in TERM KILL; do
    pids=$(services)
    [[ -n $pids ]] || return 0
    # shellcheck disable=SC2086 # one word per process
    kill -$signal $pids 2>/dev/null || true
    for _ in {1..50}; do
      [[ -n $(services) ]] || return 0
      sleep 0.1
    done
  done
}

clean_up() {
  local status=$?
  if [[ $keep == --keep && $status == 0 ]]; then
    printf '\nv3 is still running on port %s, in %s. Try: ./pipelines history --config %s/.pipelines.yml\n' "$port" "$work" "$work"
  else
    stop_services
    chmod -R u+w "$work"
    rm -rf "$work"
  fi
}

[[ -z $keep || $keep == --keep ]] || fail "unknown argument $keep: expected --keep or nothing"
trap clean_up EXIT
if get / >/dev/null 2>&1; then fail "port $port is in use, and the demo needs it"; fi

echo "== build the service once, and make three versions of it"
dotnet publish "$here/hello.csproj" --configuration Release --output "$work/build" --verbosity quiet
cp "$here/.pipelines.yml" "$work"
"$here/variant.sh" "$work/build" "$work/v1" v1 true
"$here/variant.sh" "$work/build" "$work/v2" v2 false
"$here/variant.sh" "$work/build" "$work/v3" v3 true

deploy v1 0
served v1
deploy v2 $rolled_back
served v1
deploy v3 0
served v3

printf '\n== history\n'
pipelines history
