import bottle

here = {"host": "127.0.0.1", "port": 0, "quiet": True}

listeners = {
    "bottle run()": lambda: bottle.run(**here),
    "Bottle.run()": lambda: bottle.Bottle().run(**here),
}
