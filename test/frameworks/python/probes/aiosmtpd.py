from aiosmtpd.controller import Controller


def start():
    controller = Controller(None, "127.0.0.1", 0)
    # what its thread does, so that it ends with the probe
    controller.loop.run_until_complete(controller._create_server())


listeners = {"aiosmtpd Controller()": start}
