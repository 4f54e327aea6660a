#!/bin/sh
# Installs pipelines @VERSION@: the program for this machine, if it has the digest below. A release has this file with its own digests.
#   PIPELINES_DIRECTORY   where to; by default /usr/local/bin, or ~/.local/bin without the right to write there
#   PIPELINES_BASE_URL    a mirror of the releases: the program is fetched from BASE_URL/vVERSION/FILE
set -eu

version='@VERSION@'
checksums='
@CHECKSUMS@
'

fail() {
  printf 'pipelines: %s\n' "$*" >&2
  exit 1
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

fetch() {
  if command -v curl >/dev/null; then curl --fail --silent --show-error --location --retry 5 --output "$2" "$1"; else wget --quiet --output-document="$2" "$1"; fi
}

# In a function, so that nothing runs before all of it is here.
main() {
  machine="$(uname -s) $(uname -m)"
  case $machine in
    'Linux x86_64') file=pipelines-linux-x64 ;;
    'Linux aarch64' | 'Linux arm64') file=pipelines-linux-arm64 ;;
    'Darwin arm64') file=pipelines-osx-arm64 ;;
    *) fail "there is no program for $machine. Expected Linux on x86_64 or arm64, or macOS on arm64." ;;
  esac
  expected=$(printf '%s' "$checksums" | awk -v file="$file" '$2 == file { print $1 }')
  [ "${#expected}" -eq 64 ] || fail "release $version has no program for $machine."

  directory=${PIPELINES_DIRECTORY:-}
  if [ -z "$directory" ]; then
    if [ -w /usr/local/bin ]; then directory=/usr/local/bin; else directory=$HOME/.local/bin; fi
  fi
  mkdir -p "$directory"
  part=$(mktemp "$directory/.pipelines.XXXXXX")
  trap 'rm -f "$part"' EXIT
  url=${PIPELINES_BASE_URL:-https://github.com/pipelines/pipelines/releases/download}/v$version/$file
  fetch "$url" "$part" || fail "$url could not be fetched."
  actual=$(sha256 "$part")
  [ "$actual" = "$expected" ] || fail "$file has the digest $actual, expected $expected. It was not installed."
  chmod 755 "$part"
  "$part" --version >/dev/null || fail "$file does not run on this machine. It was not installed. On Linux it needs glibc."
  mv -f "$part" "$directory/pipelines"
  echo "pipelines $version is installed: $directory/pipelines"
  case :$PATH: in
    *":$directory:"*) ;;
    *) echo "$directory is not on PATH. Add it: export PATH=\"$directory:\$PATH\"" ;;
  esac
}

main
