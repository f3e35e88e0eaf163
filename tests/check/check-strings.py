#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares po/POTFILES.in with the files that hold translatable strings, and
lets xgettext read them: what it warns of would reach translators broken."""
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
IN_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*"')
IN_UI = re.compile(r'translatable="(?:yes|true)"')

# As the preset "glib" of Meson's i18n.gettext() has them.
XGETTEXT = ["xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--files-from=po/POTFILES.in", "--output=/dev/null",
            "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=ngettext:1,2",
            "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
            "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format", "--flag=g_dngettext:2:pass-c-format",
            "--flag=g_strdup_printf:1:c-format", "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
            "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format"]


def extract():
    """Returns what xgettext has to say."""
    run = subprocess.run(XGETTEXT, cwd=ROOT, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False)
    return run.stderr.strip() or ("" if run.returncode == 0 else f"xgettext: status {run.returncode}")


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
    said = extract()
    if said:
        print(said)
    return 1 if found != listed or said else 0


sys.exit(main())
