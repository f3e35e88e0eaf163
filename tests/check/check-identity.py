#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that Flathub's linter and its quality guidelines set, and that the
id is one everywhere.

usage: check-identity.py BUILD-FOLDER
"""
import configparser
import datetime
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
        check_module(module)


def check_module(module):
    name = module["name"]
    expect("build-args" not in module.get("build-options", {}), f"{name}: network in the build phase")
    for source in module["sources"]:
        expect("branch" not in source, f"{name}: a branch moves")
        if source["type"] == "archive":
            expect(re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")), f"{name}: not pinned by sha256")
            expect(not {"md5", "sha1"} & set(source), f"{name}: weak checksum")
            expect(all(url.startswith("https://") for url in [source["url"], *source.get("mirror-urls", [])]), f"{name}: not https")
        elif source["type"] == "git":
            expect("tag" in source and "commit" in source, f"{name}: not pinned by tag and commit")
        else:
            expect(source["type"] == "dir" and name == "umpire", f"{name}: source of type {source['type']}")
    # The program installs its own, which run-check looks for.
    expect(name == "umpire" or any("share/licenses/${FLATPAK_ID}/" in line for line in module.get("post-install", [])), f"{name}: installs no licence")


def check_words(root):
    """Name and summary as Flathub's quality guidelines want them."""
    name, summary = root.findtext("name"), root.findtext("summary")
    expect(len(name) <= 15, "metainfo: the name is too long")
    expect(10 <= len(summary) <= 35, f"metainfo: a summary of {len(summary)} letters; 10 to 35 are allowed")
    expect(not summary.endswith("."), "metainfo: the summary ends with a full stop")
    expect(name.lower() not in summary.lower(), "metainfo: the summary repeats the name")
    expect(summary.split()[0].lower() not in ("a", "an", "the"), "metainfo: the summary begins with an article")
    expect(not re.search(r"\b(gtk|gnome|libadwaita|adwaita|app|application|gui)\b", summary, re.I), "metainfo: the summary speaks of its toolkit")
    expect(summary[0].isupper() and not any(word[0].isupper() for word in summary.split()[1:]), "metainfo: the summary is not in sentence case")


def check_branding(root):
    colors = {color.get("scheme_preference"): color.text for color in root.findall("branding/color[@type='primary']")}
    expect(set(colors) == {"light", "dark"}, "metainfo: branding colours are not one for light and one for dark")
    expect(len(set(colors.values())) == len(colors), "metainfo: the branding colours are the same")
    for color in colors.values():
        expect(re.fullmatch(r"#[0-9a-f]{6}", color), f"metainfo: {color} is no colour")
        parts = [int(color[i:i + 2], 16) for i in (1, 3, 5)] if len(color) == 7 else [0]
        expect(max(parts) - min(parts) >= 32, f"metainfo: {color} is grey")


def check_releases(root, version):
    releases = root.findall("releases/release")
    expect(releases and releases[0].get("version") == version, f"metainfo: the newest release is not {version}")
    dates = [release.get("date", "") for release in releases]
    expect(dates == sorted(dates, reverse=True), "metainfo: order of releases")
    for release, date in zip(releases, dates):
        expect(re.fullmatch(r"\d{4}-\d\d-\d\d", date), f"metainfo: a release without a date: {release.get('version')}")
        expect(date <= datetime.date.today().isoformat(), f"metainfo: a release in the future: {date}")
        notes = [" ".join(p.text.split()) for p in release.findall("description/p")]
        expect(notes and all(notes), f"metainfo: release {release.get('version')} has no notes")
        if release is releases[0]:
            expect(all(f'"{note}"' in read("src/ui/compat/ump-about.c") for note in notes), "ump-about.c does not have the notes of the newest release")


def check_screenshots(root, version):
    shots = root.findall("screenshots/screenshot")
    expect(3 <= len(shots) <= 6, "metainfo: 3 to 6 screenshots")
    expect([shot.get("type") for shot in shots].count("default") == 1, "metainfo: not one screenshot is the default")
    for shot in shots:
        address, caption = (shot.findtext("image") or "").strip(), shot.findtext("caption") or ""
        expect(caption and not caption.endswith(".") and caption[0].isupper(), f"metainfo: caption of {address}")
        expect(address.startswith("https://") and f"/v{version}/" in address, f"metainfo: {address} is not of the tag of this version")
        check_screenshot(os.path.join("data/screenshots", os.path.basename(address)))


def check_screenshot(path):
    try:
        with open(os.path.join(ROOT, path), "rb") as file:
            head = file.read(24)
    except OSError:
        problems.append(f"{path} is missing: ./dev tour makes it")
        return
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        problems.append(f"{path} is no PNG")
        return
    width, height = struct.unpack(">II", head[16:24])
    expect(width <= 1000 and height <= 700, f"{path} is {width}×{height}; 1000×700 is the most")


def check_metainfo(app_id, version, build):
    root = ElementTree.parse(os.path.join(build, "data", app_id + ".metainfo.xml")).getroot()
    expect(root.get("type") == "desktop-application", "metainfo: not a desktop application")
    expect(root.findtext("id") == app_id, "metainfo: another id")
    launchables = root.findall("launchable")
    expect([(item.get("type"), item.text) for item in launchables] == [("desktop-id", app_id + ".desktop")], "metainfo: launchable is not the desktop file")
    expect(root.findtext("metadata_license") in ("CC0-1.0", "FSFAP"), "metainfo: licence of the metadata")
    expect(root.findtext("project_license") == "GPL-3.0-or-later", "metainfo: licence of the project")
    expect(re.search(r"^  license: 'GPL-3\.0-or-later'", read("meson.build"), re.M), "meson.build: licence of the project")
    expect(re.match(r"\s*GNU GENERAL PUBLIC LICENSE\s+Version 3", read("LICENSE")), "LICENSE is not the GPL 3")
    developer = root.find("developer")
    expect(developer is not None and developer.get("id") and len(developer.findall("name")) >= 1, "metainfo: no developer with an id and a name")
    check_words(root)
    addresses = {url.get("type"): url.text for url in root.findall("url")}
    expect({"homepage", "bugtracker", "vcs-browser", "translate", "contribute"} <= set(addresses), "metainfo: an address is missing")
    expect(all(address.startswith("https://") for address in addresses.values()), "metainfo: an address is not https")
    rating = root.find("content_rating")
    expect(rating is not None and rating.get("type") == "oars-1.1", "metainfo: content rating")
    check_branding(root)
    check_releases(root, version)
    check_screenshots(root, version)
    width = root.find("requires/display_length")
    expect(width is not None and width.get("compare") == "ge" and int(width.text) >= 360, "metainfo: least width")
    expect({"keyboard", "pointing", "touch"} <= {control.text for control in root.findall("supports/control")}, "metainfo: ways of control")
    translation = root.find("translation")
    expect(translation is not None and translation.get("type") == "gettext" and f"'{translation.text}'" in read("po/meson.build"), "metainfo: translation domain")


def check_icons():
    for name, least in [("umpire", 64), ("umpire-symbolic", 16)]:
        root = ElementTree.parse(os.path.join(ROOT, f"data/icons/{name}.svg")).getroot()
        box = [float(number) for number in root.get("viewBox", "0 0 0 1").split()]
        expect(box[2] == box[3] and box[2] >= least, f"{name}.svg is not square or too small")
        tags = {item.tag.split("}")[1] for item in root.iter()}
        expect("filter" not in tags, f"{name}.svg: shadows come from the desktop")
        if name.endswith("-symbolic"):
            expect(not {"linearGradient", "radialGradient", "image"} & tags, f"{name}.svg: not of one colour")


def check_desktop(app_id, build):
    desktop = configparser.ConfigParser(interpolation=None, strict=True)
    desktop.optionxform = str
    desktop.read(os.path.join(build, "data", app_id + ".desktop"), encoding="utf-8")
    entry = desktop["Desktop Entry"]
    wanted = {"Type": "Application", "Name": "Umpire", "DBusActivatable": "true", "StartupNotify": "true", "StartupWMClass": app_id,
              "Icon": app_id, "Terminal": "false", "Actions": "new-battle;"}
    for key, value in wanted.items():
        expect(entry.get(key) == value, f"desktop file: no {key}={value}")
    for key in ["Exec", "Comment", "Keywords"]:
        expect(entry.get(key), f"desktop file: no {key}")
    categories = set(entry.get("Categories", "").strip(";").split(";"))
    expect(categories - {"", "GTK", "GNOME", "Qt", "KDE", "Application", "GUI"}, "desktop file: the categories say nothing")
    application = read("src/ui/app/ump-application.c")
    for action in entry.get("Actions", "").strip(";").split(";"):
        group = f"Desktop Action {action}"
        expect(desktop.has_section(group) and desktop[group].get("Name") and desktop[group].get("Exec"), f"desktop file: the action {action} has no name or command")
        # Over D-Bus it is called by this name.
        expect(f'.name = "{action}"' in application, f"the application has no action {action}")


def check_service(app_id, build):
    service = configparser.ConfigParser(interpolation=None)
    service.optionxform = str
    service.read(os.path.join(build, "data", app_id + ".service"), encoding="utf-8")
    section = service["D-BUS Service"] if service.has_section("D-BUS Service") else {}
    expect(section.get("Name") == app_id, "D-Bus service: another name")
    expect(re.fullmatch(r"/\S*/umpire-window --gapplication-service", section.get("Exec", "")), "D-Bus service: another command")


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
    version = re.search(r"^  version: '([^']+)'", read("meson.build"), re.M).group(1)
    expect(re.fullmatch(r"[a-z0-9]+(\.[a-zA-Z0-9_]+){2,4}", app_id) and app_id.count(".") >= 3, "the id is no reverse-DNS name")
    expect(not app_id.lower().endswith((".app", ".desktop")), "the id has a generic ending")
    check_manifest(app_id)
    check_metainfo(app_id, version, build)
    check_icons()
    check_desktop(app_id, build)
    check_service(app_id, build)
    check_one_place(app_id)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
