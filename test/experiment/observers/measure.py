"""Measures the cells of one address pair without any code of Rebind. Every cell has a port of its own.

usage: measure.py FIRST SECOND (tcp|udp) FIRST_PORT
"""
import errno
import json
import socket
import sys
import time

OPTIONS = {'SO_REUSEADDR': socket.SO_REUSEADDR, 'SO_REUSEPORT': socket.SO_REUSEPORT}
OPTION_SETS = [[], ['SO_REUSEADDR'], ['SO_REUSEPORT'], ['SO_REUSEADDR', 'SO_REUSEPORT']]
STATES = {
    'tcp': ['BOUND', 'LISTEN', 'ESTABLISHED', 'FIN_WAIT2', 'CLOSE_WAIT', 'TIME_WAIT', 'CLOSED'],
    'udp': ['BOUND', 'ESTABLISHED', 'CLOSED'],
}
PROC_STATES = {'01': 'ESTABLISHED', '05': 'FIN_WAIT2', '06': 'TIME_WAIT', '08': 'CLOSE_WAIT', '0A': 'LISTEN'}


def plain(address):
    return address.split('/')[0].removeprefix('::ffff:')


def reaches(bound, target):
    """Whether a socket bound to an address is met by traffic to a specific one."""
    if bound == '0.0.0.0':
        return ':' not in target
    if bound == '::':
        return True
    if bound == '::/v6only':
        return ':' in target
    return plain(bound) == target


def meeting_point(first, second):
    specific = [plain(a) for a in (first, second) if plain(a) not in ('0.0.0.0', '::')]
    both = [a for a in [*specific, '127.0.0.1', '::1'] if reaches(first, a) and reaches(second, a)]
    if both:
        return both[0]
    return next(a for a in [*specific, '127.0.0.1', '::1'] if reaches(first, a))


def make(address, options, protocol):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1 if address.endswith('/v6only') else 0)
    for option in options:
        made.setsockopt(socket.SOL_SOCKET, OPTIONS[option], 1)
    return made


def attempt(call):
    try:
        call()
        return 'ok'
    except OSError as error:
        return errno.errorcode[error.errno]


def proc_state(port, peer_port):
    for name in ('tcp', 'tcp6'):
        with open(f'/proc/net/{name}') as table:
            next(table)
            for line in table:
                fields = line.split()
                if fields[1].endswith(f':{port:04X}') and fields[2].endswith(f':{peer_port:04X}'):
                    return PROC_STATES.get(fields[3], fields[3])
    return None


def leave(protocol, state, address, options, target, port):
    """Returns the sockets that keep the state alive, and the state that was reached."""
    first = make(address, options, protocol)
    first.bind((address.split('/')[0], port))
    if state == 'BOUND':
        return [first], 'BOUND'
    family = socket.AF_INET6 if ':' in target else socket.AF_INET
    if protocol == 'udp':
        if state == 'CLOSED':
            first.close()
            return [], 'CLOSED'
        peer = socket.socket(family, socket.SOCK_DGRAM)
        peer.bind((target, 0))
        prefix = '::ffff:' if ':' in address and ':' not in target else ''
        first.connect((prefix + target, peer.getsockname()[1]))
        return [first, peer], 'ESTABLISHED'
    first.listen(5)
    if state == 'LISTEN':
        return [first], proc_state(port, 0)
    client = socket.socket(family)
    client.connect((target, port))
    peer_port = client.getsockname()[1]
    server, _ = first.accept()
    first.close()
    alive = [server, client]
    if state in ('FIN_WAIT2', 'TIME_WAIT'):
        server.close()
        client.recv(1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        alive = [client]
        if state == 'TIME_WAIT':
            client.close()
            alive = []
    elif state == 'CLOSE_WAIT':
        client.close()
        alive = [server]
    elif state == 'CLOSED':
        client.close()
        server.close()
        alive = []
    reached = proc_state(port, peer_port)
    for _ in range(100):
        if reached is None or reached == state:
            break
        time.sleep(0.005)
        reached = proc_state(port, peer_port)
    return alive, reached or 'CLOSED'


def main():
    first, second, protocol, port = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    target = meeting_point(first, second)
    cells = []
    for state in STATES[protocol]:
        for first_options in OPTION_SETS:
            for second_options in OPTION_SETS:
                port += 1
                alive, reached = leave(protocol, state, first, first_options, target, port)
                later = make(second, second_options, protocol)
                bind = listen = None
                if reached == state:
                    bind = attempt(lambda: later.bind((second.split('/')[0], port)))
                    if bind == 'ok' and protocol == 'tcp':
                        listen = attempt(lambda: later.listen(5))
                cells.append({
                    'state': state, 'first': first_options, 'second': second_options,
                    'reached': reached == state, 'bind': bind, 'listen': listen,
                })
                for opened in [later, *alive]:
                    opened.close()
    print(json.dumps(cells))


main()
