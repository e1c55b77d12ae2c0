"""S7: a TCP socket that may share its port where the platform can, and says so where it cannot.

    python3 s7_make_socket_detected.py [PORT]        default 9527

SO_REUSEPORT is looked for twice: in Python's socket module, and by asking the kernel.
"""

import errno
import socket
import sys


def make_server_socket() -> tuple[socket.socket, bool]:
    """Return an unbound TCP socket whose port can be bound again, and whether it can be shared."""
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # On Windows SO_REUSEADDR would let any program take the port, and a restart needs no option.
        if sys.platform != "win32":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return server, share_port(server)
    except BaseException:
        server.close()
        raise


def share_port(server: socket.socket) -> bool:
    """Set SO_REUSEPORT on a socket; return False where the platform does not have it."""
    if not hasattr(socket, "SO_REUSEPORT"):
        return False
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError as error:
        if error.errno in (errno.ENOPROTOOPT, errno.EOPNOTSUPP):
            return False
        raise
    return True


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527
    server, shared = make_server_socket()
    with server:
        server.bind(("", port))
        server.listen()
        print("other processes may listen too" if shared else "this process alone can listen")
        print(f"listening on 0.0.0.0:{port}", flush=True)
        client, _ = server.accept()
        with client:
            client.sendall(b"hello\n")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
