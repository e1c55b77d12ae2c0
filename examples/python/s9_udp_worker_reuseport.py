"""S9 for UDP: one of several processes that share a port, each with SO_REUSEPORT.

    python3 s9_udp_worker_reuseport.py [PORT]        default 9527

The kernel spreads the senders: one source port always meets the same process. Each datagram is
answered with the process that received it.
"""

import os
import socket
import sys


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as worker:
        worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
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
