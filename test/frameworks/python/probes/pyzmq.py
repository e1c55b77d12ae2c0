import zmq

listeners = {"zmq bind()": lambda: zmq.Context().socket(zmq.REP).bind("tcp://127.0.0.1:*")}
