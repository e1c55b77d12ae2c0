/** A port that something is told: `.port(8080)`, `.setHttpPort(port)`. */
const TOLD = /\.(?:set|with|http|https|listen|server|bind)?[pP]ort\s*\(\s*[^)\s]/u;

/** What starts a server that was told its port before. */
const STARTS = /\.(?:start|startServer|serve|buildAndStart|listen)\s*\(/gu;

/** Whether a text tells something a port, and starts something behind it; each is looked for once, as they may be all that the file has. */
function isToldAndStarted(text: string): boolean {
  const told = TOLD.exec(text);
  if (!told) {
    return false;
  }
  STARTS.lastIndex = told.index + told[0].length;
  return STARTS.test(text);
}

/** Names of libraries, and calls and constructors that are told a port. */
const NAMES = new RegExp(
  [
    /Server(?:Socket|Connector|Builder)|Bootstrap|Undertow|Datagram(?:Socket|Channel|Acceptor)|MulticastSocket/u,
    /(?:Https?|HTTP|SMTP|WebSocket|Quick|WireMock)Server|LocateRegistry|Javalin|NanoHTTPD|NanoWSD|\bWiser\b/u,
    /spark\.Spark|\bignite\b|NetworkListener|\bgetServers\b|\bextends\s+(?:\w+\.)*Server\b|\bbind(?:Now|Async|UntilJavaShutdown)?\s*\(/u,
    /\.(?:listen|rxListen)(?:On|Secure|AndServe|AndAwait|AndForget)?\s*\(/u,
    /\bnew\s+[\w.]*(?:Server|Httpd|HTTPD|Listener|Acceptor|Daemon|Broker)\s*\([^;]{0,99}?(?:[pP]ort\b|PORT|[1-9]\d{3}|[aA]ddr)/u,
    /\.(?:start|startServer|startListening|run|serve|forPort)\s*\([^;)]{0,60}?(?:[pP]ort|PORT|\d{2}|[aA]ddr)/u,
    /\badd\w*(?:Listener|Connector)\s*\(\s*(?:\d|\w*[pP]ort)/u,
    // looked back from the bracket, once a word: a word may be a file long
    /Server\s*\((?<=(?:create|new|open|launch)\w*Server\s*\()[^;)]{0,99}?(?:[pP]ort|\d{2}|[aA]ddr|[uU]ri|URI|:\/\/)/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'u',
);

/** What a file of Java says that may bind a server socket. */
export const mentionInJava: Pick<RegExp, 'test'> = {
  test: (text) => NAMES.test(text) || isToldAndStarted(text),
};
