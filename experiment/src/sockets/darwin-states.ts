import type { TcpState } from './sockets.ts';

/** `netinet/tcp_fsm.h` of xnu. */
export const DARWIN_TCP_STATES: Readonly<Record<number, TcpState>> = {
  0: 'CLOSE',
  1: 'LISTEN',
  2: 'SYN_SENT',
  3: 'SYN_RECV',
  4: 'ESTABLISHED',
  5: 'CLOSE_WAIT',
  6: 'FIN_WAIT1',
  7: 'CLOSING',
  8: 'LAST_ACK',
  9: 'FIN_WAIT2',
  10: 'TIME_WAIT',
};
