#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the fuzzers' first inputs from the recorded responses.

usage: make-corpus.py FOLDER      writes FOLDER/{framer,events,errors,models,halves,archive,votes}
"""
import json
import os
import sys

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/wire")
# As in the table of src/core/providers/ump-dialect.c.
DIALECTS = ["openai-chat", "openai-responses", "anthropic", "gemini", "ollama"]
# As in fuzz-events.c.
CONTENT_TYPES = [None, "text/event-stream", "application/json", "application/x-ndjson"]
HINTS = {"responses": 1, "messages": 2, "anthropic": 2, "gemini": 3, "ollama": 4}


def write(folder, name, content):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content)


def choose_dialect(name):
    return next((number for hint, number in HINTS.items() if hint in name), 0)


def choose_content_type(head):
    for line in head.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-type" and value.split(";")[0].strip() in CONTENT_TYPES:
            return CONTENT_TYPES.index(value.split(";")[0].strip())
    return 0


def add_capture(root, name, content):
    head, _, body = content.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    dialect = choose_dialect(name)
    events = bytes([dialect, choose_content_type(head), 40]) + body
    write(f"{root}/framer", name, bytes([1 if dialect == 4 else 0, 6]) + body)
    if "-models" in name or "-tags" in name:
        for number in range(len(DIALECTS)):
            write(f"{root}/models", f"{name}-{number}", bytes([number]) + body)
    elif status >= 300:
        number = status - 300
        write(f"{root}/errors", name, bytes([dialect, number // 256, number % 256]) + body)
        write(f"{root}/events", name, events)
    else:
        write(f"{root}/events", name, events)


def add_vectors(root):
    with open(os.path.join(DATA, "sse-vectors.json"), encoding="utf-8") as file:
        vectors = json.load(file)["vectors"]
    for vector in vectors:
        if "bytes" in vector:
            write(f"{root}/framer", "vector-" + vector["name"], b"\0\0" + vector["bytes"].encode("utf-8", "surrogatepass"))
        elif "bytes_hex" in vector:
            write(f"{root}/framer", "vector-" + vector["name"], b"\0\0" + bytes.fromhex(vector["bytes_hex"]))


def add_votes(root):
    files = [
        "model_a,model_b,winner,tstamp,tokens_a,tokens_b,category\na,b,model_a,1700000000.5,10,20,math\nb,c,tie (bothbad),1700000001,1,2,code\n",
        "\ufeffwinner,model_b,model_a\r\nmodel_b,\"a, \"\"b\"\"\",\"c\nd\"\r\ntie,x,y\r\n",
        "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n1,a,b,\"[]\",\"[]\",\"[]\",1,0,0\n",
        '[{"model_a":"a","model_b":"b","winner":"tie","anony":true,"tstamp":1.5,"conv_metadata":{"sum_assistant_a_tokens":3,"header_count_a":{"h1":1}}}]',
        '{"model_a":"a","model_b":"b\\u00e9","winner":"both_bad","question_id":"q"}\n{"model_a":"b","model_b":"a","winner":"model_a"}\n',
    ]
    for number, text in enumerate(files):
        for columns in (0, 15):
            write(f"{root}/votes", f"votes-{number}-{columns}", bytes([columns, 6]) + text.encode())


def main():
    root = sys.argv[1]
    captures = os.path.join(DATA, "captures")
    for name in sorted(os.listdir(captures)):
        if name.endswith(".http"):
            with open(os.path.join(captures, name), "rb") as file:
                add_capture(root, name, file.read())
    add_vectors(root)
    add_votes(root)
    archives = os.path.join(DATA, "../archives")
    for name in sorted(os.listdir(archives)):
        with open(os.path.join(archives, name), "rb") as file:
            write(f"{root}/archive", name, file.read())
    write(f"{root}/models", "gemini", b"\3" + json.dumps({"models": [
        {"name": "models/x", "displayName": "X", "inputTokenLimit": 9, "supportedGenerationMethods": ["generateContent"]}],
        "nextPageToken": "t"}).encode())
    write(f"{root}/models", "anthropic", b"\2" + json.dumps({"data": [
        {"id": "claude", "display_name": "C", "max_input_tokens": 9}], "has_more": True, "last_id": "claude"}).encode())
    answers = os.path.join(DATA, "../answers")
    for name in sorted(os.listdir(answers)):
        with open(os.path.join(answers, name), "rb") as file:
            write(f"{root}/markdown", name, file.read())
    lines = b"".join(b"%s\n" % json.dumps(line).encode() for line in [
        {"choices": [{"delta": {"content": "Hi"}}]}, {"choices": [{"delta": {}, "finish_reason": "stop"}]}])
    write(f"{root}/events", "lines", bytes([0, CONTENT_TYPES.index("application/x-ndjson"), 6]) + lines)
    for number, seed in enumerate([b"\1\xc0\2", b"\1\2\xc1\1\xc0\xc0\2", bytes(range(16)), b"\1\1\xc0\2\2"]):
        write(f"{root}/halves", str(number), seed)


main()
