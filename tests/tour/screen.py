# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as a screen reader sees it: found, read and worked by name and
role alone."""
import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

BUTTONS = ("push button", "button", "toggle button", "menu item", "check menu item", "radio menu item", "page tab", "link")
TEXTS = ("text", "entry", "password text")
# What has to have a name besides: what can be worked, and what a screen reader
# goes through one by one.
NAMED = BUTTONS + TEXTS + ("check box", "combo box", "radio button", "slider", "spin button", "switch", "list", "list item", "table", "table row", "table cell",
                           "tree table", "page tab list", "frame", "dialog", "alert", "canvas", "progress bar")


class Failed(Exception):
    """A step of the job did not come out as it must."""


def walk(node):
    yield node
    try:
        count = node.get_child_count()
    except Exception:  # the object died while we looked
        return
    for i in range(count):
        try:
            child = node.get_child_at_index(i)
        except Exception:
            continue
        if child is not None:
            yield from walk(child)


def states(node):
    try:
        return node.get_state_set()
    except Exception:
        return Atspi.StateSet()


def is_showing(node):
    """GTK 4.8 has no SHOWING state; what is not mapped has no size."""
    try:
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except Exception:
        return False
    return box.width > 0 and box.height > 0


def name_of(node):
    """The name. GTK 4.8 says that of a button with a mnemonic twice, once with
    the underscore."""
    name = node.get_name()
    if name.startswith("Gtk") and node.get_role_name() in BUTTONS and node.get_child_count() > 0:
        return node.get_child_at_index(0).get_name()
    half = (len(name) - 2) // 2
    if "_" in name and name[half + 2:] == name[:half + 1].replace("_", "", 1):
        return name[half + 2:]
    return name


def is_no_name(name):
    """GTK calls what has no name by its type."""
    return not name.strip() or re.match("(Gtk|Adw|Ump)[A-Z]", name) is not None


def is_part(node, role):
    """What GTK and libadwaita make and leave nameless: the toggle of a drop-down,
    the head and the body of a table, the list of a group without a title, the
    switcher of a switcher bar, the cross of a toast, the eye of a key. Newer GTK
    does not even say the type of the lists, the toast is an alert there, and the
    items of a menu have no names in 4.24."""
    parent = node.get_parent()
    return parent.get_role_name() in ("combo box", "tree table") or node.get_name() == "GtkListBox" \
        or role in ("alert", "list", "page tab list", "menu item", "check menu item") and not node.get_name() \
        or parent.get_name() == "AdwToastWidget" or node.get_description() in ("Show Text", "Hide Text") \
        or role == "page tab list" and parent.get_parent().get_parent().get_name() == "GtkActionBar"


def is_sensitive(node):
    return states(node).contains(Atspi.StateType.SENSITIVE)


def wait(condition, what, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        try:
            value = condition()
        except Failed:
            raise
        except Exception:  # the tree is changing under us
            value = None
        if value:
            return value
        time.sleep(0.05)
    raise Failed(f"waited {seconds} s in vain for {what}")


class Program:
    """One running application."""

    def __init__(self, name, pid=None):
        self.name = name
        self.pid = pid
        self.root = wait(self._find_root, f"the application {name}", 30)

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() == self.name and self.pid in (None, child.get_process_id()):
                return child
        return None

    def nodes(self):
        return walk(self.root)

    def find(self, name, roles=None, showing=True):
        for node in self.nodes():
            try:
                if name_of(node) != name:
                    continue
                if roles and node.get_role_name() not in roles:
                    continue
                if showing and not is_showing(node):
                    continue
                return node
            except Exception:
                continue
        return None

    def find_starting(self, start, roles=None):
        for node in self.nodes():
            try:
                if node.get_name().startswith(start) and is_showing(node) and (not roles or node.get_role_name() in roles):
                    return node
            except Exception:
                continue
        return None

    def find_button(self, name, roles):
        """A button that can be pressed: a menu button holds one of its name."""
        for node in self.nodes():
            try:
                if name_of(node) == name and node.get_role_name() in roles and is_showing(node) and is_sensitive(node) \
                        and Atspi.Action.get_n_actions(node) > 0:
                    return node
            except Exception:
                continue
        return None

    def press(self, name, seconds=20, roles=BUTTONS):
        node = wait(lambda: self.find_button(name, roles), f"the button “{name}”", seconds)
        if not Atspi.Action.do_action(node, 0):
            raise Failed(f"“{name}” could not be pressed")

    def close(self, window):
        """Presses the Close button of one window."""
        frame = wait(lambda: self.find(window, ("frame", "dialog")), f"the window “{window}”")
        button = next(node for node in walk(frame) if name_of(node) == "Close" and node.get_role_name() in BUTTONS)
        Atspi.Action.do_action(button, 0)
        wait(lambda: self.find(window, ("frame", "dialog")) is None, f"the window “{window}” to close")

    def type(self, name, text, seconds=20):
        node = wait(lambda: self.find(name, TEXTS), f"the field “{name}”", seconds)
        if not Atspi.EditableText.set_text_contents(node, text):
            raise Failed(f"“{name}” could not be written")
        return node

    def read(self, node):
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def click(self, node):
        """Clicks the middle of something that has no action, such as a row."""
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        x, y = box.x + box.width // 2, box.y + box.height // 2
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)

    def wait_label(self, start, seconds=20):
        return wait(lambda: self.find_starting(start), f"the words “{start}”", seconds)

    def words(self):
        """Everything that is said about everything: names, descriptions, texts."""
        said = []
        for node in self.nodes():
            try:
                said.append(node.get_name())
                said.append(node.get_description())
                if node.get_text_iface() is not None:
                    said.append(self.read(node))
                attributes = node.get_attributes() or {}
                said.extend(attributes.values())
            except Exception:
                continue
        return [word for word in said if word]

    def nameless(self):
        """What a screen reader could only call by its role, or by the name of
        a type."""
        found = []
        for node in self.nodes():
            try:
                role, name = node.get_role_name(), name_of(node)
                if is_showing(node) and is_no_name(name) and (role in NAMED or name.startswith("Ump") and role != "filler") and not is_part(node, role):
                    parent = node.get_parent()
                    found.append(f"{role} “{name}” in {parent.get_role_name()} “{parent.get_name()}”")
            except Exception:
                continue
        return found

    def outline(self):
        """The tree as text, for comparing two runs."""
        lines = []

        def visit(node, depth):
            try:
                lines.append("  " * depth + f"{node.get_role_name()}|{node.get_name()}|{node.get_description()}")
                for i in range(node.get_child_count()):
                    child = node.get_child_at_index(i)
                    if child is not None:
                        visit(child, depth + 1)
            except Exception:
                pass

        visit(self.root, 0)
        return "\n".join(lines)


def picture(path, geometry=None, required=True):
    """Saves the screen, or WIDTHxHEIGHT+X+Y of it."""
    # Away with the pointer, whose tooltip would lie over the picture, but not
    # out of the window: without a window manager the keys would follow it.
    height = geometry.split("x")[1].split("+")[0] if geometry else "760"
    subprocess.run(["xdotool", "mousemove", "2", str(int(height) - 3)], check=True)
    time.sleep(0.4)  # The frame that was asked for last has to reach the display.
    command = ["import", "-window", "root"]
    if geometry:
        command += ["-crop", geometry, "+repage"]
    subprocess.run(command + [path], check=True)
    if required and os.path.getsize(path) < 2000:
        raise Failed(f"{path} is an empty picture")


def key(combination):
    subprocess.run(["xdotool", "key", combination], check=True)
