import flask
from werkzeug.serving import make_server, run_simple

listeners = {
    "werkzeug run_simple()": lambda: run_simple("127.0.0.1", 0, None),
    "werkzeug make_server()": lambda: make_server("127.0.0.1", 0, None),
    "Flask.run()": lambda: flask.Flask("probe").run("127.0.0.1", 0),
}
