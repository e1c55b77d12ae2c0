"""A TCP server with one habit, to be drilled.

    python3 habits.py PORT HABIT [FILE]
"""

import os
import pathlib
import signal
import socket
import sys
import threading
import time


def listen(port: int, reuse: bool = True, backlog: int = 64) -> socket.socket:
    listener = socket.socket()
    if reuse:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(backlog)
    return listener


def serve(listener: socket.socket) -> None:
    """Accepts, and reads what each client sends."""
    while True:
        client, _ = listener.accept()
        threading.Thread(target=read, args=(client,), daemon=True).start()


def read(client: socket.socket) -> None:
    try:
        while client.recv(4096):
            pass
    except OSError:
        pass


def plain(port: int) -> None:
    serve(listen(port))


def without_reuse(port: int) -> None:
    serve(listen(port, reuse=False))


def ignores_sigterm(port: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(listen(port))


def forks(port: int) -> None:
    """Workers accept on the listener of their parent, and end with it."""
    listener = listen(port)
    workers = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            serve(listener)
        workers.append(pid)

    def stop(*_: object) -> None:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.pause()


def leaves_workers(port: int) -> None:
    """The same, and forgets them."""
    listener = listen(port)
    if os.fork() == 0:
        serve(listener)
    signal.pause()


def daemonises(port: int) -> None:
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    if os.fork() > 0:
        os._exit(0)
    serve(listen(port))


def hides(port: int) -> None:
    """A daemon without the environment it was started in."""
    if os.environ.get("HIDDEN") is None:
        os.execve(sys.executable, [sys.executable, *sys.argv], {"HIDDEN": "1"})
    daemonises(port)


def slow(port: int) -> None:
    time.sleep(5)
    serve(listen(port))


def chatty(port: int) -> None:
    for _ in range(16):
        sys.stdout.write("x" * 1023 + "\n" + ("y" * 1023 + "\n") * 1023)
    listener = listen(port)

    def talk() -> None:
        while True:
            sys.stdout.write("z" * 65535 + "\n")
            time.sleep(0.002)

    threading.Thread(target=talk, daemon=True).start()
    serve(listener)


def exits(_: int) -> None:
    print("this server has had enough", flush=True)
    sys.exit(7)


def single(port: int) -> None:
    """Has room for one connection, reads it to its end, and ends."""
    listener = listen(port, reuse=False, backlog=0)
    client, _ = listener.accept()
    read(client)


def single_and_closes(port: int) -> None:
    """The same, and stops listening once it has it, as nc -l does."""
    listener = listen(port, reuse=False, backlog=0)
    client, _ = listener.accept()
    listener.close()
    read(client)
    signal.pause()


def drains(port: int) -> None:
    """Stops listening at once and takes its time to end."""
    listener = listen(port)

    def stop(*_: object) -> None:
        listener.close()
        time.sleep(4)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    serve(listener)


def outlasts(port: int) -> None:
    """When told to end, listens on until another one has failed to."""
    failed = pathlib.Path(sys.argv[3])

    def stop(*_: object) -> None:
        while not failed.exists():
            time.sleep(0.01)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        listener = listen(port)
    except OSError:
        failed.touch()
        raise
    serve(listener)


def tries_the_next(port: int) -> None:
    """Takes another port where this one is in use."""
    try:
        serve(listen(port, reuse=False))
    except OSError:
        print(f"port {port} is in use, trying another one", flush=True)
        serve(listen(port + 1, reuse=False))


def fails_silently(port: int) -> None:
    """Ends where its port is in use, and does not say why."""
    try:
        listener = listen(port, reuse=False)
    except OSError:
        sys.exit(1)
    serve(listener)


if __name__ == "__main__":
    globals()[sys.argv[2]](int(sys.argv[1]))
