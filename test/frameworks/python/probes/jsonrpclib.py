from jsonrpclib import SimpleJSONRPCServer as module


def served_by(base):
    """The options of server classes are attributes of theirs; what closes a pool waits for its threads to have begun."""
    return lambda **options: type("Server", (base,), {"server_close": lambda self: None, **options})(
        ("127.0.0.1", 0)
    )


listeners = {
    "jsonrpclib SimpleJSONRPCServer()": served_by(module.SimpleJSONRPCServer),
    "jsonrpclib PooledJSONRPCServer()": served_by(module.PooledJSONRPCServer),
}
