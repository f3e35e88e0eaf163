#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every #include below src and fails on an arrow that points up.

The folders and who may know whom are those of CONTRIBUTING.md. The check
itself is checked first: it must refuse a planted wrong arrow.
"""
import os
import re
import sys

ROOT = os.environ.get("UMPIRE_SRCDIR") or os.path.join(os.path.dirname(__file__), "../../..")
CORE = ["records", "ratings", "markdown", "charts", "providers", "store", "exchange", "arena"]
ALLOWED = {
    "core/records": set(),
    "core/ratings": set(),
    "core/markdown": set(),
    "core/charts": set(),
    "core/providers": {"core/records"},
    "core/store": {"core/records"},
    "core/exchange": {"core/records"},
    "core/arena": {"core/" + name for name in CORE},
    "cli": {"core/" + name for name in CORE},
    "ui/compat": set(),
    "ui/widgets": {"ui/compat"} | {"core/" + name for name in CORE},
}
SCREENS = ["battle", "leaderboard", "history", "preferences"]
for screen in SCREENS:
    ALLOWED["ui/" + screen] = {"ui/compat", "ui/widgets"} | {"core/" + name for name in CORE}
ALLOWED["ui/app"] = set(ALLOWED["ui/battle"]) | {"ui/" + screen for screen in SCREENS}
ALLOWED["."] = {"cli", "ui/app"}

# ratings is plain C and libm; nothing else of the core knows a toolkit.
FOREIGN = {
    "core/ratings": re.compile(r"^(std|string|math|float|limits|errno|assert|time|pthread|immintrin|sys/)"),
}
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|adwaita|gtksourceview|pango|graphene|cairo)")
# Who may know who answers while a battle is blind.
UNMASKED = {"core/store", "core/arena"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def folder_of(path):
    return os.path.dirname(os.path.relpath(path, os.path.join(ROOT, "src"))) or "."


def read_sources():
    sources = {}
    for directory, _, names in os.walk(os.path.join(ROOT, "src")):
        for name in names:
            if name.endswith((".c", ".h")):
                path = os.path.join(directory, name)
                with open(path, encoding="utf-8") as file:
                    sources[os.path.relpath(path, os.path.join(ROOT, "src"))] = file.read()
    return sources


def find_wrong(sources):
    home = {os.path.basename(path): os.path.dirname(path) or "." for path in sources if path.endswith(".h")}
    wrong = []
    for path, text in sources.items():
        folder = os.path.dirname(path) or "."
        if "ump_db_load_unmasked" in text and folder != "core/store":
            wrong.append(f"{path}: only core/store may call ump_db_load_unmasked()")
        if folder not in ALLOWED:
            wrong.append(f"{path}: the folder src/{folder} is not in the plan")
            continue
        for kind, name in INCLUDE.findall(text):
            base = os.path.basename(name)
            if kind == '"' and base in home:
                target = home[base]
                if target != folder and target not in ALLOWED[folder]:
                    wrong.append(f"{path}: {folder} must not include {target}/{base}")
                if base == "ump-store-unmasked.h" and folder not in UNMASKED:
                    wrong.append(f"{path}: only the arena may include {base}")
                if base == "ump-battle-private.h" and folder != "core/arena":
                    wrong.append(f"{path}: only the arena may include {base}")
            elif folder.startswith(("core", "cli")) and TOOLKIT.match(name):
                wrong.append(f"{path}: {folder} must not include <{name}>")
            elif folder in FOREIGN and name != "config.h" and not FOREIGN[folder].match(name):
                wrong.append(f"{path}: {folder} must not include <{name}>")
            if base.startswith("sqlite3") and folder != "core/store":
                wrong.append(f"{path}: only core/store speaks SQL")
    return wrong


def main():
    sources = read_sources()
    planted = {
        "core/records/planted.h": '#include "ump-store.h"\n',
        "core/ratings/planted.c": "#include <glib.h>\n",
        "core/arena/planted.c": "#include <gtk/gtk.h>\n",
        "ui/battle/planted.c": '#include "ump-store-unmasked.h"\n',
        "ui/history/planted.c": '#include "ump-battle-private.h"\n',
        "cli/planted.c": "battle = ump_db_load_unmasked (db, id, error);\n",
        "ui/widgets/planted.c": '#include "ump-application.h"\n',
    }
    caught = {line.split(":")[0] for line in find_wrong({**sources, **planted})}
    print("1..2")
    missed = set(planted) - caught
    for path in sorted(missed):
        print(f"# not caught: {path}")
    print("not ok 1 planted arrows are refused" if missed else "ok 1 planted arrows are refused")
    wrong = find_wrong(sources)
    for line in wrong:
        print(f"# {line}")
    print("not ok 2 arrows point down" if wrong else "ok 2 arrows point down")
    return 1 if missed or wrong else 0


sys.exit(main())
