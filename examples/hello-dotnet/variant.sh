#!/usr/bin/env bash
# variant.sh BUILD DIR VERSION HEALTHY   Creates the release tree DIR of a version from a build: the same program with other settings.
set -euo pipefail
build=$1 dir=$2 version=$3 healthy=$4
mkdir -p "$dir"
cp -R "$build/." "$dir"
cat >"$dir/appsettings.json" <<JSON
{
  "Logging": { "LogLevel": { "Default": "Warning" } },
  "Greeting": { "Version": "$version", "Healthy": $healthy }
}
JSON
