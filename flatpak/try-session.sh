#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The part of flatpak/try.sh that runs on its display and its bus.
set -uo pipefail
status=0
server=
settings=(GDK_BACKEND=x11 GDK_DISABLE=gl GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1)
environment=("${settings[@]/#/--env=}")
pictures=$TRY_WORK/pictures
export TOUR_APP_ID=$TRY_ID

printf try-password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 tests/tour/server.py "$HOME/port" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT

echo "== The main job in the sandbox"
flatpak info --user "$TRY_ID" | sed -n 's/^ *Runtime: /runtime /p'
PYTHONDONTWRITEBYTECODE=1 timeout -k 10 240 /usr/bin/python3 tests/tour/tour.py \
  --launch "flatpak run --user ${environment[*]} --env=G_DEBUG=fatal-criticals --command=/app/libexec/umpire-window $TRY_ID" \
  --sandbox --out "$pictures" --name flatpak --home "$HOME" --server "$HOME/port" \
  --geometry 1080x760+0+0 || status=1
flatpak kill "$TRY_ID" >/dev/null 2>&1
# GTK misses two portals that a desktop has and this bus has not, and its frame
# clock now and then complains of itself where the display is slow.
if grep -E 'WARNING|CRITICAL' "$HOME/printed.log" | grep -Ev 'Creating a portal monitor failed|retrieve the Flatpak portal version|gdk_frame_timings_submitted'; then
  echo "FAILED: the program warns"
  status=1
fi

echo "== Start, as after the installation, and idle time"
mkdir -p "$HOME/start"
# The medians are of a busy machine: what is missed three times is missed.
start () { HOME=$HOME/start timeout -k 10 300 flatpak/startup.sh "$TRY_ID" "$TRY_WORK/startup" "${environment[@]}"; }
start || start || start || status=1
exit $status
