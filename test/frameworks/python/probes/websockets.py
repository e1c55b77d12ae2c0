import asyncio

import websockets


async def serve(**options):
    await websockets.serve(print, "127.0.0.1", 0, **options)


listeners = {"websockets.serve()": lambda **options: asyncio.run(serve(**options))}
