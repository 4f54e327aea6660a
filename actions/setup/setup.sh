#!/usr/bin/env bash
# Downloads the program of this release, checks it against the digest committed with the release, and adds it to PATH.
# Next to this script: version (the release) and checksums.txt (its digests), both written by ./build.sh release.
set -euo pipefail

# Escapes text for a workflow command, so that it stays on one line and cannot contain commands.
escape() {
  local text=$*
  text=${text//'%'/%25}; text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

fail() {
  echo "::error title=pipelines setup::$(escape "$*")"
  exit 1
}

program_file() {
  case $1 in
    Linux-X64) echo pipelines-linux-x64 ;;
    Linux-ARM64) echo pipelines-linux-arm64 ;;
    macOS-ARM64) echo pipelines-osx-arm64 ;;
    *) return 1 ;;
  esac
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Turns NAME=VALUE lines into variables of later steps. GitHub masks the line as a whole, but does not know the value on its own yet.
pass_on() {
  local line number=0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ -n $line ]] || continue
    [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || fail "line $number of app-environment is not NAME=VALUE."
    [[ -z ${line#*=} ]] || echo "::add-mask::$(escape "${line#*=}")"
    echo "$line" >>"$GITHUB_ENV"
  done
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
own=$(<"$here/version")
version=${SETUP_VERSION:-$own}
file=$(program_file "$SETUP_PLATFORM") || fail "there is no program for $SETUP_PLATFORM. Expected Linux-X64, Linux-ARM64 or macOS-ARM64."
[[ $version == "$own" ]] || fail "version \"$version\" cannot be verified by the digests of $own. Use the action at v$version."
expected=$(awk -v file="$file" '$2 == file { print $1 }' "$here/checksums.txt")
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "release $own has no program for $SETUP_PLATFORM."

folder=$RUNNER_TEMP/pipelines-$version
program=$folder/pipelines
mkdir -p "$folder"
if [[ ! -e $program || $(sha256 "$program") != "$expected" ]]; then
  curl --fail --silent --show-error --location --retry 5 --output "$program.part" "$SETUP_BASE_URL/v$version/$file" ||
    fail "$file of release $version could not be fetched from $SETUP_BASE_URL."
  actual=$(sha256 "$program.part")
  [[ $actual == "$expected" ]] || { rm -f "$program.part"; fail "$file has the digest $actual, expected $expected. It was not installed."; }
  chmod +x "$program.part"
  mv -f "$program.part" "$program"
fi

pass_on <<<"${SETUP_APP_ENVIRONMENT-}"
echo "$folder" >>"$GITHUB_PATH"
printf 'version=%s\npath=%s\n' "$version" "$program" >>"$GITHUB_OUTPUT"
