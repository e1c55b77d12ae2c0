import asyncio

import hypercorn.asyncio
import hypercorn.config


async def app(scope, receive, send):
    while scope["type"] == "lifespan":
        message = await receive()
        await send({"type": f"{message['type']}.complete"})


def serve():
    config = hypercorn.config.Config()
    config.bind = ["127.0.0.1:0"]
    asyncio.run(hypercorn.asyncio.serve(app, config))


listeners = {"hypercorn.asyncio.serve()": serve}
