"""Starts the listeners of one library's probe, each with the options asked for, while strace watches.

A probe has `listeners`: the catalogue's name of an API -> a function that takes reuse options and makes it listen on a port
of the kernel's choice. What is asked for is a list of [name, options] in JSON. Each start is announced on stderr, and ends
when the socket listens, so that servers that run for ever need no end of their own.
"""

import json
import os
import runpy
import socket
import sys


class Listening(BaseException):
    """Not an Exception: no server takes it for an error of its own."""


def listen(self, *backlog):
    super(socket.socket, self).listen(*backlog)
    raise Listening


probe, asked = sys.argv[1:]
listeners = runpy.run_path(probe)["listeners"]
socket.socket.listen = listen
for name, options in json.loads(asked):
    os.write(2, f"start {json.dumps([name, options])}\n".encode())
    try:
        listeners[name](**options)
    except Listening:
        pass
# threads that a server left behind hold up nothing
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
