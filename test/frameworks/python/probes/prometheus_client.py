import prometheus_client

listeners = {
    "prometheus start_http_server()": lambda: prometheus_client.start_http_server(0, addr="127.0.0.1"),
}
