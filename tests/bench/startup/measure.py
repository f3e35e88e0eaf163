#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the programs in turn and prints the ratios of their medians.

usage: measure.py BUILD-FOLDER
       measure.py --flatpak FOLDER OPTION… APP-ID, with FOLDER's start-at as the
       command among the OPTIONs of flatpak run
"""
import os
import statistics
import subprocess
import sys

FLATPAK = sys.argv[1] == "--flatpak"
if FLATPAK:
    BENCH = sys.argv[2]
    PROGRAMS = {"umpire": "/app/libexec/umpire-window", "dummy": os.path.join(BENCH, "dummy-window")}
else:
    BUILD = sys.argv[1]
    BENCH = os.path.join(BUILD, "tests/bench/startup")
    PROGRAMS = {
        "umpire": os.path.join(BUILD, "src/umpire-window"),
        "dummy": os.path.join(BENCH, "dummy-window"),
        "empty": os.path.join(BENCH, "empty-window"),
    }
WARM_UPS, RUNS, IDLE = 2, 31, 10
missed = False


def run(name, **extra):
    if FLATPAK:
        command = ["flatpak", "run", "--user"] + [f"--env={key}={value}" for key, value in extra.items()] + sys.argv[3:]
    else:
        command = [os.path.join(BENCH, "start-at")]
    out = subprocess.run(
        command + [os.path.join(BENCH, "first-frame.so"), PROGRAMS[name]],
        env={**os.environ, **extra}, capture_output=True, text=True, timeout=60, check=True)
    return float(out.stdout.strip().split("\n")[-1])


def report(name, value, unit, reference, reference_value, ratio, goal, met):
    global missed
    missed = missed or not met
    print(f"{name} {value:.1f} {unit}  {reference} {reference_value:.1f}  {ratio:.3f}  goal {goal}  {'met' if met else 'missed'}", flush=True)


def compare(reference, **extra):
    """The medians of Umpire and of one reference, started by turns."""
    times = {"umpire": [], reference: []}
    for i in range(WARM_UPS + RUNS):
        for name, values in times.items():
            value = run(name, **extra)
            if i >= WARM_UPS:
                values.append(value)
    return [statistics.median(values) for values in times.values()]


# The frame that counts is the first with the welcome in it, not an empty one before it.
umpire, dummy = compare("dummy", FRAME_WITH="AdwStatusPage", GDK_DEBUG="gl-disable", GDK_DISABLE="gl", GSK_RENDERER="cairo")
report("first-frame", umpire, "ms", "dummy-window", dummy, umpire / dummy, "<=1.10", umpire <= 1.10 * dummy)
if not FLATPAK:
    umpire, empty = compare("empty")
    report("first-frame-default-renderer", umpire, "ms", "empty-window", empty, umpire / empty, "<=1.25", umpire <= 1.25 * empty)
idle_ms = run("umpire", GDK_DEBUG="gl-disable", GDK_DISABLE="gl", GSK_RENDERER="cairo", IDLE_SECONDS=str(IDLE))
ticks = idle_ms * os.sysconf("SC_CLK_TCK") / 1000
report("idle-cpu", idle_ms, "ms", "one-tick", 1000 / os.sysconf("SC_CLK_TCK"), ticks, "<1.00", ticks < 1)
sys.exit(1 if missed else 0)
