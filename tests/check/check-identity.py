#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that Flathub's linter enforces, and that the id is one everywhere.

usage: check-identity.py BUILD-FOLDER
"""
import glob
import json
import os
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
PERMISSIONS = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"]
problems = []


def expect(condition, sentence):
    if not condition:
        problems.append(sentence)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def check_manifest(app_id):
    path = f"flatpak/{app_id}.json"
    expect(os.path.exists(os.path.join(ROOT, path)), f"{path} is missing")
    manifest = json.loads(read(path))
    expect(manifest.get("id") == app_id, "the manifest's id differs from meson.build's")
    expect(manifest.get("command") == "umpire", "the manifest starts another command")
    expect(manifest.get("runtime") == "org.gnome.Platform", "the runtime is not GNOME's")
    expect(re.fullmatch(r"\d+", manifest.get("runtime-version", "")), "the runtime's version is not pinned")
    expect(manifest.get("finish-args") == PERMISSIONS, "finish-args are not exactly " + " ".join(PERMISSIONS))
    for module in manifest["modules"]:
        expect("build-args" not in module.get("build-options", {}), f"{module['name']}: network in the build phase")
        for source in module["sources"]:
            if source["type"] == "archive":
                expect(re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")), f"{module['name']}: not pinned by sha256")
                expect(not {"md5", "sha1"} & set(source), f"{module['name']}: weak checksum")
                expect(source["url"].startswith("https://"), f"{module['name']}: not https")
            elif source["type"] == "git":
                expect("tag" in source and "commit" in source, f"{module['name']}: not pinned by tag and commit")
            else:
                expect(source["type"] == "dir" and module["name"] == "umpire", f"{module['name']}: source of type {source['type']}")


def check_metainfo(app_id, build):
    root = ElementTree.parse(os.path.join(build, "data", app_id + ".metainfo.xml")).getroot()
    expect(root.get("type") == "desktop-application", "metainfo: not a desktop application")
    expect(root.findtext("id") == app_id, "metainfo: another id")
    expect(root.findtext("metadata_license") in ("CC0-1.0", "FSFAP"), "metainfo: licence of the metadata")
    expect(root.findtext("project_license") == "GPL-3.0-or-later", "metainfo: licence of the project")
    expect(root.find("developer") is not None and root.find("developer").get("id"), "metainfo: no developer id")
    name, summary = root.findtext("name"), root.findtext("summary")
    expect(len(name) <= 15, "metainfo: the name is too long")
    expect(10 <= len(summary) <= 35 and not summary.endswith(".") and name.lower() not in summary.lower(), "metainfo: summary")
    kinds = {url.get("type") for url in root.findall("url")}
    expect({"homepage", "bugtracker", "vcs-browser", "translate", "contribute"} <= kinds, "metainfo: an address is missing")
    expect(root.find("content_rating").get("type") == "oars-1.1", "metainfo: content rating")
    colors = [color.text for color in root.findall("branding/color")]
    expect(len(colors) == 2 and colors[0] != colors[1], "metainfo: branding colours")
    releases = root.findall("releases/release")
    expect(releases and all(release.find("description") is not None for release in releases), "metainfo: a release without notes")
    expect([r.get("date") for r in releases] == sorted((r.get("date") for r in releases), reverse=True), "metainfo: order of releases")
    shots = root.findall("screenshots/screenshot")
    expect(3 <= len(shots) <= 6, "metainfo: 3 to 6 screenshots")
    for shot in shots:
        address = shot.findtext("image").strip()
        expect(shot.findtext("caption") and not shot.findtext("caption").endswith("."), f"metainfo: caption of {address}")
        expect("/main/" not in address, f"metainfo: {address} is not of a tag")
        check_screenshot(os.path.join("data/screenshots", os.path.basename(address)))
    expect(root.find("requires/display_length") is not None, "metainfo: least width")
    expect(root.find("translation") is not None, "metainfo: translation domain")


def check_screenshot(path):
    try:
        with open(os.path.join(ROOT, path), "rb") as file:
            head = file.read(24)
    except OSError:
        problems.append(f"{path} is missing: ./dev tour makes it")
        return
    expect(head[:8] == b"\x89PNG\r\n\x1a\n", f"{path} is no PNG")
    width, height = struct.unpack(">II", head[16:24])
    expect(width <= 2000 and height <= 1400, f"{path} is {width}×{height}")


def check_desktop(app_id, build):
    text = open(os.path.join(build, "data", app_id + ".desktop"), encoding="utf-8").read()
    for line in ["DBusActivatable=true", "StartupNotify=true", f"StartupWMClass={app_id}", f"Icon={app_id}", "Actions=new-battle;"]:
        expect(line in text.split("\n"), f"desktop file: no {line}")
    expect(re.search(r"^Keywords=.+", text, re.M), "desktop file: no keywords")


def check_one_place(app_id):
    """The id may be spelled only in meson.build, in the manifest (whose name
    it must be), in documents, and where a test says what it must be."""
    for top in ["src", "data", "po", "tests"]:
        for path in glob.glob(os.path.join(ROOT, top, "**"), recursive=True):
            if os.path.isfile(path) and not path.endswith((".png", ".po", ".pot")) and "tests/data" not in path:
                with open(path, "rb") as file:
                    expect(app_id.encode() not in file.read(), f"{os.path.relpath(path, ROOT)} spells the application id")


def main():
    build = sys.argv[1]
    app_id = re.search(r"^app_id = '([^']+)'", read("meson.build"), re.M).group(1)
    expect(re.fullmatch(r"[a-z0-9]+(\.[a-zA-Z0-9_]+){2,4}", app_id) and app_id.count(".") >= 3, "the id is no reverse-DNS name")
    expect(not app_id.lower().endswith((".app", ".desktop")), "the id has a generic ending")
    check_manifest(app_id)
    check_metainfo(app_id, build)
    check_desktop(app_id, build)
    check_one_place(app_id)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
