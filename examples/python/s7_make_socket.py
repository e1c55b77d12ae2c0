"""S7: a TCP socket that may share its port, on any platform. Or so it says.

    python3 s7_make_socket.py [PORT]        default 9527

socket.SO_REUSEPORT is assumed to exist. Python has it only where the system it was built on has it:
on Windows this is an AttributeError, on a kernel older than the headers an OSError (ENOPROTOOPT).
"""

import socket
import sys


def make_server_socket() -> socket.socket:
    """Return an unbound TCP socket whose port can be bound again and shared."""
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return server


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527
    with make_server_socket() as server:
        server.bind(("", port))
        server.listen()
        print(f"listening on 0.0.0.0:{port}", flush=True)
        client, _ = server.accept()
        with client:
            client.sendall(b"hello\n")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
