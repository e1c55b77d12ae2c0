import { deedOf, isServerClass, STARTS } from './shape-names.ts';

/** What a text says that may hold a server. */
type Mention = Pick<RegExp, 'test'>;

/** The system's call, however it is spelled. */
const BIND = /\b[bB][iI][nN][dD]\s*\(/;

/** Calls and classes of libraries of C that say by their names alone that they may bind. */
const C_LIBRARIES =
  /\b(?:evconnlistener_new_bind|evhttp_bind_socket|uv_(?:tcp|udp)_bind|zmq_bind|nn_bind|nng_listen|mg_(?:(?:http_|mqtt_)?listen|bind|start)|MHD_start_daemon|us_socket_context_listen|lws_create_(?:context|vhost)|enet_(?:host_create|socket_bind)|SDLNet_(?:TCP|UDP)_Open|NET_CreateServer|(?:netconn|(?:al)?tcp|udp)_bind|sock_udp_create|sock_tcp_listen|simple_udp_register)/;

/** Those of C++. */
const CPP_LIBRARIES =
  /[aA]cceptor|ServerSocket|Q(?:Tcp|Ssl|WebSocket|Http)Server|CivetServer|create_webserver|\bCROW_ROUTE\b|\bcrow(?:::|\.h\b)|\buWS::|\bPistache\b|\bdrogon\b|\bAddListeningPort\b|\budp::socket\b|\bTcpListener\b|\bUdpSocket\b|\b(?:TCP|HTTP|Tcp|Http)Server\b|\b(?:WiFi|Ethernet)(?:UDP|Udp|Server)\b|\b(?:ESP8266|Async)?WebServer\b/;

/** Words that names of functions and objects which bind have. */
const WORD =
  /[bB]ind|[lL]isten|[sS]erve|[sS]rv|[sS]vr|[dD]aemon|httpd|[uU][dD][pP]|[tT][cC][pP]|[sS]ock|[dD]gram|\bapp\b|net_/g;

/** What calls, and names a port or an address: `..er_start(port)`, `..er.start(8080)`, `..er server(8080)`. */
const CALLS =
  /\w*>?(?:<[^<>;(){}]{1,60}>)?(?:(?:\.|->)(?<method>\w+)|[\s*&]+\w+)?\s*[({][^;{}]{0,160}?(?:[pP]ort|PORT|HTONS|\b\d{2,5}\b|[aA]ddr|[eE]ndpoint|QHostAddress|:\/\/)/y;

const START = /\w*$/;

const REST = /\w*/y;

/** Where the word at an offset ends: what it says is asked once, as a word may be a file long. */
function endOfWord(text: string, offset: number): number {
  REST.lastIndex = offset;
  REST.test(text);
  return REST.lastIndex;
}

/** Longer than names are. */
const MAX_NAME = 60;

/** Whether a text calls what by its name and what it is given may be a server of another file. */
function mayHaveShape(text: string): boolean {
  let end = 0;
  for (const { index } of text.matchAll(WORD)) {
    if (index < end) {
      continue;
    }
    end = endOfWord(text, index);
    CALLS.lastIndex = index;
    const call = CALLS.exec(text);
    if (call) {
      const before = START.exec(text.slice(Math.max(0, index - MAX_NAME), index))?.[0] ?? '';
      const name = before + (/^\w+/.exec(call[0])?.[0] ?? '');
      const method = call.groups?.method;
      if (
        method === undefined
          ? deedOf(name) !== undefined || isServerClass(name)
          : STARTS.test(method) || deedOf(method) !== undefined
      ) {
        return true;
      }
    }
  }
  return false;
}

/** What a file of C says that may bind a server socket. */
export const mentionInC: Mention = {
  test: (text) => BIND.test(text) || C_LIBRARIES.test(text) || mayHaveShape(text),
};

/** What a file of C++ says that may bind a server socket. */
export const mentionInCpp: Mention = {
  test: (text) => mentionInC.test(text) || CPP_LIBRARIES.test(text),
};
