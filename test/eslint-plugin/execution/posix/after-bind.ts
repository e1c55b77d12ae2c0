import type { Block } from '../block.ts';
import { variableOf } from '../roles.ts';
import { whenIn } from './layout.ts';
import { callee, isTyped, type Opener } from './opener.ts';
import type { Parts } from './shapes.ts';

/** The statements that leave an opener in which a call failed. */
export function failure(opener: Opener, { closes }: { closes: boolean }): Block {
  const { fd } = opener.place;
  const close = closes ? [`close(${fd});`] : [];
  switch (opener.own('error')) {
    case 'return without close':
      return ['return -1;'];
    case 'perror, exit':
      return ['perror("server");', 'exit(1);'];
    case 'goto':
      return ['goto fail;'];
    case 'errno':
      return ['fprintf(stderr, "server: %s\\n", strerror(errno));', ...close, 'return -1;'];
    case 'errno tested':
      return [
        'if (errno == EADDRINUSE)',
        ['puts("in use");'],
        'else',
        ['perror("server");'],
        ...close,
        'return -1;',
      ];
    case 'throw':
      return ['throw std::runtime_error("server");'];
    default:
      return [...close, 'return -1;'];
  }
}

/** What follows a bind that succeeded. */
export function afterBind(opener: Opener, failed: Block): Pick<Parts, 'rest' | 'listen'> {
  const { role, own, place, all } = opener;
  const when = whenIn(all);
  const success = place.isReturned ? `return ${place.fd};` : 'return 0;';
  const isLocal = place.local !== undefined && !place.isReturned;
  const leave: Block = [...(isLocal ? [`close(${place.fd});`] : []), success];
  const drain = [
    `if (recv(${place.fd}, buffer, sizeof(buffer), MSG_DONTWAIT) < 0)`,
    ['puts("no datagram");'],
  ];
  switch (role) {
    case 'server': {
      const call = `${callee(opener, 'listen')}(${place.fd}, 5)`;
      const rest = [...serving(opener), ...leave];
      const listening = own('listen') === 'tested' ? when(`${call} < 0`, failed) : [`${call};`];
      return { rest: [...listening, ...rest], listen: { call, rest } };
    }
    case 'multicast':
      return {
        rest: [
          'mreq.imr_multiaddr.s_addr = inet_addr("239.1.2.3");',
          'mreq.imr_interface.s_addr = htonl(INADDR_ANY);',
          ...when(`setsockopt(${place.fd}, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof(mreq)) < 0`, failed),
          ...drain,
          ...leave,
        ],
        listen: undefined,
      };
    case 'client':
      return {
        rest: [
          'memset(&peer, 0, sizeof(peer));',
          'peer.sin_family = AF_INET;',
          'peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);',
          `peer.sin_port = htons(atoi(getenv("${variableOf('peer')}")));`,
          ...when(
            `${callee(opener, 'connect')}(${place.fd}, (struct sockaddr *)&peer, sizeof(peer)) < 0`,
            failed,
          ),
          'puts("connected");',
          ...leave,
        ],
        listen: undefined,
      };
    case 'datagram':
      return { rest: [...drain, ...leave], listen: undefined };
    case 'either': {
      const isStream = isTyped(opener) ? 'type == SOCK_STREAM' : '!udp';
      const call = `${callee(opener, 'listen')}(${place.fd}, 5)`;
      return { rest: [...when(`${isStream} && ${call} < 0`, failed), ...leave], listen: undefined };
    }
    case 'probe':
      return { rest: [`close(${place.fd});`, 'return 0;'], listen: undefined };
  }
}

function serving(opener: Opener): Block {
  const { own, place } = opener;
  const accept =
    own('after') === 'accept4'
      ? `accept4(${place.fd}, NULL, NULL, SOCK_CLOEXEC)`
      : `${callee(opener, 'accept')}(${place.fd}, NULL, NULL)`;
  switch (own('after')) {
    case 'nothing':
      return [];
    case 'by a function':
      return [`serve(${place.fd});`];
    default:
      return [
        `fcntl(${place.fd}, F_SETFL, O_NONBLOCK);`,
        `peer_fd = ${accept};`,
        'puts(peer_fd < 0 ? "nobody" : "somebody");',
      ];
  }
}
