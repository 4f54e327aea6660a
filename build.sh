#!/usr/bin/env bash
# ./build.sh TASK [--option=value ...]   Runs a task from build/build.cake. Without a task, lists them.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

if ! command -v dotnet >/dev/null; then
  echo "build.sh: dotnet is not on the PATH. Install the .NET SDK that global.json names." >&2
  exit 1
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

dotnet tool restore --verbosity quiet >/dev/null || dotnet tool restore
if (($# == 0)); then exec dotnet cake build/build.cake --description; fi
task=$1; shift
options=()
while (($# > 0)); do
  case $1 in # Cake has its own --version
    --version) options+=("--release=${2-}"); shift ;;
    --version=*) options+=("--release=${1#*=}") ;;
    *) options+=("$1") ;;
  esac
  shift
done
exec dotnet cake build/build.cake --target="$task" --verbosity=quiet --no-report "${options[@]}"
