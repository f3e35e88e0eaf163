#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formatting, file and function lengths, version switches, leftover words."""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
MAX_FILE = 600
MAX_FUNCTION = 80
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
SWITCH = re.compile(r"\b(GTK|ADW)_CHECK_VERSION\b")
TEXT = (".c", ".h", ".py", ".ui", ".css", ".build", ".md", ".in", ".ini", ".sql", ".xml", ".sh")


def walk():
    for top in ["src", "tests", "data", "flatpak", "po", ".ci"]:
        for directory, folders, names in os.walk(os.path.join(ROOT, top)):
            folders[:] = [name for name in folders if name not in ("__pycache__",)]
            if os.path.relpath(directory, ROOT).startswith(os.path.join("tests", "data")):
                continue
            for name in sorted(names):
                yield os.path.join(directory, name)
    for name in sorted(os.listdir(ROOT)):
        path = os.path.join(ROOT, name)
        if os.path.isfile(path) and (name.endswith(TEXT) or name == "dev"):
            yield path


def functions(lines):
    """Yields (first line, length) of each function: a brace at the start of a
    line opens it, one at the start of a line closes it."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield start, number - start + 1
            start = None


def check(path, problems):
    relative = os.path.relpath(path, ROOT)
    if not (path.endswith(TEXT) or os.path.basename(path) in ("dev", "run")):
        return
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    if text and not text.endswith("\n"):
        problems.append(f"{relative}: no newline at the end")
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            problems.append(f"{relative}:{number}: blanks at the end of the line")
        if "\t" in line and path.endswith((".c", ".h", ".py", ".ui", ".css", ".build")):
            problems.append(f"{relative}:{number}: a tab")
        if LEFTOVER.search(line):
            problems.append(f"{relative}:{number}: a leftover word")
    if path.endswith((".c", ".h")):
        if not text.startswith("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"):
            problems.append(f"{relative}: no licence line")
        if len(lines) - 1 > MAX_FILE:
            problems.append(f"{relative}: {len(lines) - 1} lines; a concept is missing")
        for start, length in functions(lines):
            if length > MAX_FUNCTION:
                problems.append(f"{relative}:{start}: a function of {length} lines")
        if SWITCH.search(text) and not relative.startswith("src/ui/compat/"):
            problems.append(f"{relative}: a version switch outside src/ui/compat")


def main():
    problems = []
    for path in walk():
        check(path, problems)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
