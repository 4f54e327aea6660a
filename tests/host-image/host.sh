#!/usr/bin/env bash
# A Debian host with a real systemd and sshd, as a container, for tests.
#
#   host.sh build                        builds the image unless it exists; prints its name
#   host.sh run NAME [PODMAN OPTION...]  starts a host (with e.g. --volume FROM:TO, --publish, --ip), waits for systemd; prints its id
#   host.sh exec ID COMMAND [ARG...]     runs a command there; exits with its status
#   host.sh restart ID                   reboots a host, waits for systemd
#   host.sh stop ID...                   stops hosts and removes them
#
# The image is named after the digest of its recipe, so a changed recipe gives a new image. Needs: podman runc mmdebstrap.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

readonly packages=systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,ca-certificates,curl,tar,procps
readonly suite=bookworm
readonly ready_within=30 # seconds; 1 to 2 is usual

image() {
  echo "localhost/pipelines-host:$(cat "$here"/{host.sh,Containerfile} | sha256sum | cut -c1-12)"
}

podman() {
  local as=()
  ((EUID == 0)) || as=(sudo --non-interactive)
  "${as[@]}" env PATH="$PATH:/usr/sbin:/sbin" CONTAINERS_CONF="$here/containers.conf" podman "$@"
}

build() {
  local name
  name=$(image)
  exec 9>"${TMPDIR:-/tmp}/pipelines-host-image.lock"
  flock 9
  podman image exists "$name" || make_image "$name" >&2 9>&-
  exec 9>&-
  echo "$name"
}

make_image() (
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mmdebstrap --quiet --variant=minbase --include=$packages $suite "$work/packages.tar"
  podman import --quiet "$work/packages.tar" localhost/pipelines-host:packages
  podman build --quiet --network=none --tag "$1" "$here"
)

run() {
  local name=$1 image id; shift
  image=$(build)
  if ! id=$(podman run --detach --name "$name" --hostname "$name" --systemd=always "$@" "$image"); then
    podman rm --force --ignore "$name" >/dev/null
    return 1
  fi
  if ! await_systemd "$id"; then
    podman exec "$id" journalctl --no-pager --lines=30 >&2 || podman logs "$id" >&2
    stop "$id"
    return 1
  fi
  echo "$id"
}

await_systemd() {
  local state deadline=$((SECONDS + ready_within))
  while ((SECONDS < deadline)); do
    state=$(podman exec "$1" systemctl is-system-running 2>/dev/null) && return 0
    [[ $state != degraded ]] || break
    sleep 0.1
  done
  echo "host.sh: systemd says \"${state:-nothing}\", expected running within ${ready_within}s" >&2
  podman exec "$1" systemctl --failed --no-pager >&2 || true
  return 1
}

stop() {
  podman rm --force --time 5 "$@" >/dev/null
}

case ${1-} in
  build) build ;;
  run) (($# >= 2)) || { echo "host.sh run NAME [PODMAN OPTION...]" >&2; exit 2; }; run "${@:2}" ;;
  exec) podman exec "${@:2}" ;;
  restart) podman restart --time 10 "$2" >/dev/null && await_systemd "$2" ;;
  stop) stop "${@:2}" ;;
  *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
