#!/usr/bin/env bash
# install.sh PACKAGE...   Installs Debian packages, as root or with a sudo that needs no password. Prints what apt prints.
set -euo pipefail

apt() {
  local as=()
  ((EUID == 0)) || as=(sudo --non-interactive)
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 --quiet "$@"
}

install() { apt install --yes --no-install-recommends "$@"; }

install "$@" || { apt update && install "$@"; } # its lists are missing or old
