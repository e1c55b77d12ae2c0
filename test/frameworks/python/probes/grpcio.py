from concurrent import futures

import grpc


def start(add, *credentials):
    server = grpc.server(futures.ThreadPoolExecutor())
    getattr(server, add)("127.0.0.1:0", *credentials)
    server.start()
    server.stop(None)


def secure():
    start("add_secure_port", grpc.local_server_credentials())


listeners = {
    "gRPC add_insecure_port()": lambda: start("add_insecure_port"),
    "gRPC add_secure_port()": secure,
}
