import { basename } from 'node:path';
import { commandLine } from '../text/command-line.ts';
import { type Facts, splitRows, type SplitRows, verdictOf } from './diagnosis.ts';
import type { Holder } from '../process/process.ts';
import { KEEPS_TIME_WAIT } from '../kernel/sysctl.ts';
import { type Address, formatEndpoint, isLoopback, isWildcard, unmapped } from '../sockets/address.ts';

/** What to do, or to know, about a port. */
export interface Advice {
  readonly id: string;
  readonly text: string;
}

type Rule = (facts: Facts, rows: SplitRows) => string | false | undefined;

/** The advice that applies, most useful first. */
export function adviceFor(facts: Facts): Advice[] {
  const rows = splitRows(facts);
  return Object.entries(RULES).flatMap(([id, rule]) => {
    const text = rule(facts, rows);
    return typeof text === 'string' ? [{ id, text }] : [];
  });
}

const isSystemd = ({ pid, command }: Holder) => pid === 1 || basename(command[0] ?? '') === 'systemd';
const isDockerProxy = ({ command }: Holder) => basename(command[0] ?? '') === 'docker-proxy';
const isSpecial = (holder: Holder) => isSystemd(holder) || isDockerProxy(holder);
const isIPv4 = (address: Address) => unmapped(address).family === 4;

function listenerHolders({ holders }: Facts, { listeners, bound }: SplitRows): readonly Holder[] {
  const inodes = new Set([...listeners, ...bound].map(({ inode }) => inode));
  return holders.filter((holder) => holder.inodes.some((inode) => inodes.has(inode)));
}

function names(holders: readonly Holder[]): string {
  return holders.map(({ pid, command }) => `${commandLine(command)} (pid ${pid})`).join(', ');
}

const RULES: Readonly<Record<string, Rule>> = {
  'systemd-socket': (facts, rows) =>
    listenerHolders(facts, rows).some(isSystemd) &&
    `systemd itself has the port for a socket unit: systemctl list-sockets tells which, systemctl stop UNIT.socket frees it.`,

  'docker-proxy': (facts, rows) =>
    listenerHolders(facts, rows).some(isDockerProxy) &&
    `A container publishes the port: docker ps --filter publish=${facts.port} tells which, docker stop frees it.`,

  'stop-process': (facts, rows) => {
    const holders = listenerHolders(facts, rows).filter((holder) => !isSpecial(holder));
    return (
      holders.length > 0 &&
      `Stop ${names(holders)}${rows.listeners.length > 0 && facts.platform === 'linux' ? '. SO_REUSEADDR does not help: Linux refuses a second listener' : ''}.`
    );
  },

  'inherited-listener': (facts, { listeners }) => {
    const inodes = new Set(listeners.map(({ inode }) => inode));
    const holders = facts.holders.filter((holder) => holder.inodes.some((inode) => inodes.has(inode)));
    const shared = [...inodes].some(
      (inode) => holders.filter((holder) => holder.inodes.includes(inode)).length > 1,
    );
    if (shared) {
      return `${holders.length} processes have one and the same listener open, as workers do and as children do by accident: the port stays taken until all of them close it.`;
    }
    const orphan = holders.find(({ parent, pid }) => parent === 1 && pid !== 1);
    return (
      orphan &&
      !isSpecial(orphan) &&
      `The parent of pid ${orphan.pid} is gone. If it is not the server itself, it inherited the listener from one that has ended; open listeners close-on-exec.`
    );
  },

  'bound-only': (_facts, { bound }) =>
    bound.some(({ protocol }) => protocol === 'tcp') &&
    'A socket is bound to the port and does not listen. It blocks the port all the same, and tools that read /proc/net/tcp do not show it.',

  'hidden-process': ({ rows, holders, port, uid }) => {
    const seen = new Set(holders.flatMap(({ inodes }) => inodes));
    const hidden = rows.find(({ local, inode }) => local.port === port && inode !== 0 && !seen.has(inode));
    return (
      hidden &&
      (uid === 0
        ? `No process of this container or namespace has it open: it belongs to uid ${hidden.uid} elsewhere on this host.`
        : `The process belongs to another user (uid ${hidden.uid}) and is not shown to you: run the command as root.`)
    );
  },

  'live-connections': (facts, { listeners, connections }) =>
    listeners.length === 0 &&
    connections.length > 0 &&
    `Nobody listens any more, but ${names(facts.holders)} still has a connection open on the port. Stop it, or set SO_REUSEADDR on the listener of both runs.`,

  outgoing: (facts, { outgoing }) => {
    const [row] = outgoing;
    return (
      row &&
      `The port was given to an outgoing connection, ${formatEndpoint(row.local)} to ${formatEndpoint(row.remote)}${facts.holders.length > 0 ? ` of ${names(facts.holders)}` : ''}. No option of yet another socket helps; end it, or use a port outside the ephemeral range.`
    );
  },

  release: ({ port, keepsTimeWait }, { leftovers, listeners }) =>
    !keepsTimeWait &&
    listeners.length === 0 &&
    leftovers.some(({ state }) => state === 'TIME_WAIT') &&
    `Run rebind release ${port}, or wait ${secondsLeft(leftovers)} s. To never meet this again, set SO_REUSEADDR before bind in every run of the server (Node does).`,

  rfc1337: ({ keepsTimeWait }, { leftovers, listeners }) =>
    keepsTimeWait &&
    listeners.length === 0 &&
    leftovers.some(({ state }) => state === 'TIME_WAIT') &&
    `Wait ${secondsLeft(leftovers)} s: ${KEEPS_TIME_WAIT}. To never meet this again, set SO_REUSEADDR before bind in every run of the server (Node does).`,

  'close-peer': ({ peers, rows, port }, { leftovers }) => {
    const waiting = leftovers.filter(({ state }) => state === 'FIN_WAIT2');
    if (waiting.length === 0) {
      return undefined;
    }
    const inodes = new Set(
      rows.filter(({ remote, inode }) => remote.port === port && inode !== 0).map(({ inode }) => inode),
    );
    const processes = peers.filter((holder) => holder.inodes.some((inode) => inodes.has(inode)));
    return processes.length > 0
      ? `The server closed; its client has not. Close it, or stop ${names(processes)}.`
      : `The server closed; its peer ${waiting.map(({ remote }) => formatEndpoint(remote)).join(', ')} has not closed yet.`;
  },

  'localhost-split': (_facts, { listeners }) => {
    const loopbacks = listeners.filter(({ local }) => isLoopback(local.address));
    const families = new Set(loopbacks.map(({ local }) => isIPv4(local.address)));
    if (families.size === 2) {
      return 'One server listens on 127.0.0.1 and one on ::1: clients of localhost meet now one, now the other.';
    }
    const [only] = listeners;
    return (
      listeners.length === 1 &&
      only &&
      isLoopback(only.local.address) &&
      `Only ${only.local.address.text} is taken: a server on ${isIPv4(only.local.address) ? '::1' : '127.0.0.1'} would start, and clients of localhost would meet now one, now the other.`
    );
  },

  'ephemeral-range': ({ port, ephemeral }) =>
    ephemeral &&
    port >= ephemeral.low &&
    port <= ephemeral.high &&
    `The port lies in the range outgoing connections are given (${ephemeral.low} to ${ephemeral.high}), so any of them may take it while the server is down. Use a lower port, or reserve it in net.ipv4.ip_local_reserved_ports.`,

  privileged: ({ port, firstUnprivilegedPort, uid }) =>
    port < firstUnprivilegedPort &&
    uid !== 0 &&
    `Ports below ${firstUnprivilegedPort} need root or CAP_NET_BIND_SERVICE: a bind gives EACCES, not EADDRINUSE.`,

  wsl: (facts, { relevant }) =>
    facts.wsl &&
    relevant.length === 0 &&
    `This is WSL: a Windows program may have the port although nothing here does. In PowerShell: Get-NetTCPConnection -LocalPort ${facts.port}.`,

  'macos-airplay': ({ platform, port }) =>
    platform === 'darwin' &&
    (port === 5000 || port === 7000) &&
    'macOS itself listens here for AirPlay: switch AirPlay Receiver off in System Settings, or use another port.',

  'windows-excluded': ({ platform, port }) =>
    platform === 'win32' &&
    `Should a bind give EACCES, Windows may have excluded the port: netsh interface ipv4 show excludedportrange protocol=tcp lists the ranges around ${port}.`,

  wildcard: (facts, { listeners }) =>
    facts.host !== undefined &&
    verdictOf(facts) === 'held' &&
    listeners.some(({ local }) => isWildcard(local.address)) &&
    `The listener is on every address of this host, ${facts.host.text} among them.`,
};

function secondsLeft(leftovers: SplitRows['leftovers']): number {
  return Math.ceil(Math.max(...leftovers.map(({ expiresMs }) => expiresMs ?? 0)) / 1000);
}

/** Every kind of advice there is. */
export const ADVICE_IDS: readonly string[] = Object.keys(RULES);
