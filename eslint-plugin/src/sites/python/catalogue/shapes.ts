import { withoutOption } from '../../flow/catalogue.ts';
import type { Listener } from './family.ts';

/**
 * What a call says by its words where nothing is known of what is called. Knowledge alone: shape.ts weighs it.
 */

/** The first word of functions that make a server listen: `run`, `serve_forever`, `startServer`. */
export const VERB = /^(?:run|serve|listen|launch|start|make|create)$/u;

/** Their other words, where they have some. */
export const WHAT =
  /^(?:server|http|https|httpd|tcp|udp|tls|ssl|ws|wss|websocket|wsgi|asgi|grpc|rpc|web|app|api|daemon|service|site|dashboard|forever|async|debug|simple|dev|threaded|on|and|the|in|thread|background)$/u;

/** Words of such functions that name a server: the verb alone says less. */
export const SERVER_WORD = /^(?:serve|server|http|https|httpd|wsgi|asgi|web|websocket|dashboard)$/u;

/** What a server or an application is called. */
export const SERVER_NAME =
  /(?:^|[._a-z])(?:app|application|server|srv|httpd?|socket_?io|sio|wsgi|asgi|api|daemon|flask|bottle|dash|dashboard|gateway|listener|bjoern|meinheld|klein)$/iu;

/** What a client, or something that is sent somewhere, is called. */
export const CLIENT_NAME =
  /client|proxy|tunnel|forward|scan|exploit|attack|ssh|sftp|telnet(?!lib3)|browser|driver|docker|container|redis|mongo|sql|database|(?:^|[._])db|session|query|requests?$|connect|remote|mock|fake|dummy|stub|upstream|peer/iu;

/** Keywords that a client gives. */
export const CLIENT_KEYWORD =
  /^(?:user|username|passw(?:or)?d|passwd|url|uri|database|db|dbname|key_filename|target|dst|dest|destination|remote_host|remote_port|payload|query|cmd|command)$/u;

/** Keywords that only servers give. */
export const SERVER_KEYWORD =
  /^(?:debug|threaded|processes|use_reloader|use_debugger|reloader?|reload|workers|ssl_context|ssl_certfile|certfile|access_log|log_output|allow_unsafe_werkzeug|server_name|share|backlog|reuse_port|reuse_address|bind_and_activate|handler|handler_class|request_handler|open_browser)$/u;

/** Those of an application that listens where it is configured to: of Flask and those that imitate it. */
export const APPLICATION_KEYWORD = /^(?:debug|threaded|use_reloader|use_debugger|ssl_context)$/u;

/** Keywords that hold the port, and the address beside it. */
export const PORT_KEYWORD =
  /^(?:(?:server|listen|http|bind|tcp|udp|web|ws)_?)?port(?:_?(?:no|num|number))?$/iu;
export const HOST_KEYWORD =
  /^(?:(?:server|listen|http|bind|tcp|udp|web|ws)_?)?(?:host(?:_?name)?|addr(?:ess)?|ip(?:_?addr(?:ess)?)?|interface|bind|bind_?addr(?:ess)?)$|^server_name$/iu;

/** Classes that by their names are servers: `SomethingServer`, `FTPServer`. */
export const SERVER_CLASS_NAME = /^_*[A-Z]?\w*Server(?:V?\d)?$|HTTPD$|Httpd$/u;

/** Classes of that name that are none: clients of a server, doubles of tests, servers of a path. */
export const OTHER_CLASS_NAME = /Client|Tunnel|Mock|Fake|Dummy|Stub|Unix|Pipe|Query|Remote|Forwarder|Serial/u;

/** Modules whose calls bind nothing, or nothing that is not in the catalogue. Source: their documentation. */
export const NO_SERVERS =
  /^(?:subprocess|unittest|mock|doctest|pytest|timeit|cProfile|runpy|threading|multiprocessing|concurrent|sqlalchemy|tkinter|Tkinter|ldap3?|xmlrpc\.client|xmlrpclib|jsonrpclib\.Server|couchdb|mcstatus|fabric|invoke|paramiko|docker|selenium|playwright|logging|click|typer|sys|os|time|signal|asyncio|curio|trio\.run|anyio\.run)(?:\.|$)/u;

/** What starts a server that was made before. */
export const STARTS =
  /\.(?:serve_forever|serve|start|start_server|start_forever|run|run_forever|listen|handle_request|start_background|start_async|serve_until_stopped|serveforever|start_thread|start_in_thread|run_in_thread|start_listening)(?=\s*(?:\(|[,)\n]|$))/gu;

/** Keywords of reuse that libraries have, each under a name of its own. */
const OPTIONS: NonNullable<Listener['options']> = [
  [-1, 'reuse_port', 'reusePort'],
  [-1, 'allow_reuse_port', 'reusePort'],
  [-1, 'reuse_address', 'reuseAddr'],
  [-1, 'reuse_addr', 'reuseAddr'],
  [-1, 'allow_reuse_address', 'reuseAddr'],
];

/** A server that is known by the shape of its call alone: what it sets is not known. */
export const shaped = (
  name: string,
  protocol: 'tcp' | 'udp',
  where: Pick<Listener, 'port' | 'host' | 'address' | 'isPortElsewhere'>,
): Listener => ({
  api: withoutOption({
    name,
    runtime: 'python',
    protocol,
    instead: undefined,
    unstated: 'shapedServer',
  }),
  options: OPTIONS,
  ...where,
});
