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

# Turns app-environment into variables of later steps: NAME=VALUE, NAME<<END up to a line END, or NAME="..." over several lines.
# Nothing is passed on unless all of it can be read. GitHub masks the text as a whole, but does not know the values in it yet.
pass_on() {
  local names=() values=() line name value end start number=0
  next() { IFS= read -r line || [[ -n $line ]] || return 1; number=$((number + 1)); line=${line%$'\r'}; }
  while next; do
    [[ -n $line ]] || continue
    start=$number
    if [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)'<<'(.+)$ ]]; then
      name=${BASH_REMATCH[1]} end=${BASH_REMATCH[2]} value=
      while next && [[ $line != "$end" ]]; do value+=$line$'\n'; done
      [[ $line == "$end" ]] || fail "line $start of app-environment begins $name<<$(escape "$end"), but no line $(escape "$end") ends it."
      value=${value%$'\n'}
    elif [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]]; then
      name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
      if [[ $value == '"'* && ! ${value:1} == *'"' ]]; then
        while next; do
          value+=$'\n'$line
          [[ $line == *'"' ]] && break
        done
        [[ $line == *'"' ]] || fail "line $start of app-environment opens a quotation mark that nothing closes."
        value=${value:1:${#value}-2}
      fi
    else
      fail "line $number of app-environment is not NAME=VALUE. For a value of several lines, write NAME<<END, the lines, and a line END."
    fi
    names+=("$name") values+=("$value")
  done
  ((${#names[@]} > 0)) || return 0
  local i delimiter=pipelines-$RANDOM$RANDOM$RANDOM
  for i in "${!names[@]}"; do
    if ((${#values[i]} < 3)); then
      [[ -z ${values[i]} ]] || echo "::warning title=pipelines setup::${names[i]} in app-environment is too short to be masked in the log."
      continue
    fi
    while IFS= read -r line; do
      ((${#line} < 3)) || echo "::add-mask::$(escape "$line")"
    done <<<"${values[i]}"
  done
  for i in "${!names[@]}"; do
    printf '%s<<%s\n%s\n%s\n' "${names[i]}" "$delimiter" "${values[i]}" "$delimiter"
  done >>"$GITHUB_ENV"
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
own=$(<"$here/version")
version=${SETUP_VERSION:-$own} version=${version#v}
file=$(program_file "$SETUP_PLATFORM") || fail "there is no program for $SETUP_PLATFORM. Expected Linux-X64, Linux-ARM64 or macOS-ARM64."
[[ $version == "$own" ]] || fail "version \"$version\" cannot be verified by the digests of $own. Use the action at v$version."
expected=$(awk -v file="$file" '$2 == file { print $1 }' "$here/checksums.txt")
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "release $own has no program for $SETUP_PLATFORM. Use the action at a version that was released, not at a branch."

folder=$RUNNER_TEMP/pipelines-$version
program=$folder/pipelines
mkdir -p "$folder"
if [[ ! -e $program || $(sha256 "$program") != "$expected" ]]; then
  curl --fail --silent --show-error --location --retry 5 --output "$program.part" "$SETUP_BASE_URL/v$version/$file" ||
    fail "$file of release $version could not be fetched from $SETUP_BASE_URL. Check that the release exists there; for a mirror, set base-url."
  actual=$(sha256 "$program.part")
  [[ $actual == "$expected" ]] || { rm -f "$program.part"; fail "$file has the digest $actual, expected $expected. It was not installed."; }
  chmod +x "$program.part"
  mv -f "$program.part" "$program"
fi

pass_on <<<"${SETUP_APP_ENVIRONMENT-}"
echo "$folder" >>"$GITHUB_PATH"
printf 'version=%s\npath=%s\n' "$version" "$program" >>"$GITHUB_OUTPUT"
