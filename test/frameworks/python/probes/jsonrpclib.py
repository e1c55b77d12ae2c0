from jsonrpclib import SimpleJSONRPCServer as module


def served_by(base):
    """The options of server classes are attributes of theirs."""
    return lambda **options: type("Server", (base,), options)(("127.0.0.1", 0))


listeners = {
    "jsonrpclib SimpleJSONRPCServer()": served_by(module.SimpleJSONRPCServer),
    "jsonrpclib PooledJSONRPCServer()": served_by(module.PooledJSONRPCServer),
}
