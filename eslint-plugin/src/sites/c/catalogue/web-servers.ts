import type { Family } from './family.ts';

const HTTPLIB: Family = {
  name: 'cpp-httplib',
  mention: /\bhttplib\b/,
  types: [
    {
      type: /^(?:httplib::)?(?:SSL)?Server$/,
      name: 'httplib::Server',
      methods: Object.fromEntries(
        ['listen', 'bind_to_port'].map((method) => [
          method,
          {
            does: 'shares',
            port: 1,
            atLeast: 2,
            instead: 'give set_socket_options() a function that sets SO_REUSEADDR alone',
            stated: /\bset_socket_options\b/,
          } as const,
        ]),
      ),
    },
  ],
  source: 'httplib.h default_socket_options(), yhirose/cpp-httplib at 6494edd',
};

const MONGOOSE: Family = {
  name: 'Mongoose',
  mention: /\bmg_(?:(?:http|mqtt)_)?listen\b|\bmg_bind(?:_opt)?\b/,
  calls: {
    ...Object.fromEntries(
      ['mg_http_listen', 'mg_mqtt_listen', 'mg_listen'].map((name) => [
        name,
        {
          does: 'sets',
          port: 1,
          atLeast: 3,
          instead: 'bind a socket of your own and give it to mg_wrapfd()',
        } as const,
      ]),
    ),
    ...Object.fromEntries(
      ['mg_bind', 'mg_bind_opt'].map((name) => [
        name,
        {
          does: 'unverified',
          port: 1,
          atLeast: 3,
          instead: 'bind a socket of your own and give it to mg_add_sock()',
        } as const,
      ]),
    ),
  },
  source:
    'src/sock.c mg_open_listener(), cesanta/mongoose at 282ae0d; mg_bind() of older versions is not verified',
};

const CIVETWEB: Family = {
  name: 'CivetWeb, Mongoose to 5',
  mention: /\bcivetweb\b|\bCivetServer\b|\bmg_start\b/,
  types: [
    {
      type: /^CivetServer$/,
      name: 'CivetServer',
      constructs: {
        does: 'sets',
        port: { list: 0, after: 'listening_ports' },
        instead: 'the library has no way',
      },
    },
  ],
  calls: {
    mg_start: {
      does: 'sets',
      port: { list: 2, after: 'listening_ports' },
      atLeast: 3,
      instead: 'the library has no way',
    },
  },
  source:
    'src/civetweb.c set_ports_option(), civetweb/civetweb at 588860e, and mongoose.c set_ports_option(), Mongoose 3.6',
};

const MICROHTTPD: Family = {
  name: 'libmicrohttpd',
  mention: /\bMHD_start_daemon\b/,
  calls: {
    MHD_start_daemon: {
      does: 'sets',
      port: 1,
      atLeast: 4,
      instead: 'give it MHD_OPTION_LISTENING_ADDRESS_REUSE, or a socket by MHD_OPTION_LISTEN_SOCKET',
      stated: /\bMHD_OPTION_(?:LISTENING_ADDRESS_REUSE|LISTEN_SOCKET|ARRAY)\b|\bMHD_USE_NO_LISTEN_SOCKET\b/,
    },
  },
  source:
    'src/microhttpd/daemon.c, "Apply the socket options according to listening_address_reuse", at c372cae',
};

const LIBHTTPSERVER: Family = {
  name: 'libhttpserver',
  mention: /\bcreate_webserver\b/,
  calls: Object.fromEntries(
    ['create_webserver', 'httpserver::create_webserver'].map((name) => [
      name,
      { does: 'sets', port: 0, instead: 'call address_reuse() on it', stated: /\.address_reuse\(/ } as const,
    ]),
  ),
  source: 'src/detail/daemon_lifecycle.cpp, etr/libhttpserver, over libmicrohttpd',
};

const CROW: Family = {
  name: 'Crow',
  mention: /\bcrow\.h\b|\bcrow::|\bCROW_ROUTE\b/,
  calls: { port: { does: 'sets', port: 0, instead: 'the library has no way' } },
  source: 'include/crow/http_server.h, CrowCpp/Crow at 2366edb',
};

const UWEBSOCKETS: Family = {
  name: 'uWebSockets',
  mention: /\buWS\b/,
  calls: {
    listen: {
      does: 'shares',
      port: 'any',
      instead: 'give it LIBUS_LISTEN_EXCLUSIVE_PORT behind the port',
      stated: /\bLIBUS_LISTEN_EXCLUSIVE_PORT\b|\buS::REUSE_PORT\b/,
    },
    us_socket_context_listen: {
      does: 'shares',
      port: 3,
      atLeast: 5,
      instead: 'give it LIBUS_LISTEN_EXCLUSIVE_PORT among its options',
      stated: /\bLIBUS_LISTEN_EXCLUSIVE_PORT\b/,
    },
  },
  source: 'src/bsd.c bsd_create_listen_socket(), uNetworking/uSockets at 86097c4',
};

const PISTACHE: Family = {
  name: 'Pistache',
  mention: /\bPistache\b/,
  types: [
    {
      type: /^(?:Pistache::)?(?:Http::)?Endpoint$|^(?:Pistache::)?(?:Tcp::)?Listener$/,
      name: 'Http::Endpoint',
      constructs: {
        does: 'unset',
        port: 0,
        instead: 'give init() options with flags(Tcp::Options::ReuseAddr)',
        stated: /\bOptions::Reuse(?:Addr|Port)\b/,
      },
    },
  ],
  source: 'src/server/listener.cc setSocketOptions() and endpoint.cc, pistacheio/pistache at a3185e0',
};

const DROGON: Family = {
  name: 'Drogon',
  mention: /\bdrogon\b/,
  calls: {
    addListener: {
      does: 'sets',
      port: 1,
      atLeast: 2,
      instead: 'call enableReusePort() on the application',
      stated: /\benableReusePort\b/,
    },
  },
  source:
    'lib/src/HttpServer.cc, drogonframework/drogon, over trantor/net/inner/Acceptor.cc, an-tao/trantor 1.5.28',
};

const LIBWEBSOCKETS: Family = {
  name: 'libwebsockets',
  mention: /\blws_create_(?:context|vhost)\b/,
  calls: {
    lws_create_context: {
      does: 'sets',
      port: { fieldOf: 0 },
      instead: 'set LWS_SERVER_OPTION_ALLOW_LISTEN_SHARE among the options of the info',
      stated: /\bLWS_SERVER_OPTION_ALLOW_LISTEN_SHARE\b|\bvh_listen_sockfd\b/,
    },
    lws_create_vhost: {
      does: 'sets',
      port: { fieldOf: 1 },
      atLeast: 2,
      instead: 'set LWS_SERVER_OPTION_ALLOW_LISTEN_SHARE among the options of the info',
      stated: /\bLWS_SERVER_OPTION_ALLOW_LISTEN_SHARE\b|\bvh_listen_sockfd\b/,
    },
  },
  source: 'lib/roles/http/server/server.c _lws_vhost_init_server_af(), warmcat/libwebsockets at 1e96753',
};

/** Libraries of web servers without a switch at the call that binds. */
export const webServers: readonly Family[] = [
  HTTPLIB,
  MONGOOSE,
  CIVETWEB,
  MICROHTTPD,
  LIBHTTPSERVER,
  CROW,
  UWEBSOCKETS,
  PISTACHE,
  DROGON,
  LIBWEBSOCKETS,
];
