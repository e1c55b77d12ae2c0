import asyncio

import quart

app = quart.Quart("probe")

listeners = {
    "Quart.run()": lambda: app.run("127.0.0.1", 0, use_reloader=False),
    "Quart.run_task()": lambda: asyncio.run(app.run_task("127.0.0.1", 0)),
}
