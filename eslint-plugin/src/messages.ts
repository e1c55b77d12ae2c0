import type { RemedyId, UnstatedId } from './sites/ids.ts';

/**
 * What Rebind says, by message id. `{{api}}` is the call, `{{port}}` a phrase such as "port 3000".
 * The first sentence says what the code does, the second what follows from it and where, the third what the fix does.
 */

/** rebind/require-reuse, by situation and runtime. */
export const unstated = {
  nodeTcp:
    '{{api}} on {{port}} does not say whether other processes may share the port. Node sets SO_REUSEADDR on Linux and macOS, so a restart is safe; sharing needs `reusePort`.{{fix}}',
  denoTcp:
    '{{api}} on {{port}} does not say whether other processes may share the port. Deno sets SO_REUSEADDR on Linux and macOS, so a restart is safe; sharing needs `reusePort`.{{fix}}',
  bunTcp:
    '{{api}} on {{port}} does not say whether other processes may share the port. Bun sets SO_REUSEADDR on Linux and macOS, so a restart is safe; sharing needs `reusePort`.{{fix}}',
  udpUnicast:
    '{{api}} on {{port}} does not say whether other sockets may take the port too. Without `{{option}}` no other socket can bind the same address and port on any platform, which is right for unicast.{{fix}}',
  udpMulticast:
    '{{api}} on {{port}} receives multicast without `{{option}}`. A second receiver on this host will fail with EADDRINUSE on every platform.{{fix}}',
  noOption: '{{api}} on {{port}} cannot be configured for address reuse: {{instead}}.',
  dropped:
    '{{api}} on {{port}} cannot say whether other processes may share the port: it drops the option on the way to the socket. {{runtime}} sets SO_REUSEADDR on Linux and macOS, so a restart is safe. To share the port, or to say that it is not shared: {{instead}}.',
  shares:
    '{{api}} on {{port}} sets SO_REUSEPORT by itself, so an old process that still listens goes unnoticed: both answer. Say whether other processes may share the port.{{fix}}',
  posixTcp:
    '{{api}} on {{port}} comes without SO_REUSEADDR. A restart fails with EADDRINUSE on Linux and macOS while connections of the server before it linger, up to a minute after the last one.{{fix}}',
  javaTcp:
    '{{api}} on {{port}} does not say whether its address may be reused. OpenJDK sets SO_REUSEADDR on Linux and macOS, other JVMs need not; where it is off, a restart fails while old connections linger.{{fix}}',
  javaSets:
    '{{api}} on {{port}} does not say whether its address may be reused. It sets SO_REUSEADDR by itself, so a restart is safe.{{fix}}',
  javaBound:
    '{{api}} on {{port}} binds at once, before its address reuse can be set. OpenJDK sets SO_REUSEADDR on Linux and macOS, other JVMs need not; where it is off, a restart fails while old connections linger.{{fix}}',
  javaNoOption:
    '{{api}} on {{port}} has no option for address reuse. OpenJDK sets SO_REUSEADDR on Linux and macOS, so a restart is safe there; other JVMs need not. To say it in the code: {{instead}}.',
  javaUnverified:
    '{{api}} on {{port}} is taken for a server that listens; what its class does about address reuse is not known here. OpenJDK sets SO_REUSEADDR on Linux and macOS, so a restart is safe there unless the class switches it off. To say it in the code: {{instead}}.',
  switchedOff:
    '{{api}} on {{port}} switches SO_REUSEADDR off, as nothing else is said. A restart fails with EADDRINUSE on Linux and macOS while connections of the server before it linger, up to a minute after the last one.{{fix}}',
  pythonTcp:
    '{{api}} on {{port}} does not say whether its address may be reused. Python sets SO_REUSEADDR here on Linux and macOS, so a restart is safe.{{fix}}',
  pythonServer:
    '{{api}} on {{port}} does not say whether its address may be reused. Python sets SO_REUSEADDR here on every platform: a restart is safe, and on Windows every program that sets it too can bind the port.{{fix}}',
  libraryTcp:
    '{{api}} on {{port}} does not say whether its address may be reused. The library sets SO_REUSEADDR here on Linux and macOS by itself, so a restart is safe.{{fix}}',
  safeNoOption:
    '{{api}} on {{port}} has no option for address reuse. It sets SO_REUSEADDR on Linux and macOS by itself, so a restart is safe. To share the port, or to keep it for oneself: {{instead}}.',
  winsockTcp:
    '{{api}} on {{port}} comes without SO_EXCLUSIVEADDRUSE. On Windows another program of the same user can bind a more specific address of the port and take the connections to it.{{fix}}',
  sharesNoOption:
    '{{api}} on {{port}} sets SO_REUSEPORT by itself, so an old process that still listens goes unnoticed: both answer. To change that: {{instead}}.',
} satisfies Record<UnstatedId, string>;

/** rebind/no-ineffective-reuse, by reason. */
export const ineffective = {
  wrongArgument:
    '`{{option}}` on line {{line}} does nothing: {{where}} looks for options in its first argument only. {{api}} on {{port}} behaves as if it were not there.',
  wrongObject:
    '`{{option}}` on line {{line}} does nothing: {{where}} has no such option. {{api}} on {{port}} behaves as if it were not there.',
  notBoolean:
    '`{{option}}: {{where}}` does nothing: {{api}} on {{port}} takes the literal `true` alone for on, and ignores every other value without an error.',
  noPort:
    '`{{option}}` on line {{line}} does nothing: {{api}} listens on a {{where}}, and only ports can be reused.',
  dropped: '`{{option}}` on line {{line}} does nothing: {{api}} on {{port}} drops it. Instead, {{instead}}.',
  runtimeDrops: '`{{option}}` on line {{line}} does nothing: {{runtime}} ignores it in {{api}} on {{port}}.',
  afterBind:
    '`{{option}}` on line {{line}} does nothing for {{api}} on {{port}}: it comes after {{where}}, and only what is set before the bind counts for it.',
  oneName:
    '`{{option}}` on line {{line}} is one option name made of two: names are numbers, no flags. {{where}} {{api}} on {{port}} goes without what was meant.',
  accepted:
    '`{{option}}` on line {{line}} does nothing for {{api}} on {{port}}: it is set on {{where}}, and only what is set on the listening socket before its bind counts.',
  instance:
    '`{{option}}` on line {{line}} does nothing: {{where}} has bound the port by then. {{api}} on {{port}} behaves as if it were not there.',
  firstOnly:
    '`{{option}}` on line {{line}} is set on the first of several sockets only: `{{where}}` holds once, and each socket that {{api}} binds on {{port}} needs it.',
  refused: '`{{option}}` on line {{line}} is not for {{api}} on {{port}}: {{where}}.',
  nodeTooOld:
    '`{{option}}` on line {{line}} does nothing in some of the Node versions that settings.rebind.node allows ({{node}}): {{api}} on {{port}} honours it from 22.12.0 and 23.1.0 on, and earlier versions ignore it without an error.',
};

/** rebind/no-disabled-reuse, by reason. */
export const disabled = {
  multicast:
    '`{{option}}` is off for {{api}} on {{port}}, which receives multicast. A second receiver on this host will fail with EADDRINUSE on every platform.{{fix}}',
  clusterWorker:
    '`{{option}}: true` is set for {{api}} on {{port}} in a cluster worker. The second worker will fail with EADDRINUSE, as each binds the port for itself.',
  restart:
    '`{{option}}` switches address reuse off for {{api}} on {{port}}. A restart fails with EADDRINUSE on Linux and macOS while connections of the server before it linger, up to a minute after the last one.{{fix}}',
};

/** rebind/no-unsafe-reuse, by reason. */
export const unsafe = {
  platform:
    "`{{option}}: true` makes {{api}} on {{port}} fail with ENOTSUP on {{platforms}}, as an 'error' event that ends the process when nobody listens for it.",
  noBalance:
    '`{{option}}: true` lets every process bind {{port}} on {{platforms}}, but only one of them is served: SO_REUSEPORT does not balance there.',
  flag: '`{{option}}: true` makes {{api}} on {{port}} exit with an error unless Deno runs with {{flag}}.',
  unicast:
    '`{{stated}}` lets any process that sets it too bind {{port}} beside {{api}} and take its datagrams: on Linux and Windows of any user, on macOS of the same user. Nothing in this file needs it: no group is joined.',
  winsock:
    '`{{option}}` on {{port}} of {{api}} lets every program on Windows that sets it too, of any user, bind the same address and take connections; a restart needs no option there.',
  unsupported:
    '`{{option}}` makes {{api}} on {{port}} throw an UnsupportedOperationException on {{platforms}}, where there is no SO_REUSEPORT.',
  missing:
    '`{{option}}` on line {{line}} is an AttributeError on Windows, where Python has no such name: {{api}} on {{port}} is not reached.',
  path: '`{{option}}` fails with EOPNOTSUPP on a Unix domain socket since Linux 6.13 (and the 6.12 series): {{api}} has no port to share.',
};

/** The titles of fixes and suggestions. */
export const remedies = {
  stateNotShared: 'State that {{port}} is not shared: `{{statement}}` (behaviour unchanged).{{assuming}}',
  stateNotSharedAnyMore:
    'Do not share the port: `{{statement}}`. A second process will fail with EADDRINUSE.{{assuming}}',
  stateShared:
    'Share the port between processes: `{{statement}}`. A second copy of the server will start without an error.{{assuming}}',
  stateSharedWithFlag:
    'Share the port between processes: `{{statement}}`, which Deno allows with {{flag}} alone. A second copy of the server will start without an error.{{assuming}}',
  stateSharedOnLinux:
    'Share the port between processes on Linux, where it is supported: `{{option}}: {{linux}}`. A second copy of the server will start without an error there.{{assuming}}',
  stateAddressNotReused:
    'State that {{port}} is not shared: `{{option}}: false` (behaviour unchanged).{{assuming}}',
  stateAddressReused:
    'Let other sockets bind the port too: `{{option}}: true`. The last one to bind receives all unicast datagrams.{{assuming}}',
  stateMulticast:
    'Let other receivers bind the port too: `{{option}}: true`. Each gets every multicast datagram.{{assuming}}',
  stateUdpShared:
    'Spread the datagrams over several sockets: `{{statement}}`. Each sender is served by one of them.{{assuming}}',
  stateUdpSharedOnLinux:
    'Spread the datagrams over several sockets on Linux, where it is supported: `{{option}}: {{linux}}`. Each sender is served by one of them.{{assuming}}',
  moveOption: 'Move `{{option}}: {{value}}` to where it takes effect.{{assuming}}',
  moveOptionOnLinux: 'Move `{{option}}` to where it takes effect, on Linux alone: `{{linux}}`.{{assuming}}',
  removeAndState:
    'Remove it, and state `{{option}}: false` where it takes effect (behaviour unchanged).{{assuming}}',
  removeOption: 'Remove `{{option}}` (behaviour unchanged).',
  replaceValue: 'Write `{{option}}: true`, which takes effect.',
  guardByPlatform: 'Use it on Linux alone: `{{option}}: {{linux}}`.',
  switchOff: 'Write `{{option}}: false`.',
  setClassAttribute: 'Set it in the class, before the constructor binds: `{{statement}}`.',
  deriveClass: 'Derive a class that sets it before the constructor binds: `{{statement}}`.',
  writeStatement: 'Write `{{statement}}`.',
  switchOn: 'Write `{{option}}: true`.',
  setReuseAddr: 'Set SO_REUSEADDR before the bind: `{{statement}}`.{{assuming}}',
  setReuseAddrAndPort:
    'Share the port between processes: SO_REUSEADDR and SO_REUSEPORT before the bind. A second copy of the server will start without an error.{{assuming}}',
  setMulticastReuse:
    'Let other receivers bind the port too: SO_REUSEADDR, and SO_REUSEPORT which macOS asks for, before the bind. Each gets every multicast datagram.{{assuming}}',
  setExclusiveAddrUse: 'Keep other programs off the port: `{{statement}}` before the bind.{{assuming}}',
  setReusePortIfSupported:
    'Share the port between processes: SO_REUSEADDR, and SO_REUSEPORT where the platform has it, before the bind. A second copy of the server will start without an error.{{assuming}}',
  bindAfterReuseAddr: 'Make the socket unbound, set SO_REUSEADDR, then bind: `{{statement}}`.{{assuming}}',
  bindAfterReusePort:
    'Make the socket unbound, share its port between processes by SO_REUSEPORT where the platform has it, then bind. A second copy of the server will start without an error.{{assuming}}',
  stateUnbound:
    'Make the socket unbound, state `{{statement}}`, then bind (behaviour unchanged).{{assuming}}',
  switchOnStatement: 'Switch it on: `{{statement}}`.',
  switchOffStatement: 'Switch it off: `{{statement}}`.',
  guardBySupport: 'Set it where the platform has it: ask `supportedOptions()` first.',
  setOnListener: 'Set it on the listener: `{{statement}}`.',
  guardFromWindows: 'Set it on POSIX alone, between `#ifndef _WIN32` and `#endif`.',
  stateOption: 'State it: `{{statement}}` (behaviour unchanged).',
  guardByFeature: 'Set it where it exists: `if hasattr(socket, "{{option}}")`.',
  moveBeforeBind: 'Move `{{option}}` before the bind.',
  setOnEach: 'Set `{{option}}` on every socket.',
  splitNames: 'Set SO_REUSEADDR and SO_REUSEPORT by a call each.',
} satisfies Record<RemedyId | 'stateMulticast' | 'stateNotSharedAnyMore', string>;

/** What stands for a port in a message. */
export const ports = {
  literal: 'port {{value}}',
  environment: 'the port in {{variable}}',
  environmentWithFallback: 'the port in {{variable}} ({{fallback}} by default)',
  unknown: 'the port in `{{text}}`',
  ephemeral: 'a port the kernel chooses',
  path: 'a path',
  handle: 'an open handle',
  other: 'a port',
};

/** The other words that fill messages. */
export const phrases = {
  and: '{{one}} and {{other}}',
  fix: ' The fix writes `{{statement}}`.',
  fixAsToday: ' The fix writes `{{statement}}`, as it is today.',
  assuming: ' Assuming that {{what}}.',
  assumingBoth: '{{one}}, and {{other}}',
  isServer: 'this is a server',
  takesObject: 'its listen() takes an options object',
  isStream: 'the socket is a stream socket on every path to the bind',
  holdsPort: '{{variable}} holds a port number',
  arguments: 'the arguments are port, host, backlog and callback',
  types: 'its type declarations, which do not know the option, are not checked',
};

/** What is listened on where that is no port, by its kind. */
export const places = { path: 'path', handle: 'handle' };
