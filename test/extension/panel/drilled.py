"""A server that says nothing of reuse, until its environment says so: drilled.py PORT"""

import os
import socket
import sys

s = socket.socket()
if os.environ.get("REUSE"):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
held = []
while True:
    held.append(s.accept()[0])
