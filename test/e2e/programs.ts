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

/** The source of a server that answers by HTTP and says nothing of reuse. */
export function httpServer(port: number): string {
  return `import socket
import threading

listener = socket.socket()
listener.bind(("127.0.0.1", ${port}))
listener.listen()


def answer(client):
    client.recv(4096)
    client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nhello\\n")
    client.recv(4096)
    client.close()


while True:
    client, _ = listener.accept()
    threading.Thread(target=answer, args=(client,), daemon=True).start()
`;
}
