import { type Endpoint, formatEndpoint } from './address.ts';
import type { Sockets } from './sockets.ts';

/** The same sockets, every system call told with its result, each in the words of strace. */
export function traceSockets(sockets: Sockets, record: (call: string, result: string) => void): Sockets {
  const note = <T>(call: string, result: T, shown: string | number | boolean | undefined): T => {
    record(call, String(shown));
    return result;
  };
  const at = (endpoint: Endpoint) => formatEndpoint(endpoint);
  return {
    optionSets: sockets.optionSets,
    open: (protocol, family) => {
      const fd = sockets.open(protocol, family);
      return note(`socket(${protocol}, IPv${family})`, fd, fd);
    },
    setOption: (fd, option, on) => {
      const result = sockets.setOption(fd, option, on);
      return note(`setsockopt(${fd}, ${option}, ${on ? 1 : 0})`, result, result);
    },
    getOption: (fd, option) => {
      const result = sockets.getOption(fd, option);
      return note(`getsockopt(${fd}, ${option})`, result, result ? 1 : 0);
    },
    setV6Only: (fd, on) => {
      sockets.setV6Only(fd, on);
      note(`setsockopt(${fd}, IPV6_V6ONLY, ${on ? 1 : 0})`, undefined, 'ok');
    },
    setResetOnClose: (fd, on) => {
      sockets.setResetOnClose(fd, on);
      note(`setsockopt(${fd}, SO_LINGER, {${on ? '1, 0' : '0, 0'}})`, undefined, 'ok');
    },
    bind: (fd, local) => {
      const result = sockets.bind(fd, local);
      return note(`bind(${fd}, ${at(local)})`, result, result);
    },
    listen: (fd, backlog) => {
      const result = sockets.listen(fd, backlog);
      return note(`listen(${fd}, ${backlog})`, result, result);
    },
    connect: (fd, remote) => {
      const result = sockets.connect(fd, remote);
      return note(`connect(${fd}, ${at(remote)})`, result, result);
    },
    accept: (listener) => {
      const result = sockets.accept(listener);
      const shown = result ? `${result.descriptor} from ${at(result.peer)}` : 'EAGAIN';
      return note(`accept(${listener})`, result, shown);
    },
    shutdownWrite: (fd) => {
      const result = sockets.shutdownWrite(fd);
      return note(`shutdown(${fd}, SHUT_WR)`, result, result);
    },
    send: (fd, data) => {
      const result = sockets.send(fd, data);
      return note(`send(${fd}, ${data.length} bytes)`, result, result);
    },
    receive: (fd, into) => {
      const result = sockets.receive(fd, into);
      return note(`recv(${fd})`, result, result ?? 'nothing');
    },
    dropSegments: (fd, flag) => {
      const result = sockets.dropSegments(fd, flag);
      const option = flag === undefined ? 'SO_DETACH_FILTER' : `SO_ATTACH_FILTER, drop ${flag}`;
      return note(`setsockopt(${fd}, ${option})`, result, result ? 'ok' : 'failed');
    },
    delayHandshake: (fd) => {
      const result = sockets.delayHandshake(fd);
      return note(`setsockopt(${fd}, TCP_QUICKACK, off)`, result, result ? 'ok' : 'failed');
    },
    joinGroup: (fd, group, local) => {
      const result = sockets.joinGroup(fd, group, local);
      return note(`setsockopt(${fd}, IP_ADD_MEMBERSHIP, ${group.text} on ${local.text})`, result, result);
    },
    setMulticastInterface: (fd, local) => {
      const result = sockets.setMulticastInterface(fd, local);
      return note(`setsockopt(${fd}, IP_MULTICAST_IF, ${local.text})`, result, result);
    },
    close: (fd) => {
      sockets.close(fd);
      note(`close(${fd})`, undefined, 'ok');
    },
    // these change nothing that is evidence
    acknowledgeNow: (fd) => {
      sockets.acknowledgeNow(fd);
    },
    wait: (fd, event, timeoutMs) => sockets.wait(fd, event, timeoutMs),
    localEndpoint: (fd) => sockets.localEndpoint(fd),
    tcpState: (fd) => sockets.tcpState(fd),
  };
}
