import trio


async def open_listeners():
    await trio.open_tcp_listeners(0, host="127.0.0.1")


async def serve():
    with trio.move_on_after(1):
        await trio.serve_tcp(print, 0, host="127.0.0.1")


listeners = {
    "trio.open_tcp_listeners()": lambda: trio.run(open_listeners),
    "trio.serve_tcp()": lambda: trio.run(serve),
}
