#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares po/POTFILES.in with the files that hold translatable strings."""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
IN_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*"')
IN_UI = re.compile(r'translatable="(?:yes|true)"')


def main():
    found = set()
    for top in ["src", "data"]:
        for directory, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                path = os.path.join(directory, name)
                relative = os.path.relpath(path, ROOT)
                if name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml.in")):
                    found.add(relative)
                    continue
                if not name.endswith((".c", ".h", ".ui")):
                    continue
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                if (IN_UI if name.endswith(".ui") else IN_C).search(text):
                    found.add(relative)
    with open(os.path.join(ROOT, "po/POTFILES.in"), encoding="utf-8") as file:
        listed = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    for path in sorted(found - listed):
        print(f"not listed in po/POTFILES.in: {path}")
    for path in sorted(listed - found):
        print(f"listed in po/POTFILES.in, but has no string: {path}")
    return 1 if found != listed else 0


sys.exit(main())
