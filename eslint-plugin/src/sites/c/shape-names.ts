/**
 * What a name says its function does: binds an address, listens, makes or starts a server, or opens a socket of a transport, which
 * may be a client's.
 */
export type Deed = 'bind' | 'listen' | 'serve' | 'open';

/** The words of camelCase, snake_case and CONSTANT_CASE, in lower case. */
const wordsOf = (name: string): readonly string[] =>
  name
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const TRANSPORT =
  /^(?:tcp\d?|udp\d?|sock(?:et)?s?|net|inet[46]?|dgram|datagram|http[ds]?|https|ws|wss|websocket|rpc|ssl|tls|dtls|rtsp|rtp|ipc|telnet|ftp|tftp|ssh|mqtt|coap|dns|conn)$/;
const SERVER =
  /^(?:servers?|srv|svr|serv|daemon|httpd|ftpd|tftpd|telnetd|listener|acceptor|(?:tcp|udp|http|web|net|ws|rpc)(?:server|srv|listener))$/;
const VERB =
  /^(?:open|create|start|init|initiali[sz]e|new|make|run|setup|set|up|begin|launch|serve|establish|activate|spawn|bring)$/;
const LISTENS = /^(?:listen(?:ing|fd|sock|socket)?|serve)$/;

/** Words of names that have to do with ports and addresses, and bind none. */
const OTHER =
  /^(?:connect(?:ed|ion|ions|or)?|client|get|is|has|can|find|look|lookup|parse|print|log|add|remove|del|delete|free|close|stop|end|shutdown|destroy|kill|check|test|validate|valid|send|recv|receive|read|write|query|resolve|ping|request|forward|map|mapping|nat|upnp|scan|show|dump|allow|deny|update|from|to|format|on|un|unbind|rebind|handle|serial|uart|usb|midi|tty|gpio|remote|peer|proxy|mock|fake|wait|info|name|names|url|uri|stats|status|state|error|count|next|option|task|session|job|message|packet|pkt|header|hdr|benchmark|bench|event|timer|page|frame|response|reply|upstream|backend|pool|memcached?|redis|mysql|stun|turn|ntp|rr|record|random|ephemeral|expect|return|stub|ignore|callback|handler|post|put|options|opt|opts|flag|flags)$/;

/** Words of what is bound beside sockets: by OpenGL and its like, databases, directories, events, scripts and devices. */
const NO_ADDRESS =
  /^(?:gl|vk|egl|texture|textures|buffer|buffers|vao|vbo|fbo|ubo|shader|framebuffer|renderbuffer|sampler|program|pipeline|descriptor|descriptors|vertex|index|uniform|attrib|attribute|image|sqlite3?|sql|mysql|pg|stmt|statement|param|params|parameter|parameters|column|int|int32|int64|double|float|text|blob|null|value|values|ldap|sasl|signal|slot|event|events|key|keys|cmd|command|property|variable|symbol|arg|args|function|func|method|callback|thread|cpu|core|irq|driver|device|clock|memory|mem|queue|exchange|xdp|bpf|dma|numa|mount|widget|action|model|view|script|lua|js|python|type|class|object|context|handler|lambda|rule|group|role|user|password|service|container|layout|resource|material|mesh|camera|animation|translate|term|tree|node|edge|list|channel)$/;

const deeds = new Map<string, Deed | undefined>();

/** What a function's name says that it does; undefined where it says nothing of servers. */
export function deedOf(name: string): Deed | undefined {
  if (!deeds.has(name)) {
    if (deeds.size > MAX_KNOWN) {
      deeds.clear();
    }
    deeds.set(name, readDeed(name));
  }
  return deeds.get(name);
}

/** Names are few, and asked for again in each file. */
const MAX_KNOWN = 20_000;

function readDeed(name: string): Deed | undefined {
  if (!MAY_SAY.test(name) || name.length > 60) {
    return undefined;
  }
  const words = wordsOf(name);
  if (words.at(-1) === 'bind') {
    return words.some((word) => NO_ADDRESS.test(word)) || words.some((word) => NO_BIND.test(word))
      ? undefined
      : 'bind';
  }
  const listens = words.some((word) => LISTENS.test(word));
  if (words.some((word) => OTHER.test(word) && !(word === 'on' && listens))) {
    return undefined;
  }
  if (words.includes('bind')) {
    return words.some((word) => NO_ADDRESS.test(word) || NO_BIND.test(word)) ? undefined : 'bind';
  }
  if (words.includes('set') && !words.includes('up')) {
    return undefined;
  }
  if (listens) {
    return 'listen';
  }
  const isTransport = words.some((word) => TRANSPORT.test(word));
  const does = words.some((word) => VERB.test(word));
  if (words.some((word) => SERVER.test(word))) {
    return does || isTransport ? 'serve' : undefined;
  }
  // what is new has another end: `udp_new(&remote, port, 0)`, `modbus_new_tcp(ip, port)`
  return isTransport && does && !words.includes('new') ? 'open' : undefined;
}

/** Words before `bind` that make it another thing. */
const NO_BIND =
  /^(?:is|get|has|can|un|re|connect|client|remote|source|expect|return|stub|ignore|mock|fake|random|outgoing)$/;

const MAY_SAY = /bind|listen|serv|srv|svr|sock|tcp|udp|net|http|dgram|acceptor|daemon|ftpd|rtp|ws|rpc/i;

/** Whether a name has to do with sockets: of what a method is called on, or of a function. */
export const isOfSockets = (name: string): boolean =>
  wordsOf(name).some((word) => TRANSPORT.test(word) || SERVER.test(word) || SOCKET.test(word));

const SOCKET =
  /sock|udp|tcp|^serv|(?:web|http|my|m)server|^listen|^accept|endpoint|multicast|broadcast|dgram|^receiver/;

/** Whether a name is that of a server: of a variable that holds one. */
export const isServerName = (name: string): boolean =>
  wordsOf(name).some((word) => SERVER.test(word) || /^(?:server\d*|app|udp|tcp|web|listen)$/.test(word)) &&
  !/client|config|servers$|list$|map|info|name|addr/i.test(name);

/** Classes whose objects take connections or datagrams, by their names: `TcpServer`, `HTTPListener`. */
export const isServerClass = (name: string): boolean => SERVER_CLASS.test(name);

const SERVER_CLASS =
  /^\w*(?:T[Cc][Pp]|U[Dd][Pp]|H[Tt]{2}[Pp]|Socket|Web|W[Ss]|Net|R[Pp][Cc]|S[Ss][Ll]|T[Ll][Ss]|R[Tt][Ss][Pp]|F[Tt][Pp]|Telnet|Modbus|M[Qq][Tt]{2}|Echo|Wi[Ff]i|Ethernet)\w*(?:Server|Listener|Acceptor)$/;

/** Methods that start what is called a server. */
export const STARTS =
  /^(?:start|run|open|begin|init|initiali[sz]e|setup|serve|up|activate|bind|listen|launch|create|Start|Run|Open|Init|Listen|Bind|Serve|Create)(?:Server|Listen(?:ing)?|_?server|_?listen(?:ing)?|On|Port)?$/;
