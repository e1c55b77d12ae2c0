"""S14: a server on one of the two addresses that are called localhost.

    python3 s14_localhost_server.py [ADDRESS [PORT]]        default 127.0.0.1 8080

Start one on 127.0.0.1 and one on ::1, same port: both listen, no error anywhere, and clients of
localhost meet now one, now the other. Each client is told which one serves it.
"""

import contextlib
import socket
import sys


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, port), family=family) as server:
        print(f"listening on {address} port {port}", flush=True)
        while True:
            client, _ = server.accept()
            with client, contextlib.suppress(ConnectionError):
                client.sendall(f"served at {address}\n".encode())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
