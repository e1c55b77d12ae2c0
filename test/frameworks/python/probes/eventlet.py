import socket

import eventlet


def free():
    """A port of its own: on port 0 eventlet shares nothing."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()


listeners = {"eventlet.listen()": lambda **options: eventlet.listen(free(), **options)}
