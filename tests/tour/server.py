#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that speaks openai-chat, with several models.

usage: server.py PORT-FILE [--swap]

Writes its port into PORT-FILE. Every request must carry the key; what was
asked is appended to PORT-FILE.log, without the key. With --swap the first two
models exchange their answers: the same two texts come from the other names.
"""
import http.server
import json
import sys
import time

from server_names import KEY, MODELS

PORT_FILE = sys.argv[1]
SWAP = "--swap" in sys.argv

ANSWERS = [
    """Use **fast doubling**: two identities let you jump from *F(k)* to *F(2k)* directly.

```python
def fib(n):
    def step(n):
        if n == 0:
            return 0, 1
        a, b = step(n // 2)
        c = a * (2 * b - a)
        d = a * a + b * b
        return (d, c + d) if n % 2 else (c, d)
    return step(n)[0]
```

**Cost.** The recursion halves *n*, so it makes O(log n) steps; each step multiplies numbers of up to n bits.

- 10 steps reach *F(1000)*
- 20 steps reach *F(1 000 000)*
""",
    """Here is the classic loop. It keeps the last two numbers and walks up to *n*:

```python
def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
```

| n | additions | digits |
|---:|---:|---:|
| 10 | 10 | 2 |
| 100 | 100 | 21 |
| 1000 | 1000 | 209 |

It needs *n* additions and constant extra space. For very large *n* the numbers themselves grow, so each addition costs more.
""",
    """There is a closed form, due to **Binet**:

> F(n) = (φⁿ − ψⁿ) / √5

It is short, but floating point gives it up near *n* = 70. For exact results use a loop or matrix powers:

1. write the recurrence as a 2×2 matrix,
2. raise it to the n-th power by squaring,
3. read off the corner.
""",
]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def note(self, **facts):
        with open(PORT_FILE + ".log", "a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")

    def allowed(self):
        if self.headers.get("Authorization") == "Bearer " + KEY:
            return True
        self.reply(401, {"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": "invalid_api_key"}})
        self.note(path=self.path, status=401)
        return False

    def reply(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.rstrip("/") != "/v1/models":
            self.reply(404, {"error": {"message": "Not found"}})
        elif self.allowed():
            self.note(path=self.path, status=200)
            self.reply(200, {"object": "list", "data": [{"id": name, "object": "model", "owned_by": "tour"} for name in MODELS]})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.allowed():
            return
        self.note(path=self.path, status=200, model=request["model"], messages=len(request["messages"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        place = MODELS.index(request["model"])
        if SWAP and place < 2:
            place = 1 - place
        turns = sum(message["role"] == "user" for message in request["messages"])
        text = ANSWERS[place] if turns == 1 else "And in the second turn: " + ANSWERS[(place + turns - 1) % 3]
        self.stream(request["model"], text)

    def stream(self, model, text):
        head = {"id": "chatcmpl-tour", "object": "chat.completion.chunk", "created": 1700000000, "model": model}
        pieces = [text[i:i + 12] for i in range(0, len(text), 12)]
        for piece in pieces:
            self.event({**head, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            time.sleep(0.004)
        self.event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        usage = {"prompt_tokens": 20, "completion_tokens": len(pieces) * 3, "total_tokens": 20 + len(pieces) * 3}
        self.event({**head, "choices": [], "usage": usage})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def event(self, document):
        self.chunk(b"data: " + json.dumps(document).encode() + b"\n\n")

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
with open(PORT_FILE, "w", encoding="utf-8") as port_file:
    port_file.write(str(server.server_port))
server.serve_forever()
