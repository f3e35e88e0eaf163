#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the results of a meson test run and ends with one line.

usage: count-results.py TESTLOG.json EXIT-STATUS

A TAP program counts with each of its tests; a program that died or was
killed counts as one failure more, so that a crash cannot hide.
"""
import json
import re
import sys

TAP = re.compile(r"^\s*(not ok|ok)\b(.*)$", re.M)


def count(entry):
    passed = failed = skipped = 0
    for word, rest in TAP.findall(entry.get("stdout") or ""):
        if re.search(r"#\s*SKIP", rest, re.I):
            skipped += 1
        elif word == "ok":
            passed += 1
        else:
            failed += 1
    result = entry["result"]
    if passed + failed + skipped == 0:
        return (1, 0, 0) if result == "OK" else (0, 0, 1) if result == "SKIP" else (0, 1, 0)
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and failed == 0:
        failed = 1
    return passed, failed, skipped


def main():
    totals = [0, 0, 0]
    try:
        with open(sys.argv[1], encoding="utf-8") as log:
            for line in log:
                entry = json.loads(line)
                totals = [a + b for a, b in zip(totals, count(entry))]
                if entry["result"] not in ("OK", "SKIP", "EXPECTEDFAIL"):
                    print(f"{entry['result']}: {entry['name']}")
                for name in re.findall(r"^\s*ok\b.*#\s*SKIP.*$", entry.get("stdout") or "", re.M):
                    print(f"skipped: {entry['name']}: {name.strip()}")
    except OSError as error:
        print(f"There is no test log: {error}")
        totals[1] += 1
    if int(sys.argv[2]) != 0 and totals[1] == 0:
        totals[1] = 1
    print("{} passed, {} failed, {} skipped".format(*totals))
    return 1 if totals[1] else 0


sys.exit(main())
