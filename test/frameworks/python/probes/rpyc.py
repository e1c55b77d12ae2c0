from rpyc.core import SlaveService
from rpyc.utils import server


def served_by(name):
    def start(**options):
        getattr(server, name)(SlaveService, hostname="127.0.0.1", port=0, **options)._listen()

    return start


listeners = {
    "rpyc ThreadedServer()": served_by("ThreadedServer"),
    "rpyc ThreadPoolServer()": served_by("ThreadPoolServer"),
    "rpyc ForkingServer()": served_by("ForkingServer"),
    "rpyc OneShotServer()": served_by("OneShotServer"),
    "rpyc GeventServer()": served_by("GeventServer"),
}
