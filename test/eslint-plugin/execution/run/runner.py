"""Runs programs, each in a process of its own: RUNNER FOLDER BASE REPORT OUTPUT HELD."""

import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import socketserver
import struct
import sys
import traceback

HIGH = 500
REFUSED = 95


def out_of_the_way(fd):
    high = fcntl.fcntl(fd, fcntl.F_DUPFD, HIGH)
    os.close(fd)
    return high


def hold(port, kind):
    holder = socket.socket(socket.AF_INET, kind)
    fd = out_of_the_way(holder.detach())
    held = socket.socket(fileno=fd)
    held.bind(("0.0.0.0", port))
    if kind == socket.SOCK_STREAM:
        held.listen()
    return held


def peer():
    """A listener for clients, on a port of the kernel's choice: a bind would be counted as the program's."""
    listener = socket.socket()
    listener = socket.socket(fileno=out_of_the_way(listener.detach()))
    listener.listen()
    return listener


def run(code, index, base, output, held):
    os.dup2(output, 1)
    os.dup2(output, 2)
    kept = []
    for name, offset in CONFIG["variables"]:
        os.environ[name] = str(base + offset)
        if held:
            kept += [hold(base + offset, socket.SOCK_STREAM), hold(base + offset, socket.SOCK_DGRAM)]
    kept.append(peer())
    os.environ["PEER_PORT"] = str(kept[-1].getsockname()[1])
    sys.argv = ["program"]
    signal.alarm(10)
    with contextlib.suppress(OSError):
        os.close(CONFIG["mark"] + index)
    status = 0
    try:
        exec(code, {"__name__": "__main__"})
    except SystemExit as exit:
        status = exit.code or 0
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main():
    folder, base, report, output, held = sys.argv[1:]
    output = out_of_the_way(os.open(output, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
    with open(report, "w") as lines:
        for index in range(CONFIG["programs"]):
            start = os.lseek(output, 0, os.SEEK_END)
            try:
                with open(f"{folder}/{index}.py", newline="") as source:
                    code = compile(source.read(), f"{index}.py", "exec")
            except SyntaxError as error:
                os.write(output, str(error).encode())
                status = REFUSED << 8
            else:
                lines.flush()
                child = os.fork()
                if child == 0:
                    run(code, index, int(base) + index * CONFIG["ports"], output, held == "1")
                status = os.waitpid(child, 0)[1]
            how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
            print(index, how, start, os.lseek(output, 0, os.SEEK_END), file=lines)


with open(f"{sys.argv[1]}/config.json") as config:
    CONFIG = json.load(config)
main()
