"""S9 for UDP: one of several processes meant to share a port, without the option this takes.

    python3 s9_udp_worker.py [PORT]        default 9527

The first one receives, every other one fails with EADDRINUSE. Each datagram is answered with the
process that received it.
"""

import os
import socket
import sys


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as worker:
        worker.bind(("", port))
        print(f"listening on 0.0.0.0:{port}/udp, pid {os.getpid()}", flush=True)
        while True:
            _, sender = worker.recvfrom(65535)
            worker.sendto(f"received by {os.getpid()}\n".encode(), sender)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
