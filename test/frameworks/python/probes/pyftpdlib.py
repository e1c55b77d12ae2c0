from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

listeners = {"pyftpdlib FTPServer()": lambda: FTPServer(("127.0.0.1", 0), FTPHandler)}
