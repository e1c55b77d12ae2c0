"""S10: sends lines to the multicast group, for the receivers of this scenario in C and TypeScript.

    python3 s10_multicast_sender.py [PORT [INTERFACE]]        default 5004 on 127.0.0.1

Each line of its standard input is one datagram to 239.255.43.10.
"""

import socket
import sys

GROUP = "239.255.43.10"


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 5004
    interface = sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        for line in sys.stdin:
            sender.sendto(line.rstrip("\n").encode(), (GROUP, port))


if __name__ == "__main__":
    main()
