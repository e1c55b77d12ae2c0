"""Whether a server that is killed while a client is connected starts again, as this kernel has it: restart.py FILE PORT OTHER_PORT

Runs a copy of the server on another port, since what a failed restart leaves behind blocks a port for a minute.
"""

import json
import socket
import subprocess
import sys
import time

file, port, other = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(file, encoding="utf-8") as source:
    program = source.read().replace(port, str(other))


def start():
    return subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)


def connect(server):
    """Connects as soon as somebody listens; None where the server ends instead."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", other))
        except ConnectionRefusedError:
            time.sleep(0.01)
    return None


first = start()
client = connect(first)
if client is None:
    sys.exit(f"the server did not start:\n{first.stderr.read()}")
# answered, so that the server has accepted the connection and will be the first to close it
client.sendall(b"GET / HTTP/1.1\r\n\r\n")
client.recv(4096)
first.kill()
first.wait()
second = start()
comes_back = connect(second) is not None
if comes_back:
    second.kill()
second.wait()
client.close()
print(json.dumps({"comesBack": comes_back, "says": second.stderr.read().strip().split("\n")[-1]}))
