#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and installs the bundle for whatever runtime is installed, then tries
# it in its sandbox on a display, a bus and a home of its own: the main job
# through AT-SPI, the key in the Secret portal's keyring and nowhere in clear,
# the size of the bundle, the start, and the idle time.
# usage: flatpak/try.sh [--no-build]
#
# UMPIRE_FLATPAK_BRANCH, UMPIRE_FLATPAK_WORK: as for flatpak/build.sh
# UMPIRE_PORTAL: another xdg-desktop-portal than the system's
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
id=$(basename "$(ls flatpak/*.json)" .json)
work=${UMPIRE_FLATPAK_WORK:-$root/build/flatpak}
portal=${UMPIRE_PORTAL:-/usr/libexec/xdg-desktop-portal}
export FLATPAK_USER_DIR=${FLATPAK_USER_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/flatpak}
most_bytes=$((3 * 1024 * 1024))
status=0

fail () {
  echo "FAILED: $*"
  status=1
}

for needed in "$portal" /usr/bin/gnome-keyring-daemon /usr/bin/Xvfb /usr/bin/xdotool; do
  if [ ! -x "$needed" ]; then
    echo "There is no $needed here; the Debian packages are xdg-desktop-portal, gnome-keyring, xvfb and xdotool" >&2
    exit 1
  fi
done

runtime=$(mktemp -d)
trap 'flatpak kill "$id" >/dev/null 2>&1; rm -rf "$runtime"' EXIT
export XDG_RUNTIME_DIR=$runtime
if [ "${1:-}" != --no-build ]; then
  mkdir -p "$work"
  echo "== Build and install"
  if ! timeout -k 10 1500 flatpak/build.sh --no-run >"$work/build.log" 2>&1; then
    tail -n 30 "$work/build.log"
    echo "FAILED: the bundle could not be built; the log is $work/build.log"
    exit 1
  fi
  # Of what the compiler says, only the program's own sources count here.
  if grep -E '^\.\./[^ ]*: (warning|error):' "$work/build.log" | grep -v 'md4c'; then
    fail "the build warns"
  fi
fi
size=$(stat -c %s "$work/$id.flatpak")
echo "bundle $size bytes  goal <=$most_bytes"
[ "$size" -le "$most_bytes" ] || fail "the bundle is too large"

home=$work/home
rm -rf "$home"
mkdir -p "$home/.var/app/$id/config/gtk-4.0" "$home/services" "$work/pictures"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=:close\n' > "$home/.var/app/$id/config/gtk-4.0/settings.ini"
rm -f "$work"/pictures/*
service () {
  printf '[D-BUS Service]\nName=%s\nExec=%s\n' "$1" "$2" > "$home/services/$1.service"
}
service org.a11y.Bus /usr/libexec/at-spi-bus-launcher
service org.freedesktop.portal.Desktop "$portal"
service org.freedesktop.impl.portal.PermissionStore "$(dirname "$portal")/xdg-permission-store"
cat > "$home/bus.conf" <<C
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>$home/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
C

unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME
export HOME=$home LC_ALL=C.UTF-8 XDG_CURRENT_DESKTOP=GNOME
export TRY_ID=$id TRY_WORK=$work
timeout -k 10 600 tests/support/with-display 1280x900x24 dbus-run-session --config-file="$home/bus.conf" -- \
  flatpak/try-session.sh 2>"$work/session.log" || status=1
if [ $status -ne 0 ]; then
  tail -n 20 "$work/session.log"
fi

echo "== The key"
key=$(sed -n 's/^KEY = "\(.*\)"/\1/p' tests/tour/server_names.py)
keyrings=("$home/.var/app/$id/data/keyrings"/*.keyring)
if [ -s "${keyrings[0]}" ]; then
  echo "in the sandbox's keyring: ${keyrings[*]#"$home"/}"
else
  fail "there is no keyring in the sandbox"
fi
if grep -rlaF -- "$key" "$home" "$work/pictures" "$work/session.log"; then
  fail "the key is in clear in the files above"
else
  echo "in clear in none of $(find "$home" -type f | wc -l) files"
fi
if [ $status -eq 0 ]; then
  echo "The Flatpak does what it must; pictures of it are in $work/pictures"
fi
exit $status
