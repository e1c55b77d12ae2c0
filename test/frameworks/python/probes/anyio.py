import anyio


async def listen(options):
    await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0, **options)


listeners = {"anyio.create_tcp_listener()": lambda **options: anyio.run(listen, options)}
