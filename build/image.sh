#!/usr/bin/env bash
# Builds the container image with the published program, using podman or docker.
#
#   build/image.sh [--base local|IMAGE] [--name NAME]
#
# --base IMAGE  the base image; local builds one from Debian packages, for use without a container registry
# --name NAME   default: the published name with the version as its tag
# PIPELINES_ENGINE=docker prefers docker if both are installed.
# Prints a summary to standard error, and the id of the image to standard output.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

readonly suite=bookworm packages=ca-certificates,git,openssh-client unused=build/image.dpkg.cfg
readonly context=out/image

engine() {
  if [[ $program == docker ]]; then docker "$@"; return; fi
  local as=()
  ((EUID == 0)) || as=(sudo --non-interactive)
  "${as[@]}" env PATH="$PATH:/usr/sbin:/sbin" "${settings[@]}" podman "$@"
}

local_base() {
  local name
  name=localhost/pipelines-base:$(cat - $unused <<<"$suite $packages" | sha256sum | cut -c1-12)
  exec 9>"${TMPDIR:-/tmp}/pipelines-base-image.lock"
  flock 9
  engine image inspect "$name" >/dev/null 2>&1 || make_base "$name" >&2 9>&-
  exec 9>&-
  echo "$name"
}

make_base() (
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # As in Debian's own images, /bin is a link already: the package that would make it one needs all of Perl.
  # shellcheck disable=SC2016 # mmdebstrap's shell expands $1
  mmdebstrap --quiet --variant=minbase --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --dpkgopt=$unused --include=usr-is-merged,$packages \
    --customize-hook='ln -s ../../bin/git "$1/usr/lib/git-core/git"' $suite "$work/base.tar"
  engine import "$work/base.tar" "$1"
)

main() {
  local base=docker.io/library/debian:$suite-slim version name id
  version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
  name=ghcr.io/pipelines/pipelines:$version
  while (($# > 0)); do
    case $1 in
      --base) base=$2 ;;
      --name) name=$2 ;;
      *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
    shift 2
  done
  [[ $base != local ]] || base=$(local_base)

  mkdir -p $context
  cp out/pipelines/pipelines build/pipelines-recover $unused $context/
  engine build --quiet --file Dockerfile --tag "$name" --build-arg "BASE=$base" --build-arg "VERSION=$version" \
    --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)" $context >/dev/null
  id=$(engine image inspect --format '{{.Id}}' "$name")
  echo "image $name: $(size "$name") uncompressed, including $(stat -c %s $context/pipelines | megabytes) for the program ($(gzip -6 <$context/pipelines | wc -c | megabytes) compressed), digest ${id#sha256:}" >&2
  echo "$id"
}

size() { engine image inspect --format '{{.Size}}' "$1" | megabytes; }

megabytes() { awk '{ printf "%.1f MB", $1 / 1e6 }'; }

program=${PIPELINES_ENGINE:-podman} settings=()
command -v "$program" >/dev/null || program=docker
# podman's default runtime fails on machines with hybrid cgroups.
if [[ -z ${CONTAINERS_CONF-} ]] && PATH=$PATH:/usr/sbin:/sbin command -v runc >/dev/null; then settings=("CONTAINERS_CONF=$PWD/tests/host-image/containers.conf"); fi
main "$@"
