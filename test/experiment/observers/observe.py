"""Prints what the kernel says of a port, without any code of Rebind: leftovers and live sockets, and plain binds.

usage: observe.py PORT
"""
import errno
import json
import socket
import sys


def rows(port):
    found = []
    for name in ('tcp', 'tcp6', 'udp', 'udp6'):
        with open(f'/proc/net/{name}') as table:
            next(table)
            for line in table:
                fields = line.split()
                if any(end.endswith(f':{port:04X}') for end in fields[1:3]):
                    found.append(f'{name} {fields[1]} {fields[2]} {fields[3]}')
    return sorted(found)


def plain_bind(family, kind, address, port):
    opened = socket.socket(family, kind)
    try:
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((address, port))
        return 'ok'
    except OSError as error:
        return errno.errorcode[error.errno]
    finally:
        opened.close()


port = int(sys.argv[1])
print(json.dumps({
    'rows': rows(port),
    'binds': [
        plain_bind(family, kind, address, port)
        for family, address in ((socket.AF_INET, '0.0.0.0'), (socket.AF_INET6, '::'))
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
    ],
}))
