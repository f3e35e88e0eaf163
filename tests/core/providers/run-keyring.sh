#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: run-keyring.sh PROGRAM
# Runs each case of keyring-case.c with the keyring that it needs: a real
# gnome-keyring on a private bus, locked or not; none; libsecret's own file.
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
for needed in dbus-run-session gnome-keyring-daemon gdbus; do
  command -v $needed >/dev/null || { echo "skipped: $needed is not installed"; exit 77; }
done

folder=$(mktemp -d /tmp/umpire-keyring-XXXXXX)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder XDG_RUNTIME_DIR=$folder/run XDG_DATA_HOME=$folder/data XDG_CONFIG_HOME=$folder/config XDG_CACHE_HOME=$folder/cache
mkdir -m 700 "$XDG_RUNTIME_DIR"
# Meson poisons memory with MALLOC_PERTURB_, which gnome-keyring 42 does not survive.
unset MALLOC_PERTURB_ G_DEBUG DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SECRET_BACKEND

bus () { timeout 60 dbus-run-session --config-file="$here/bus-without-services.conf" -- "$@"; }
# Warnings are fatal in the program, but not in the keyring and its prompter.
export program="env G_DEBUG=fatal-warnings $program"

# The prompter is started by the bus, which knows only this one service.
mkdir "$folder/services"
sed "s|<auth>|<servicedir>$folder/services</servicedir><auth>|" "$here/bus-without-services.conf" >"$folder/prompting.conf"
for service in org.gnome.keyring.SystemPrompter org.gnome.keyring.PrivatePrompter; do
  file=/usr/share/dbus-1/services/$service.service
  if [ -f "$file" ]; then
    cp "$file" "$folder/services/"
  fi
done

echo "== no service on the bus"
bus $program no-service
bus $program session-only
echo "== no bus"
DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent $program no-service

cat >"$folder/unlocked.sh" <<'X'
set -eu
printf test-password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
gdbus wait --session --timeout 10 org.freedesktop.secrets
$program round-trip
$program session-covers
$program store-only
gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets \
  --method org.freedesktop.Secret.Service.Lock "['/org/freedesktop/secrets/collection/login']" >/dev/null
$program locked
X
echo "== unlocked, then locked without a display"
timeout 60 dbus-run-session --config-file="$folder/prompting.conf" -- bash "$folder/unlocked.sh"

cat >"$folder/prompt.sh" <<'X'
set -eu
export DISPLAY XAUTHORITY=${XAUTHORITY:-}
dbus-update-activation-environment DISPLAY XAUTHORITY
printf test-password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
gdbus wait --session --timeout 10 org.freedesktop.secrets
$program store-only
gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets \
  --method org.freedesktop.Secret.Service.Lock "['/org/freedesktop/secrets/collection/login']" >/dev/null
$program unanswered-prompt
# The user closes each prompt that appears.
( while w=$(timeout 20 xdotool search --sync --onlyvisible --name '[Uu]nlock' | tail -1) && [ -n "$w" ]; do
    xdotool windowfocus "$w" key Escape 2>/dev/null || true
  done ) &
closer=$!
status=0
$program dismissed || status=$?
kill $closer 2>/dev/null || true
exit $status
X
if command -v xvfb-run >/dev/null && command -v xdotool >/dev/null && [ -n "$(ls "$folder/services")" ]; then
  echo "== locked, and the user closes the prompt"
  timeout 90 xvfb-run -a dbus-run-session --config-file="$folder/prompting.conf" -- bash "$folder/prompt.sh"
else
  echo "left out: closing the prompt needs xvfb, xdotool and gcr's prompter"
fi

echo "== libsecret's encrypted file, as in a sandbox"
export SECRET_BACKEND=file SECRET_FILE_TEST_PATH=$folder/test.keyring SECRET_FILE_TEST_PASSWORD=pw
# GIO of GLib 2.74 leaks the entity tag of a file that is replaced.
export ASAN_OPTIONS=detect_leaks=0
bus $program round-trip
if grep -q sk-test "$SECRET_FILE_TEST_PATH"; then
  echo "the file holds the key in the clear"
  exit 1
fi
