from thrift.transport import TSocket

listeners = {"thrift TServerSocket()": lambda: TSocket.TServerSocket("127.0.0.1", 0).listen()}
