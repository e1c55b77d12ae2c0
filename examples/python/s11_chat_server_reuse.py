"""S11: the chat server with its Stop and Start buttons, and address reuse on every new listener.

    python3 s11_chat_server_reuse.py [PORT]        default 9527

The buttons are lines on its standard input: start, stop, quit. allow_reuse_address belongs to the
class: on an instance it would come after the bind.
"""

import contextlib
import socket
import socketserver
import sys
import threading


class ChatHandler(socketserver.StreamRequestHandler):
    """One chat member: what they say goes to everybody."""

    server: "ChatServer"

    def handle(self) -> None:
        self.server.join(self.request)
        try:
            for line in self.rfile:
                self.server.say(line)
        except OSError:
            pass  # stopped, or the member is gone
        finally:
            self.server.leave(self.request)


class ChatServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        self._members: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("", port), ChatHandler)

    def join(self, member: socket.socket) -> None:
        with self._lock:
            self._members.add(member)
        member.sendall(b"welcome\n")

    def leave(self, member: socket.socket) -> None:
        with self._lock:
            self._members.discard(member)

    def say(self, line: bytes) -> None:
        with self._lock:
            for member in self._members:
                with contextlib.suppress(OSError):  # gone, its own thread will notice
                    member.sendall(line)

    def stop(self) -> None:
        """End the accept loop, then close the listener and every connection."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for member in self._members:
                with contextlib.suppress(OSError):
                    member.shutdown(socket.SHUT_RDWR)


def start(port: int) -> ChatServer:
    server = ChatServer(port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527
    server: ChatServer | None = start(port)
    print(f"listening on 0.0.0.0:{port}", flush=True)
    for line in sys.stdin:
        button = line.strip()
        if button == "stop" and server:
            server.stop()
            server = None
            print("stopped", flush=True)
        elif button == "start" and not server:
            try:
                server = start(port)
                print(f"listening on 0.0.0.0:{port}", flush=True)
            except OSError as error:
                print(f"cannot start: {error}", flush=True)
        elif button == "quit":
            break
    if server:
        server.stop()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
