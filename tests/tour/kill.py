#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the window ten times, in the middle of answers and right after votes,
and looks into the database: nothing that was acknowledged may be missing, and
what was interrupted goes on blind.
"""
import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

from screen import Failed, Program, picture, wait

ROUNDS = 10
STOP, INTERRUPTED_STATE, VOTED_STATE = 1, 1, 2


class Killer:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(20261124)
        self.votes = 0
        self.program = None
        self.process = None

    def start(self):
        with open(os.path.join(self.options.home, "printed.log"), "ab") as log:
            self.process = subprocess.Popen([self.options.program], stdout=log, stderr=subprocess.STDOUT)
        self.program = Program(os.environ["TOUR_APP_ID"], self.process.pid)
        wait(lambda: self.program.find("Prompt") or self.program.find("Try the Practice Partners"), "the window")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def query(self, sql):
        path = os.path.join(os.environ["XDG_DATA_HOME"], "umpire", "umpire.db")
        with sqlite3.connect(path) as database:
            if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise Failed("the database is damaged")
            return database.execute(sql).fetchall()

    def ask(self, number):
        program = self.program
        if program.find("Prompt") is None:
            program.press("Try the Practice Partners")
        program.type("Prompt", f"Question {number}: should I buy a new bicycle?")
        program.press("Send")
        program.wait_label("Both are answering")

    def kill_while_answering(self, number):
        self.ask(number)
        time.sleep(self.random.uniform(0.05, 2.0))
        self.kill()
        rows = self.query(f"SELECT b.state FROM battles b JOIN turns t ON t.battle_id = b.id WHERE t.prompt LIKE 'Question {number}:%'")
        if len(rows) != 1:
            raise Failed(f"battle {number} is in the database {len(rows)} times")
        self.start()
        self.go_on_blind(number)

    def go_on_blind(self, number):
        """The next start calls it interrupted, offers it, and still names no one."""
        program = self.program
        wait(lambda: self.query("SELECT count(*) FROM battles WHERE state = 0")[0][0] == 0, "the battle to become interrupted")
        names = [row[0] for row in self.query("SELECT COALESCE(label, model) FROM contenders")]
        program.press("Go On With the Interrupted Battle")
        wait(lambda: program.find("Response A"), "the interrupted battle")
        for words in program.words():
            for name in names:
                if name in words:
                    raise Failed(f"“{name}” is said of the interrupted battle {number}")
        self.kill()

    def kill_after_vote(self, number):
        self.ask(number)
        self.program.press("A is better", 60)
        wait(lambda: self.program.find_starting("Vote counted"), "the reveal")
        self.kill()
        self.votes += 1
        voted = self.query(f"SELECT b.id FROM battles b JOIN turns t ON t.battle_id = b.id WHERE t.prompt LIKE 'Question {number}:%' AND b.state = {VOTED_STATE}")
        if len(voted) != 1:
            raise Failed(f"the vote on battle {number} is lost")
        answers = self.query(f"SELECT count(*) FROM responses r JOIN turns t ON t.id = r.turn_id WHERE t.battle_id = '{voted[0][0]}' AND r.ending = {STOP} AND length(r.text) > 0")
        if answers[0][0] != 2:
            raise Failed(f"a complete answer of battle {number} is lost")

    def run(self):
        for number in range(ROUNDS):
            self.start()
            if number % 2 == 0:
                self.kill_while_answering(number)
            else:
                self.kill_after_vote(number)
            print(f"  killed {number + 1} of {ROUNDS}", flush=True)
        if self.query("SELECT count(*) FROM verdicts")[0][0] != self.votes:
            raise Failed("the verdicts in the database are not those that were cast")


def main():
    parser = argparse.ArgumentParser()
    for option in ["--program", "--out", "--name", "--home", "--server", "--geometry"]:
        parser.add_argument(option)
    killer = Killer(parser.parse_args())
    try:
        killer.run()
    except Failed as failure:
        print(f"FAILED: {failure}", flush=True)
        picture(os.path.join(killer.options.out, "failed-kill.png"), required=False)
        with open(os.path.join(killer.options.out, "failed-kill.txt"), "w", encoding="utf-8") as file:
            file.write(killer.program.outline())
        return 1
    finally:
        if killer.process is not None and killer.process.poll() is None:
            killer.process.kill()
    return 0


sys.exit(main())
