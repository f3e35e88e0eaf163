#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job, worked by the names that a screen reader hears.

usage: tour.py --program PROGRAM --out FOLDER --name light|dark|narrow --home FOLDER --server PORT-FILE
       [--launch COMMAND] [--sandbox]

With --launch, COMMAND starts the program; with --sandbox, it runs in one, where
no other program reads its keyring and there is no file chooser.

First run, practice battle, a provider that is a server on loopback, its key in
the real keyring, a battle of two turns, vote, reveal, leaderboard, export.
"""
import argparse
import json
import os
import shlex
import subprocess
import sys
import time

from screen import BUTTONS, Atspi, Failed, Program, is_showing, key, name_of, picture, wait, walk
from server_names import KEY, MODELS

PROMPT = "Write a function that returns the n-th Fibonacci number fast, and explain its cost."
EVENING = 10
# The code: where the layout has function keys on a level of their own, xdotool
# presses Alt with the symbol.
F10 = "76"
SECRETS = MODELS + ["Loopback", "tour"]


class Tour:
    def __init__(self, options):
        self.options = options
        self.count = 0
        self.process = None
        self.program = None
        self.nameless = set()

    def start(self):
        command = shlex.split(self.options.launch) if self.options.launch else [self.options.program]
        self.process = subprocess.Popen(command, cwd=self.options.home, stdout=self.log(), stderr=subprocess.STDOUT)
        self.program = Program(os.environ["TOUR_APP_ID"])
        wait(lambda: self.program.find("Battle"), "the window")

    def log(self):
        return open(os.path.join(self.options.home, "printed.log"), "ab")

    def shot(self, name):
        self.count += 1
        path = os.path.join(self.options.out, f"{self.count:02d}-{name}-{self.options.name}.png")
        picture(path, self.options.geometry)
        nameless = self.program.nameless()
        if nameless:
            self.nameless |= {f"{name}: {control}" for control in nameless}
            self.write_outline(f"nameless-{name}")
        print(f"    {os.path.basename(path)}", flush=True)

    def write_outline(self, name):
        with open(os.path.join(self.options.out, f"{name}-{self.options.name}.txt"), "w", encoding="utf-8") as file:
            file.write(self.program.outline())

    def step(self, title, function):
        print(f"{title} …", flush=True)
        began = time.time()
        function()
        print(f"  done in {time.time() - began:.1f} s", flush=True)

    def see_both(self):
        """Where one pane is shown at a time, the vote waits until both were."""
        for side in ["Response B", "Response A"]:
            if self.program.find("Response to Show") is not None:
                self.program.press(side)
                time.sleep(0.3)  # A glance.

    # The steps.

    def first_run(self):
        self.start()
        wait(lambda: self.program.find("Judge Models Blind"), "the welcome")
        self.shot("welcome")

    def practice(self):
        program = self.program
        program.press("Try the Practice Partners")
        program.type("Prompt", "I am unhappy with my old bicycle. Should I buy a new one?")
        program.press("Send")
        program.wait_label("Both are answering")
        self.shot("practice-answering")
        wait(lambda: program.find_starting("Ready to vote") or program.find_starting("Look at both"), "both answers", 90)
        self.see_both()
        program.press("A is better")
        wait(lambda: program.find_starting("Vote counted"), "the toast")
        self.shot("practice-reveal")
        program.press("End Practice")

    def add_provider(self):
        program = self.program
        port = wait(lambda: open(self.options.server, encoding="utf-8").read().strip(), "the server")
        program.press("Add Provider")
        program.type("Search services", "custom")
        time.sleep(0.5)  # The list filters itself after a moment.
        program.click(wait(lambda: program.find("Custom", ("list item",)), "the service “Custom”"))
        program.type("Name", "Loopback")
        program.type("Address", f"http://127.0.0.1:{port}/v1/")
        program.type("Key", "  " + KEY + "  ")
        self.shot("provider-key")
        program.press("Next")
        wait(lambda: program.find(MODELS[0]), "the list of models")
        self.shot("provider-models")
        program.press("Add")
        wait(lambda: program.find("Loopback"), "the provider in the preferences")
        self.shot("provider-added")
        program.press("Contenders")
        self.shot("contenders")
        program.press("Battles")
        self.shot("preferences")
        program.close("Preferences")
        wait(lambda: program.find("Ask Anything"), "the window to be ready for a battle", 30)

    def read_key(self):
        """Another program reads the key back from the keyring."""
        found = subprocess.run(["secret-tool", "search", "--all", "--unlock", "xdg:schema", os.environ["TOUR_APP_ID"] + ".ProviderKey"], capture_output=True, text=True, check=False)
        if KEY not in found.stdout + found.stderr:
            raise Failed("secret-tool does not find the key in the keyring: " + found.stderr[:500])

    def blind(self, place):
        """Nothing that the program says may name who answers."""
        for words in self.program.words():
            for secret in SECRETS:
                if secret in words:
                    raise Failed(f"{place}: “{secret}” is said before the verdict, in “{words[:200]}”")

    def battle(self):
        program = self.program
        program.type("Prompt", PROMPT)
        program.press("Send")
        program.wait_label("Both are answering")
        self.blind("while they answer")
        self.shot("answering")
        wait(lambda: program.find_starting("Ready to vote") or program.find_starting("Look at both"), "both answers", 60)
        self.see_both()
        self.blind("before the vote")
        self.shot("ready")
        program.type("Prompt", "And how would you test it?")
        program.press("Send")
        wait(lambda: program.find_starting("Both are answering"), "the second turn")
        wait(lambda: program.find_starting("Ready to vote") or program.find_starting("Look at both"), "both second answers", 60)
        self.see_both()
        self.blind("in the second turn")
        self.shot("second-turn")

    def vote(self):
        program = self.program
        program.press("A is better")
        wait(lambda: program.find_starting("Vote counted"), "the reveal")
        said = set(program.words())
        for side in ["Response B", "Response A"]:  # Newer GTK does not tell of the one that is not shown.
            if program.find("Response to Show") is not None:
                program.press(side)
                wait(lambda: program.find_starting(side + ","), "the name of " + side)
                said |= set(program.words())
        if sum(model in " ".join(said) for model in MODELS) < 2:
            raise Failed("the reveal does not name both contenders")
        self.shot("reveal")

    def evening(self):
        """More battles, so that the board has something to say. The judge likes
        fast doubling best and the closed form least."""
        program = self.program
        for number in range(EVENING):
            program.press("New Battle")
            program.type("Prompt", f"Fibonacci numbers, please, number {number + 1}.")
            program.press("Send")
            wait(lambda: program.find_starting("Ready to vote") or program.find_starting("Look at both"), "both answers", 60)
            self.see_both()
            said = [self.taste(side) for side in ("A", "B")]
            program.press("Tie" if number % 6 == 5 else "A is better" if said[0] > said[1] else "B is better")
            wait(lambda: program.find_starting("Vote counted"), "the reveal")

    def taste(self, side):
        pane = next(node for node in self.program.nodes() if node.get_name().startswith(f"Response {side}") and node.get_role_name() in ("panel", "grouping"))
        text = " ".join(node.get_name() for node in walk(pane))
        return ("fast doubling" in text) - ("closed form" in text)

    def leaderboard(self):
        program = self.program
        key("ctrl+2")
        wait(lambda: program.find_starting("Ratings with their intervals"), "the chart")
        said = " ".join(program.words())
        if sum(model in said for model in MODELS) < 2:
            raise Failed("the leaderboard does not hold both contenders")
        self.shot("leaderboard")

    def export(self):
        program = self.program
        path = os.path.join(self.options.home, "board.csv")
        button = wait(lambda: program.find_button("Export", BUTTONS) or program.find_button("Export Leaderboard", BUTTONS), "the button of the formats")
        Atspi.Action.do_action(button, 0)
        Atspi.Action.do_action(wait(lambda: self.menu_item("Comma-Separated Values", 0), "the formats"), 0)
        program.type("Name:", path)
        program.press("Save")
        text = wait(lambda: os.path.exists(path) and open(path, encoding="utf-8").read(), "the exported file")
        head = text.split("\n")[0].strip()
        if head != "model,rating,lo,hi,se,votes,wins,losses,ties,both_bad,rank_low,rank_high,p_best":
            raise Failed(f"the exported file begins with “{head}”")
        if sum(model in text for model in MODELS) < 2:
            raise Failed("the exported file does not hold both contenders")

    def history(self):
        key("ctrl+3")
        wait(lambda: self.program.find("Search prompts and answers", ("text", "entry")), "the history")
        self.shot("history")
        self.program.type("Search prompts and answers", "n-th Fibonacci")
        wait(lambda: self.program.find_starting(PROMPT[:30]), "the battle in the history")

        self.program.click(wait(lambda: self.program.find_starting(PROMPT[:30], ("list item",)), "the row of the battle"))
        wait(lambda: self.program.find("Delete battle"), "the battle of the history")
        self.shot("history-battle")

    def dialogs(self):
        program = self.program
        key("ctrl+question")
        wait(lambda: program.find("Keyboard Shortcuts", ("frame", "dialog")), "the shortcuts")
        self.shot("shortcuts")
        key("Escape")
        wait(lambda: program.find("Keyboard Shortcuts", ("frame", "dialog")) is None, "the shortcuts to close")
        key(F10)
        about = wait(lambda: self.menu_item("About Umpire", -2), "the menu")
        self.shot("menu")
        Atspi.Action.do_action(about, 0)
        wait(lambda: program.find("About", ("frame", "dialog")), "the About window")
        self.shot("about")
        key("Escape")
        wait(lambda: program.find("About", ("frame", "dialog")) is None, "the About window to close")

    def menu_item(self, name, place):
        """Of the open menu. The items of GTK 4.24 have no names, so there the
        place says which it is."""
        items = [node for node in self.program.nodes() if node.get_role_name() in ("menu item", "check menu item") and is_showing(node) and not name_of(node).strip()]
        return self.program.find(name) or (items[place] if items else None)

    def finish(self):
        key("ctrl+q")
        try:
            if self.process.wait(20) != 0:
                raise Failed(f"the program ended with status {self.process.returncode}")
        except subprocess.TimeoutExpired as error:
            raise Failed("the program does not end") from error

    def run(self):
        self.step("First run", self.first_run)
        self.step("Practice battle", self.practice)
        self.step("Add a provider", self.add_provider)
        if not self.options.sandbox:
            self.step("Key in the keyring", self.read_key)
        self.step("Battle of two turns", self.battle)
        self.step("Vote and reveal", self.vote)
        if self.options.name == "light":
            self.step("An evening of battles", self.evening)
        self.step("Leaderboard", self.leaderboard)
        if not self.options.sandbox:
            self.step("Export", self.export)
        self.step("History", self.history)
        self.step("Dialogs", self.dialogs)
        self.step("End", self.finish)
        if self.nameless:
            raise Failed("controls without a name: " + "; ".join(sorted(self.nameless)))


def main():
    parser = argparse.ArgumentParser()
    for option in ["--program", "--out", "--name", "--home", "--server", "--geometry", "--launch"]:
        parser.add_argument(option)
    parser.add_argument("--sandbox", action="store_true")
    tour = Tour(parser.parse_args())
    try:
        tour.run()
    except Failed as failure:
        print(f"FAILED: {failure}", flush=True)
        picture(os.path.join(tour.options.out, f"failed-{tour.options.name}.png"), required=False)
        if tour.program is not None:
            tour.write_outline("failed")
        return 1
    finally:
        if tour.process is not None and tour.process.poll() is None:
            tour.process.kill()
    return 0


sys.exit(main())
