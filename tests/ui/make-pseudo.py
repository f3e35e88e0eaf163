#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a language of its own out of every string: accented, a third longer
and in brackets, so that what is not translated or has no room can be seen.

usage: make-pseudo.py SOURCE-ROOT OUTPUT.mo [COPY.mo]

COPY.mo, in a folder that may not exist yet, gets the same.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ACCENTS = str.maketrans("aeiouAEIOUcnsyzCNSYZ", "åéîöûÅÉÎÖÛçñšýžÇÑŠÝŽ")
KEEP = re.compile(r"%(?:\d+\$)?[-+ #0']*\d*(?:\.\d+|\.\*)?(?:G_GU?INT64_FORMAT|hh|h|ll|l|z|j)?[a-zA-Z%]|<[^>]*>|&[a-z]+;|\\n|\\\"|\\\\|https?://\S+")


def translate(text):
    out, at = [], 0
    for match in KEEP.finditer(text):
        out.append(text[at:match.start()].translate(ACCENTS))
        out.append(match.group())
        at = match.end()
    out.append(text[at:].translate(ACCENTS))
    letters = len(re.sub(KEEP, "", text))
    tail = "\\n" if text.endswith("\\n") else ""
    body = "".join(out)
    if tail:
        body = body[:-2]
    return "[" + body + "·" * max(1, letters // 3 if letters < 60 else letters // 6) + "]" + tail


def main():
    root, output = sys.argv[1:3]
    copy = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "umpire.pot")
        subprocess.run(["xgettext", "--from-code=UTF-8", "--directory=" + root, "--files-from=" + os.path.join(root, "po/POTFILES.in"),
                        "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=ngettext:1,2",
                        "--keyword=g_dngettext:2,3", "--no-wrap", "--output=" + pot], check=True, stderr=subprocess.DEVNULL,
                       env={**os.environ, "GETTEXTDATADIRS": "/usr/share/gettext"})
        with open(pot, encoding="utf-8") as file:
            entries = file.read().split("\n\n")
        head = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
                '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Language: xx\\n"\n')
        out = [head]
        for entry in entries[1:]:
            lines = [line for line in entry.split("\n") if not line.startswith("#") or line.startswith("#,")]
            out.append("\n".join(rewrite(lines)))
        po = os.path.join(folder, "xx.po")
        with open(po, "w", encoding="utf-8") as file:
            file.write("\n\n".join(out) + "\n")
        subprocess.run(["msgfmt", "--check-format", "-o", output, po], check=True)
        if copy is not None:
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy(output, copy)


def rewrite(lines):
    """One entry: its msgstr lines become the translation of its msgid lines."""
    joined, texts, current = [], {}, None
    for line in lines:
        match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line)
        if match:
            current = match.group(1)
            texts[current] = match.group(2)
        elif line.startswith('"') and current:
            texts[current] += line[1:-1]
        elif line:
            joined.append(line)
    for name in ["msgctxt", "msgid", "msgid_plural"]:
        if name in texts:
            joined.append(f'{name} "{texts[name]}"')
    if "msgid_plural" in texts:
        joined.append(f'msgstr[0] "{translate(texts["msgid"])}"')
        joined.append(f'msgstr[1] "{translate(texts["msgid_plural"])}"')
    elif "msgid" in texts:
        joined.append(f'msgstr "{translate(texts["msgid"])}"')
    return joined


main()
