import asyncio

import asyncssh

KEYS = [asyncssh.generate_private_key("ssh-ed25519")]


async def listen(**options):
    await asyncssh.listen("127.0.0.1", 0, server_host_keys=KEYS, **options)


async def create_server(**options):
    await asyncssh.create_server(asyncssh.SSHServer, "127.0.0.1", 0, server_host_keys=KEYS, **options)


listeners = {
    "asyncssh.listen()": lambda **options: asyncio.run(listen(**options)),
    "asyncssh.create_server()": lambda **options: asyncio.run(create_server(**options)),
}
