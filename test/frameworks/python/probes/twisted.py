from twisted.application import internet, strports
from twisted.internet import endpoints, protocol, reactor, ssl

factory = protocol.Factory()
here = {"interface": "127.0.0.1"}
context = ssl.ClientContextFactory()  # no certificate is asked for before a connection


def datagrams():
    return protocol.DatagramProtocol()


listeners = {
    "reactor.listenTCP()": lambda: reactor.listenTCP(0, factory, **here),
    "reactor.listenSSL()": lambda: reactor.listenSSL(0, factory, context, **here),
    "reactor.listenUDP()": lambda: reactor.listenUDP(0, datagrams(), **here),
    "reactor.listenMulticast()": lambda **options: reactor.listenMulticast(0, datagrams(), **here, **options),
    "TCP4ServerEndpoint()": lambda: endpoints.TCP4ServerEndpoint(reactor, 0, **here).listen(factory),
    "TCP6ServerEndpoint()": lambda: endpoints.TCP6ServerEndpoint(reactor, 0, interface="::").listen(factory),
    "SSL4ServerEndpoint()": lambda: endpoints.SSL4ServerEndpoint(reactor, 0, context, **here).listen(factory),
    "serverFromString()": lambda: endpoints.serverFromString(reactor, "tcp:0:interface=127.0.0.1").listen(
        factory
    ),
    "strports.service()": lambda: strports.service("tcp:0:interface=127.0.0.1", factory).startService(),
    "strports.listen()": lambda: strports.listen("tcp:0:interface=127.0.0.1", factory),
    "internet.TCPServer()": lambda: internet.TCPServer(0, factory, **here).startService(),
    "internet.SSLServer()": lambda: internet.SSLServer(0, factory, context, **here).startService(),
    "internet.UDPServer()": lambda: internet.UDPServer(0, datagrams(), **here).startService(),
    "internet.MulticastServer()": lambda **options: internet.MulticastServer(
        0, datagrams(), **here, **options
    ).startService(),
}
