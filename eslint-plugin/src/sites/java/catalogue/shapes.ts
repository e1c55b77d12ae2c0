/** What tells a server that the catalogue does not know, by the words of its calls: data for lower/shaped-server.ts. */

/** Calls that make a server listen where they are told, by what else must speak for it. */
export const TOLD: Readonly<Record<string, 'address' | 'server'>> = {
  listen: 'address',
  listenOn: 'address',
  listenSecure: 'address',
  listenAndServe: 'address',
  bind: 'server',
  bindNow: 'server',
  bindAsync: 'server',
  start: 'server',
  startServer: 'server',
  startListening: 'server',
  serve: 'server',
  run: 'server',
  forPort: 'server',
};

/** Calls that start a server which was told its port before. */
export const STARTS: ReadonlySet<string> = new Set([
  ...['start', 'startServer', 'startAsync', 'startListening', 'startup', 'run', 'serve', 'join', 'open'],
  ...['listen', 'bind', 'bindNow', 'bindAndStart', 'buildAndStart', 'startAndWait', 'startNow'],
]);

/** What a thread or an executor is given to run. */
export const RUNS = /^(?:execute|submit|start\w*|run\w*|schedule\w*|invoke\w*|deploy\w*|manage|addService)$/;

/** Calls that tell a server, or what describes one, its port. */
export const TELLS_PORT =
  /^(?:(?:set|with|http|https|listen|server|bind)?Port|(?:set|with)?(?:Http|Https|Listen|Server|Bind|Local|Tcp|Ssl|Socket)(?:Port|Address)|bindAddress|localAddress)$/i;

/** Calls that add what listens to a server. */
export const ADDS = /^add(?:\w*(?:Listener|Connector|Endpoint|Server|Acceptor|Transport))$/;

/** Calls that make a server listen where they are told: `createHttpServer(uri, …)`, `createStreamConnectionServer(address, …)`. */
export const CREATES = /^(?:create|new|open|launch)\w*Server$/;

/** Names of what serves: the words that a type, a variable or a method has in it. */
export const SERVES = /Server|Httpd|HTTPD|Listener|Acceptor|Daemon|Broker|Undertow|Javalin/i;

/** Names of what is none, though it has such a word: what describes a server, or speaks with one. */
export const SERVES_NOT =
  /Client|Connector|Session|Connection|Config|Options|Settings|Properties|Info|Address|Exception|Event|Handler|Factory|Mock|Fake|Stub|Proxy|Player|Observer|Subscriber|Consumer|Local|InProcess|Embedded\w*Channel|Response|Request|Statement|Context|Name|Entry|Spec/i;
