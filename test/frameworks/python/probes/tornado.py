from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

listeners = {
    "tornado bind_sockets()": lambda **options: bind_sockets(0, "127.0.0.1", **options),
    "tornado listen()": lambda **options: Application().listen(0, "127.0.0.1", **options),
    "tornado TCPServer.bind()": lambda **options: HTTPServer(Application()).bind(0, "127.0.0.1", **options),
}
