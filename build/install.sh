#!/usr/bin/env bash
# install.sh PACKAGE...   Installs Debian packages, as root or with a sudo that needs no password. Prints what apt prints.
set -uo pipefail

apt() {
  local as=()
  ((EUID == 0)) || as=(sudo --non-interactive)
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 --quiet "$@"
}

install() { apt install --yes --no-install-recommends "$@"; }

install "$@" && exit
apt update && install "$@" && exit # its lists were missing or old
for package; do install "$package"; done # one of them may conflict with another package that has its programs already
