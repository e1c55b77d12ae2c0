import asyncio

from aiohttp import web


async def start_site(**options):
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, **options).start()


listeners = {
    "aiohttp run_app()": lambda **options: web.run_app(
        web.Application(), host="127.0.0.1", port=0, loop=asyncio.new_event_loop(), **options
    ),
    "aiohttp TCPSite()": lambda **options: asyncio.run(start_site(**options)),
}
