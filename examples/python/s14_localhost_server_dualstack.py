"""S14: one dual-stack listener for every address that is called localhost.

    python3 s14_localhost_server_dualstack.py [PORT]        default 8080

Clients of 127.0.0.1 and of ::1 meet the same server, and a second server on either address fails
with EADDRINUSE instead of taking half of them.
"""

import contextlib
import socket
import sys


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True) as server:
        print(f"listening on :: port {port}, dual-stack", flush=True)
        while True:
            client, peer = server.accept()
            with client, contextlib.suppress(ConnectionError):
                client.sendall(f"served at ::, you are {peer[0]}\n".encode())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
