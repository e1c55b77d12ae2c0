/** What modules bring into a file that imports everything from them, as far as it concerns servers. */
const STARRED: Readonly<Record<string, RegExp>> = {
  socket: /^(?:socket|create_server|getaddrinfo|(?:AF|PF|SOCK|SOL|SO|IPPROTO|IP|IPV6|MCAST|INADDR)_\w+)$/u,
  socketserver: /Server$|MixIn$|Handler$/u,
  'http.server': /Server$|Handler$/u,
  'xmlrpc.server': /Server$|Handler$/u,
  bottle: /^(?:run|Bottle|app|default_app)$/u,
  asyncio: /^(?:start_server|get_event_loop|get_running_loop|new_event_loop|run)$/u,
};

/** The path of a name that a file imports with everything else of a module. */
export function starredPath(stars: readonly string[], name: string): string | undefined {
  const module = stars.find((one) => STARRED[one]?.test(name));
  return module === undefined ? undefined : `${module}.${name}`;
}

/** Modules whose import snippets leave out. */
export const isLibrary = (name: string): boolean => /^(?:socket|socketserver|asyncio)$/u.test(name);
