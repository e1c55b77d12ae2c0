import waitress


def app(environ, start_response):
    pass


listeners = {"waitress.serve()": lambda: waitress.serve(app, host="127.0.0.1", port=0)}
