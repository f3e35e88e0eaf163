#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the bundle against an installed GNOME runtime, installs it for the
# user, and runs it once.
#
# usage: flatpak/build.sh [--no-run]
#
# UMPIRE_FLATPAK_BRANCH: another runtime branch than the manifest's
# UMPIRE_FLATPAK_WORK: where to build (default: build/flatpak)
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
manifest=$(ls flatpak/*.json)
id=$(basename "$manifest" .json)
work=${UMPIRE_FLATPAK_WORK:-$root/build/flatpak}
branch=${UMPIRE_FLATPAK_BRANCH:-$(/usr/bin/python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["runtime-version"])' "$manifest")}
arch=$(flatpak --default-arch)
mkdir -p "$work"

if ! flatpak info "org.gnome.Sdk/$arch/$branch" >/dev/null 2>&1; then
  echo "Installing the GNOME $branch runtime for this user from Flathub" >&2
  flatpak remote-add --user --if-not-exists flathub https://dl.flathub.org/repo/flathub.flatpakrepo
  flatpak install --user -y --noninteractive flathub "org.gnome.Platform/$arch/$branch" "org.gnome.Sdk/$arch/$branch"
fi

# The manifest names the runtime that is published; another branch is for trying.
sed "s/\"runtime-version\": \"[0-9]*\"/\"runtime-version\": \"$branch\"/; s#\"path\": \"..\"#\"path\": \"$root\"#" "$manifest" > "$work/$id.json"
flatpak-builder --user --force-clean --disable-rofiles-fuse --state-dir="$work/state" \
  --repo="$work/repo" --default-branch=stable "$work/build" "$work/$id.json"
flatpak build-bundle "$work/repo" "$work/$id.flatpak" "$id" stable
size=$(stat -c %s "$work/$id.flatpak")
echo "bundle: $work/$id.flatpak, $((size / 1024)) KiB" >&2
flatpak uninstall --user -y --noninteractive "$id" >/dev/null 2>&1 || true
flatpak install --user -y --noninteractive --bundle "$work/$id.flatpak"
if [ "${1:-}" != --no-run ]; then
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    flatpak run --user "$id"
  else
    echo "There is no display here: asking the command for its version instead" >&2
    flatpak run --user --command=umpire "$id" --version
  fi
fi
