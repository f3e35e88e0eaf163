#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The start of the installed Flatpak to its first frame beside a window with the
# same widgets, both in the application's own sandbox; and its idle time.
# usage: flatpak/startup.sh APP-ID WORK-FOLDER [OPTION-OF-FLATPAK-RUN…]
set -euo pipefail
cd "$(dirname "$0")/.."
id=$1 work=$2
shift 2
bench=$PWD/tests/bench/startup
branch=$(flatpak info --user --show-runtime "$id")
branch=${branch##*/}

rm -rf "$work"
mkdir -p "$work"
flatpak build-init "$work/build" org.example.Bench org.gnome.Sdk org.gnome.Platform "$branch"
in_sdk () {
  flatpak build --filesystem="$bench" --filesystem="$work" "$work/build" "$@"
}
printf '#define UMP_APP_ID "%s"\n' "$id" > "$work/config.h"
# shellcheck disable=SC2016 # The sandbox's shell expands these.
in_sdk sh -c 'cc -O2 -shared -fPIC "$1/first-frame.c" -o "$2/first-frame.so" $(pkg-config --cflags --libs gtk4) &&
  cc -O2 -I"$2" "$1/dummy-window.c" -o "$2/dummy-window" $(pkg-config --cflags --libs libadwaita-1) &&
  cc -O2 "$1/start-at.c" -o "$2/start-at"' - "$bench" "$work"
/usr/bin/python3 "$bench/measure.py" --flatpak "$work" "$@" --filesystem="$work" --command="$work/start-at" "$id"
