import uvicorn


async def app(scope, receive, send):
    pass


here = {"host": "127.0.0.1", "port": 0, "lifespan": "off"}

listeners = {
    "uvicorn.run()": lambda: uvicorn.run(app, **here),
    "uvicorn.Config()": lambda: uvicorn.Server(uvicorn.Config(app, **here)).run(),
}
