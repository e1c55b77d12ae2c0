import asyncio
import http.server
import multiprocessing.connection
import socket
import socketserver
import wsgiref.simple_server
import xmlrpc.server

ADDRESS = ("127.0.0.1", 0)


async def make(call, *arguments, **options):
    loop = asyncio.get_running_loop()
    await getattr(loop, call)(*arguments, **options)


def served_by(base):
    """The options of server classes are attributes of theirs."""
    return lambda **options: type("Server", (base,), options)(ADDRESS, http.server.SimpleHTTPRequestHandler)


def xmlrpc_by(base):
    return lambda **options: type("Server", (base,), options)(ADDRESS)


listeners = {
    "socket.create_server()": lambda **options: socket.create_server(ADDRESS, **options),
    "asyncio.start_server()": lambda **options: asyncio.run(
        asyncio.start_server(print, *ADDRESS, **options)
    ),
    "loop.create_server()": lambda **options: asyncio.run(
        make("create_server", asyncio.Protocol, *ADDRESS, **options)
    ),
    "loop.create_datagram_endpoint()": lambda **options: asyncio.run(
        make("create_datagram_endpoint", asyncio.DatagramProtocol, ADDRESS, **options)
    ),
    "multiprocessing Listener()": lambda: multiprocessing.connection.Listener(ADDRESS),
    "wsgiref make_server()": lambda: wsgiref.simple_server.make_server(*ADDRESS, None),
    "wsgiref WSGIServer()": served_by(wsgiref.simple_server.WSGIServer),
    "xmlrpc SimpleXMLRPCServer()": xmlrpc_by(xmlrpc.server.SimpleXMLRPCServer),
    "xmlrpc DocXMLRPCServer()": xmlrpc_by(xmlrpc.server.DocXMLRPCServer),
    **{
        f"socketserver.{name}()": served_by(getattr(socketserver, name))
        for name in (
            "TCPServer",
            "ThreadingTCPServer",
            "ForkingTCPServer",
            "UDPServer",
            "ThreadingUDPServer",
            "ForkingUDPServer",
        )
    },
    **{
        f"http.server.{name}()": served_by(getattr(http.server, name))
        for name in ("HTTPServer", "ThreadingHTTPServer")
    },
}
