#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs one program with a display, a bus and a home of its own.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/run" "$home/tmp"
chmod 700 "$home/run"
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
  XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS 2>/dev/null || true
# GLib gives up its first table of quarks when it outgrows it. Only the whole
# stack tells that apart from a leak of ours; see lsan.supp.
if [ -n "${UMPIRE_SANITIZED:-}" ]; then
  export ASAN_OPTIONS="${ASAN_OPTIONS:-}:fast_unwind_on_malloc=0"
fi
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=:close\n' > "$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
mkdir -p "$home/services"
cat > "$home/services/org.a11y.Bus.service" <<S
[D-BUS Service]
Name=org.a11y.Bus
Exec=/usr/libexec/at-spi-bus-launcher
S
cat > "$home/bus.conf" <<C
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>$home/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
C
timeout -k 5 "${UMPIRE_UI_TIMEOUT:-230}" "$(dirname "$0")/../support/with-display" "${UMPIRE_SCREEN:-1280x900x24}" \
  dbus-run-session --config-file="$home/bus.conf" -- "$@"
