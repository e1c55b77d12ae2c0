// Preloaded with --import, before any framework is: notes every call of net.Server.prototype.listen in this process.
import net from 'node:net';

/** net.Server.listen() as Node brings it. */
export const { listen } = net.Server.prototype;

/**
 * The calls so far: the server, port and option as `listen` got them, and a promise for the end of the attempt.
 * @type {{ server: net.Server, port: unknown, reusePort: unknown, settled: Promise<unknown> }[]}
 */
export const calls = [];

/** Whether every call is to bind to a port the kernel chooses, whatever port it names. */
export const ports = { replaced: false };

net.Server.prototype.listen = function (...arguments_) {
  const [first] = arguments_;
  const options = typeof first === 'object' ? first : undefined;
  const settled = new Promise((resolve) => {
    for (const event of ['listening', 'error', 'close']) {
      this.once(event, resolve);
    }
  });
  calls.push({ server: this, port: options ? options.port : first, reusePort: options?.reusePort, settled });
  if (ports.replaced) {
    arguments_[0] = options ? { ...options, port: 0 } : 0;
  }
  return Reflect.apply(listen, this, arguments_);
};
