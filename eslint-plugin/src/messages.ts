import type { RemedyId, UnstatedId } from './sites/ids.ts';

/**
 * What Rebind says, by message id. `{{api}}` is the call, `{{port}}` a phrase such as "port 3000".
 * The first sentence says what the code does and what follows from it, the second what the fix does; the rest is on the rule's page.
 */

/** rebind/require-reuse and rebind/prefer-explicit-reuse, by situation and runtime. */
export const unstated = {
  nodeTcp:
    "{{api}} on {{port}} relies on Node's defaults: SO_REUSEADDR on Linux and macOS, no port sharing.{{fix}}",
  denoTcp:
    "{{api}} on {{port}} relies on Deno's defaults: SO_REUSEADDR on Linux and macOS, no port sharing.{{fix}}",
  bunTcp:
    "{{api}} on {{port}} relies on Bun's defaults: SO_REUSEADDR on Linux and macOS, no port sharing.{{fix}}",
  udpUnicast:
    '{{api}} on {{port}} relies on the default: no other socket can bind the port, which is right for unicast.{{fix}}',
  udpMulticast:
    '{{api}} on {{port}} receives multicast without `{{option}}`: a second receiver on this host will fail with EADDRINUSE.{{fix}}',
  noOption: '{{api}} on {{port}} has no option for address reuse: {{instead}}.',
  dropped:
    '{{api}} on {{port}} drops the option; {{runtime}} sets SO_REUSEADDR on Linux and macOS. To state it: {{instead}}.',
  shares:
    '{{api}} on {{port}} sets SO_REUSEPORT by itself: an old process that still listens goes unnoticed, and both answer.{{fix}}',
  posixTcp:
    '{{api}} on {{port}} has no SO_REUSEADDR: a restart fails with EADDRINUSE on Linux and macOS while old connections linger.{{fix}}',
  javaTcp:
    '{{api}} on {{port}} relies on the JVM: OpenJDK sets SO_REUSEADDR on Linux and macOS, others need not.{{fix}}',
  javaSets: '{{api}} on {{port}} sets SO_REUSEADDR by itself, and the code does not say so.{{fix}}',
  javaBound:
    '{{api}} on {{port}} binds at once and relies on the JVM: OpenJDK sets SO_REUSEADDR on Linux and macOS, others need not.{{fix}}',
  javaNoOption:
    '{{api}} on {{port}} has no option for address reuse; OpenJDK sets SO_REUSEADDR on Linux and macOS, others need not. To state it: {{instead}}.',
  javaUnverified:
    '{{api}} on {{port}} is taken for a server that listens, of which nothing is known: OpenJDK sets SO_REUSEADDR on Linux and macOS unless its class switches it off. To state it: {{instead}}.',
  switchedOff:
    '{{api}} on {{port}} switches SO_REUSEADDR off by itself: a restart fails with EADDRINUSE on Linux and macOS while old connections linger.{{fix}}',
  pythonTcp: '{{api}} on {{port}} relies on Python, which sets SO_REUSEADDR here on Linux and macOS.{{fix}}',
  pythonServer:
    '{{api}} on {{port}} relies on Python, which sets SO_REUSEADDR here on every platform: on Windows any program that sets it too can take the port.{{fix}}',
  libraryTcp:
    '{{api}} on {{port}} relies on the library, which sets SO_REUSEADDR here on Linux and macOS.{{fix}}',
  safeNoOption:
    '{{api}} on {{port}} has no option for address reuse, and sets SO_REUSEADDR on Linux and macOS. To share the port or keep it for oneself: {{instead}}.',
  shapedServer:
    '{{api}} on {{port}} looks like a server of another file or library, where its address reuse is decided.{{fix}}',
  winsockTcp:
    '{{api}} on {{port}} has no SO_EXCLUSIVEADDRUSE: on Windows another program of this user can bind a more specific address and take its connections.{{fix}}',
  sharesNoOption:
    '{{api}} on {{port}} sets SO_REUSEPORT by itself: an old process that still listens goes unnoticed. To change that: {{instead}}.',
} satisfies Record<UnstatedId, string>;

/** rebind/no-ineffective-reuse, by reason. */
export const ineffective = {
  wrongArgument:
    '`{{option}}` on line {{line}} does nothing: {{where}} reads options from its first argument alone, so {{api}} on {{port}} goes without it.',
  wrongObject:
    '`{{option}}` on line {{line}} does nothing: {{where}} has no such option, so {{api}} on {{port}} goes without it.',
  notBoolean:
    '`{{option}}: {{where}}` does nothing: {{api}} on {{port}} takes the literal `true` alone for on, and ignores any other value.',
  noPort:
    '`{{option}}` on line {{line}} does nothing: {{api}} listens on a {{where}}, and only ports can be reused.',
  dropped: '`{{option}}` on line {{line}} does nothing: {{api}} on {{port}} drops it. Instead, {{instead}}.',
  runtimeDrops: '`{{option}}` on line {{line}} does nothing: {{runtime}} ignores it in {{api}} on {{port}}.',
  afterBind:
    '`{{option}}` on line {{line}} does nothing for {{api}} on {{port}}: it comes after {{where}}, and only what is set before the bind counts.',
  oneName:
    '`{{option}}` on line {{line}} is one option name made of two: names are numbers, no flags. {{where}} {{api}} on {{port}} goes without what was meant.',
  accepted:
    '`{{option}}` on line {{line}} does nothing for {{api}} on {{port}}: it is set on {{where}}, not on the listening socket before its bind.',
  instance:
    '`{{option}}` on line {{line}} does nothing: {{where}} has bound the port by then, so {{api}} on {{port}} goes without it.',
  firstOnly:
    '`{{option}}` on line {{line}} is set on the first of several sockets alone, as `{{where}}` holds once: {{api}} on {{port}} binds each.',
  refused: '`{{option}}` on line {{line}} is not for {{api}} on {{port}}: {{where}}.',
  nodeTooOld:
    '`{{option}}` on line {{line}} does nothing on some Node versions in settings.rebind.node ({{node}}): {{api}} on {{port}} honours it from 22.12.0 and 23.1.0 on.',
};

/** rebind/no-disabled-reuse, by reason. */
export const disabled = {
  multicast:
    '`{{option}}` is off for {{api}} on {{port}}, which receives multicast: a second receiver on this host will fail with EADDRINUSE.{{fix}}',
  clusterWorker:
    '`{{option}}: true` is set for {{api}} on {{port}} in a cluster worker: the second worker will fail with EADDRINUSE.',
  restart:
    '`{{option}}` switches address reuse off for {{api}} on {{port}}: a restart fails with EADDRINUSE on Linux and macOS while old connections linger.{{fix}}',
};

/** rebind/no-unsafe-reuse, by reason. */
export const unsafe = {
  platform:
    "`{{option}}: true` makes {{api}} on {{port}} fail with ENOTSUP on {{platforms}}, which ends the process unless it listens for 'error'.",
  noBalance:
    '`{{option}}: true` lets every process bind {{port}} on {{platforms}}, but only one of them is served: SO_REUSEPORT does not balance there.',
  flag: '`{{option}}: true` makes {{api}} on {{port}} exit with an error unless Deno runs with {{flag}}.',
  unicast:
    '`{{stated}}` lets any process that sets it too bind {{port}} beside {{api}} and take its datagrams; it joins no group that would need this.',
  winsock:
    '`{{option}}` lets any program on Windows that sets it too bind {{port}} of {{api}} and take connections; a restart needs no option there.',
  unsupported:
    '`{{option}}` makes {{api}} on {{port}} throw an UnsupportedOperationException on {{platforms}}, where there is no SO_REUSEPORT.',
  missing:
    '`{{option}}` on line {{line}} is an AttributeError on Windows, where Python has no such name: {{api}} on {{port}} is not reached.',
  path: '`{{option}}` fails with EOPNOTSUPP on a Unix domain socket since Linux 6.13 (and the 6.12 series): {{api}} has no port to share.',
  excluded:
    '{{api}} fails with EADDRINUSE on {{platforms}}: {{port}} is taken by the bind on line {{line}}, which runs before it. Give one of them another port, or bind once.',
  overlaps:
    '{{api}} on {{port}} fails with EADDRINUSE on {{platforms}}: {{address}} overlaps with {{other}} on line {{line}}, bound before it. Give one another port, or bind addresses that do not overlap.',
};

/** The titles of fixes and suggestions, for menus: at most 60 characters. What follows from them is said below. */
export const remedies = {
  stateNotShared: 'State `{{statement}}`, as today{{assuming}}',
  stateNotSharedAnyMore: 'Do not share the port: `{{statement}}`{{assuming}}',
  stateShared: 'Share the port: `{{statement}}`{{assuming}}',
  stateSharedWithFlag: 'Share it: `{{statement}}` with {{flag}}{{assuming}}',
  stateSharedOnLinux: 'Share the port on Linux alone{{assuming}}',
  stateWorkersShare: 'State `{{statement}}`, as today{{assuming}}',
  stateAddressNotReused: 'State `{{option}}: false`, as today{{assuming}}',
  stateAddressReused: 'Let others bind it too: `{{option}}: true`{{assuming}}',
  stateMulticast: 'Let other receivers bind it: `{{option}}: true`{{assuming}}',
  stateUdpShared: 'Spread datagrams: `{{statement}}`{{assuming}}',
  stateUdpSharedOnLinux: 'Spread datagrams on Linux alone{{assuming}}',
  moveOption: 'Move `{{option}}: {{value}}` where it counts{{assuming}}',
  moveOptionOnLinux: 'Move it where it counts, on Linux alone{{assuming}}',
  removeAndState: 'Remove it, and state `{{option}}: false`{{assuming}}',
  removeOption: 'Remove `{{option}}`',
  replaceValue: 'Write `{{option}}: true`',
  guardByPlatform: 'Use `{{option}}` on Linux alone',
  switchOff: 'Write `{{option}}: false`',
  setClassAttribute: 'Set `{{statement}}` in the class',
  deriveClass: 'Derive a class with `{{statement}}`',
  writeStatement: 'Write `{{statement}}`',
  switchOn: 'Write `{{option}}: true`',
  setReuseAddr: 'Set SO_REUSEADDR before the bind{{assuming}}',
  setReuseAddrAndPort: 'Share the port by SO_REUSEPORT{{assuming}}',
  setMulticastReuse: 'Let other receivers bind the port{{assuming}}',
  setExclusiveAddrUse: 'Set SO_EXCLUSIVEADDRUSE before the bind{{assuming}}',
  setReusePortIfSupported: 'Share the port by SO_REUSEPORT{{assuming}}',
  bindAfterReuseAddr: 'Make it unbound, set SO_REUSEADDR, then bind{{assuming}}',
  bindAfterReusePort: 'Make it unbound, set SO_REUSEPORT, then bind{{assuming}}',
  stateUnbound: 'Make it unbound, state it, then bind{{assuming}}',
  switchOnStatement: 'Write `{{statement}}`',
  switchOffStatement: 'Write `{{statement}}`',
  guardBySupport: 'Set it where supportedOptions() has it',
  setOnListener: 'Set it on the listener: `{{statement}}`',
  setOnPosix: 'Set it on POSIX alone',
  guardFromWindows: 'Set it on POSIX alone: `#ifndef _WIN32`',
  stateOption: 'State `{{statement}}`, as today',
  guardByFeature: 'Set it where `socket.{{option}}` exists',
  moveBeforeBind: 'Move `{{option}}` before the bind',
  setOnEach: 'Set `{{option}}` on every socket',
  splitNames: 'Set SO_REUSEADDR and SO_REUSEPORT by a call each',
} satisfies Record<RemedyId | 'stateMulticast' | 'stateNotSharedAnyMore' | 'setOnPosix', string>;

const SECOND_COPY = 'A second copy of the server will start without an error.';
const UNCHANGED = 'Behaviour unchanged.';

/** What follows from a change, where its title does not say so. */
export const consequences = {
  stateNotShared: UNCHANGED,
  stateNotSharedAnyMore: 'A second process will fail with EADDRINUSE.',
  stateShared: SECOND_COPY,
  stateSharedWithFlag: SECOND_COPY,
  stateSharedOnLinux: SECOND_COPY,
  stateWorkersShare: UNCHANGED,
  stateAddressNotReused: UNCHANGED,
  stateAddressReused: 'The last socket to bind receives all unicast datagrams.',
  stateMulticast: 'Each receiver gets every multicast datagram.',
  stateUdpShared: 'Each sender is served by one of the sockets.',
  stateUdpSharedOnLinux: 'Each sender is served by one of the sockets.',
  removeAndState: UNCHANGED,
  removeOption: UNCHANGED,
  setReuseAddrAndPort: SECOND_COPY,
  setMulticastReuse: 'Each receiver gets every multicast datagram. macOS asks for SO_REUSEPORT too.',
  setReusePortIfSupported: SECOND_COPY,
  bindAfterReusePort: SECOND_COPY,
  stateUnbound: UNCHANGED,
  stateOption: UNCHANGED,
} satisfies Partial<Record<keyof typeof remedies, string>>;

/** What stands for a port in a message. */
export const ports = {
  literal: 'port {{value}}',
  literalByDefault: 'a port ({{value}} by default)',
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
  or: '{{one}} or {{other}}',
  fix: ' The fix writes `{{statement}}`.',
  fixAsToday: ' The fix writes `{{statement}}`, as it is today.',
  fixBefore: ' The fix sets {{option}} before the bind.',
  everyAddress: 'every address',
  everyPlatform: 'every platform',
  assuming: ', if {{what}}',
  assumingBoth: '{{one}}, {{other}}',
  isServer: 'a server',
  isNodesServer: "a server like Node's",
  isStream: 'a stream socket',
  isPort: 'a port',
  asserted: ', by `as never`',
  types: 'types allow it',
};

/** What is listened on where that is no port, by its kind. */
export const places = { path: 'path', handle: 'handle' };
