import type { ConfiguredPort, ConfiguredPorts, Protocol } from './model.ts';

export interface BestPortOptions {
  /** Only this package's ports, as `ConfiguredPort.package` names it. */
  package?: string;
  protocol?: Protocol;
}

/**
 * The port a server of the folder most likely takes: the first one that is neither inactive nor a database's. Where there is
 * none of these, undefined: a database's port is never somebody's server.
 */
export function bestPort(
  { ports }: Pick<ConfiguredPorts, 'ports'>,
  options: BestPortOptions = {},
): ConfiguredPort | undefined {
  return ports.find(
    (port) =>
      port.inactive === undefined &&
      port.dependency === undefined &&
      (options.package === undefined || port.package === options.package) &&
      (options.protocol === undefined || port.protocol === options.protocol),
  );
}
