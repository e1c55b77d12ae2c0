import Pyro4
import Pyro4.naming

here = {"host": "127.0.0.1", "port": 0}

listeners = {
    "Pyro Daemon()": lambda: Pyro4.Daemon(**here),
    "Pyro serve()": lambda: Pyro4.Daemon.serveSimple({}, ns=False, **here),
    "Pyro start_ns()": lambda: Pyro4.naming.startNS(enableBroadcast=False, **here),
}
