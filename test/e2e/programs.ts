// Python programs that are none of Rebind's, so that what the panel says of them can be known beforehand.

function python(...lines: string[]): string {
  return ['import socket, time', ...lines, ''].join('\n');
}

/** A server without any option that has the port until it is ended. */
export function server(port: number): string {
  return python(
    's = socket.socket()',
    `s.bind(("127.0.0.1", ${port}))`,
    's.listen()',
    'print("listening", flush=True)',
    'time.sleep(600)',
  );
}

/** A server without any option that was the first to close its one connection, and is gone: the port is in TIME_WAIT. */
export function leavesTimeWait(port: number): string {
  return python(
    's = socket.socket()',
    `s.bind(("127.0.0.1", ${port}))`,
    's.listen()',
    `c = socket.create_connection(("127.0.0.1", ${port}))`,
    'a, _ = s.accept()',
    'a.close()',
    'c.recv(1)',
    'c.close()',
    's.close()',
    'print("listening no more", flush=True)',
  );
}
