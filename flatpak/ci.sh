#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and tries the Flatpak on a machine without the GNOME runtime, against
# a stand-in made from a Debian suite.
# usage: flatpak/ci.sh PATH-OF-FLATPAK-OFFLINE.SH
set -euo pipefail
standin=$(realpath "$1")
cd "$(dirname "$0")/.."
export SUITE=forky BRANCH=50
base=${BASE:-${XDG_CACHE_HOME:-$HOME/.cache}/flatpak-offline}
export FLATPAK_USER_DIR=${FLATPAK_USER_DIR:-$base/$SUITE/user}
"$standin" deps
# The rest of what try.sh needs came with the tests.
apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends xdg-desktop-portal gnome-keyring
if ! flatpak info --user "org.gnome.Sdk//$BRANCH" >/dev/null 2>&1; then
  "$standin" runtime
fi
flatpak/try.sh
