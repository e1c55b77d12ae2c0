"""A server that does not want to be found: it clears its environment and leaves its session before it listens."""

import os
import socket
import sys

port, kind = int(sys.argv[1]), sys.argv[2]
if kind == "hides":
    if "REBIND_DRILL" in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.argv], {})
    for _ in range(2):
        if os.fork():
            os._exit(0)
        os.setsid()
listener = socket.socket()
if kind != "without_reuse":
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen()
clients = []
while True:
    clients.append(listener.accept())
