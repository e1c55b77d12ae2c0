import type { Family, SwitchlessCall } from './family.ts';

const LOOK = 'look for SO_REUSE and its like among the options of the stack';

const SOF = /\bSOF_REUSEADDR\b/;

const unverified = (more: Pick<SwitchlessCall, 'port'> & Partial<SwitchlessCall>): SwitchlessCall => ({
  does: 'unverified',
  instead: LOOK,
  ...more,
});

const LWIP: Family = {
  name: 'lwIP',
  mention: /\b(?:netconn|tcp|udp|altcp)_bind\b/,
  calls: {
    netconn_bind: unverified({ port: 2, atLeast: 3, stated: SOF, mayConnect: true }),
    tcp_bind: unverified({ port: 2, atLeast: 3, stated: SOF, mayConnect: true }),
    altcp_bind: unverified({ port: 2, atLeast: 3, stated: SOF, mayConnect: true }),
    udp_bind: unverified({ port: 2, atLeast: 3, stated: SOF, protocol: 'udp' }),
  },
  source: 'not verified: lwIP has SO_REUSE among its options',
};

const RIOT: Family = {
  name: 'RIOT',
  mention: /\bsock_(?:udp_create|tcp_listen)\b/,
  calls: {
    sock_udp_create: unverified({
      port: { fieldOf: 1 },
      atLeast: 4,
      protocol: 'udp',
      stated: /\bSOCK_FLAGS_REUSE_EP\b/,
    }),
    sock_tcp_listen: unverified({ port: { fieldOf: 1 }, atLeast: 4 }),
  },
  source: 'not verified',
};

const CONTIKI: Family = {
  name: 'Contiki',
  mention: /\bsimple_udp_register\b/,
  calls: { simple_udp_register: unverified({ port: 1, atLeast: 5, protocol: 'udp' }) },
  source: 'not verified',
};

const ARDUINO: Family = {
  name: 'Arduino',
  mention: /\b(?:WiFi|Ethernet)(?:UDP|Udp|Server)\b|\b(?:ESP8266|Async)?WebServer\b/,
  types: [
    {
      type: /^(?:WiFi|Ethernet|NTP)U(?:DP|dp)$/,
      name: 'WiFiUDP',
      methods: { begin: unverified({ port: 0, protocol: 'udp' }) },
    },
    {
      type: /^(?:(?:WiFi|Ethernet)Server|(?:ESP8266|Async)?WebServer)$/,
      name: 'WiFiServer',
      constructs: unverified({ port: 0 }),
    },
  ],
  source: 'not verified',
};

/** Network stacks and frameworks of small devices. */
export const embedded: readonly Family[] = [LWIP, RIOT, CONTIKI, ARDUINO];
