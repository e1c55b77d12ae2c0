import gevent.backdoor
import gevent.pywsgi
import gevent.server

HERE = ("127.0.0.1", 0)


def started(server):
    server.start()
    server.stop()


listeners = {
    "gevent WSGIServer()": lambda: started(gevent.pywsgi.WSGIServer(HERE, print)),
    "gevent StreamServer()": lambda: started(gevent.server.StreamServer(HERE, print)),
    "gevent BackdoorServer()": lambda: started(gevent.backdoor.BackdoorServer(HERE)),
    "gevent DatagramServer()": lambda: started(gevent.server.DatagramServer(HERE, print)),
}
