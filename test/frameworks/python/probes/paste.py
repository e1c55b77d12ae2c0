import paste.httpserver

listeners = {"paste httpserver.serve()": lambda: paste.httpserver.serve(print, "127.0.0.1", "0")}
