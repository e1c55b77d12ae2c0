import { calleeName, JavaScript, type Node } from '../javascript.ts';
import { callLimit, type Finding, type Interpret } from '../finding.ts';
import { listening } from '../listening.ts';
import type { Protocol } from '../model.ts';
import { portNumber } from '../port-number.ts';

/** A call that makes a server listen, by the last name of what is called. */
interface ListenCall {
  name: string;
  /** The object it is called on, where the name alone says too little. */
  on?: RegExp;
  /** A package that the file must name. */
  module?: RegExp;
  isConstructor?: true;
  protocol?: Protocol;
  /** Which argument is the port; the address follows it. */
  portAt?: number;
  /** Which argument has `port` and `host` or `hostname`, under these keys. */
  optionsAt?: number;
  path?: readonly string[];
}

const listenCalls: readonly ListenCall[] = [
  { name: 'bind', module: /\bdgram\b/, portAt: 0, optionsAt: 0, protocol: 'udp' },
  { name: 'listen', portAt: 0, optionsAt: 0 },
  { name: 'listenTls', on: /^Deno$/, optionsAt: 0 },
  { name: 'listenDatagram', on: /^Deno$/, optionsAt: 0, protocol: 'udp' },
  { name: 'udpSocket', on: /^Bun$/, optionsAt: 0, protocol: 'udp' },
  { name: 'serve', optionsAt: 0 },
  { name: 'serve', optionsAt: 1 },
  { name: 'server', on: /^hapi$/i, optionsAt: 0 },
  { name: 'startStandaloneServer', optionsAt: 1, path: ['listen'] },
  { name: 'WebSocketServer', isConstructor: true, optionsAt: 0 },
  { name: 'Server', on: /^(?:WebSocket|ws)$/i, isConstructor: true, optionsAt: 0 },
  { name: 'Server', module: /['"]socket\.io['"]/, isConstructor: true, portAt: 0 },
];

const mayListen = new RegExp(String.raw`\b(?:${listenCalls.map(({ name }) => name).join('|')})\s*\(`);

/** Plain listen calls of JavaScript and TypeScript whose port is a constant or comes from the environment. */
export const interpretJavaScript: Interpret = (file, { variable }) => {
  if (!mayListen.test(file.text)) {
    return [];
  }
  const program = new JavaScript(file, variable);
  return program.nodes
    .filter(isAnyCall)
    .flatMap((node) =>
      listenCalls
        .filter((call) => isCall(call, node, file.text))
        .map((call): [ListenCall, Call] => [call, node]),
    )
    .slice(0, callLimit)
    .flatMap(([call, node]) => ports(program, call, node));
};

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' | 'OptionalCallExpression' }>;

const isAnyCall = (node: Node): node is Call =>
  node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'OptionalCallExpression';

function isCall(call: ListenCall, { type, callee }: Call, text: string): boolean {
  const isMember = callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression';
  const name = isMember && callee.property.type === 'Identifier' ? callee.property.name : calleeName(callee);
  const receiver = isMember ? calleeName(callee.object) : '';
  return (
    name === call.name &&
    (type === 'NewExpression') === (call.isConstructor === true) &&
    (call.on?.test(receiver) ?? true) &&
    (call.module?.test(text) ?? true) &&
    // a free function named `listen` or `bind` is anything
    (isMember || call.on !== undefined || !['listen', 'bind'].includes(name))
  );
}

function ports(program: JavaScript, call: ListenCall, node: Call): Finding[] {
  const options = call.optionsAt === undefined ? undefined : node.arguments[call.optionsAt];
  const inOptions = program.evaluate(program.property(options, ...(call.path ?? []), 'port'));
  const host = ['host', 'hostname', 'address'].flatMap((key) =>
    program.evaluate(program.property(options, ...(call.path ?? []), key)),
  );
  const positional = call.portAt === undefined ? [] : program.evaluate(node.arguments[call.portAt]);
  const positionalHost = call.portAt === undefined ? [] : program.evaluate(node.arguments[call.portAt + 1]);
  const values = inOptions.length > 0 ? inOptions : positional;
  const address = (inOptions.length > 0 ? host : positionalHost).at(0)?.text;
  return values.flatMap((value, weight) =>
    listening(value, {
      protocol: call.protocol ?? 'tcp',
      address: address !== undefined && portNumber(address) === undefined ? address : undefined,
      scope: program.branchOf(node),
    }).map((finding) => ({ ...finding, weight })),
  );
}
