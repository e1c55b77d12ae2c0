import flask
import flask_socketio

app = flask.Flask("probe")

listeners = {
    "SocketIO.run()": lambda: flask_socketio.SocketIO(app, async_mode="threading").run(
        app, "127.0.0.1", 0, allow_unsafe_werkzeug=True
    ),
}
