import socket

import cheroot.server
import cheroot.wsgi


def free():
    """A port of its own: on port 0 cheroot sets nothing."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()


def prepared(server):
    server.prepare()


listeners = {
    "cheroot wsgi.Server()": lambda: prepared(cheroot.wsgi.Server(free(), print)),
    "cheroot HTTPServer()": lambda: prepared(cheroot.server.HTTPServer(free(), cheroot.server.Gateway)),
}
