import { deeper } from '../effort.ts';
import { isFunction, propertyName, unwrap, type Node } from './ast.ts';

/** What the name of an unknown value suggests it holds. */
export type Evidence = 'port' | 'path' | 'handle' | 'callback' | 'options' | 'backlog' | undefined;

const WORDS: Readonly<Record<string, Exclude<Evidence, undefined>>> = {
  ...words('port', ['port', 'ports', 'portno', 'portnum', 'portnumber', 'porta', 'puerto']),
  ...words('path', [
    'pipe',
    'sock',
    'socket',
    'path',
    'file',
    'filename',
    'pathname',
    'unix',
    'ipc',
    'socketpath',
    'sockpath',
    'socketfile',
    // listen(host) alone: a host without a port is the name of a pipe
    'host',
    'hostname',
  ]),
  // a server in a port's place is one that listens already
  ...words('handle', ['fd', 'handle', 'handles', 'descriptor', 'server']),
  ...words('backlog', ['backlog']),
  ...words('callback', [
    'cb',
    'fn',
    'func',
    'function',
    'done',
    'next',
    'resolve',
    'reject',
    'callback',
    'call',
    'called',
    'exit',
    'listener',
    'handler',
    'ready',
  ]),
  ...words('options', [
    'opt',
    'opts',
    'option',
    'options',
    'config',
    'configuration',
    'settings',
    'params',
    'args',
    'argv',
    'arguments',
    'addr',
    'address',
    'endpoint',
    'info',
  ]),
};

function words<E>(evidence: E, list: readonly string[]): Record<string, E> {
  return Object.fromEntries(list.map((word) => [word, evidence]));
}

/** Ports in one word, `httpport`, but not what else ends so. */
const ENDS_IN_PORT = /(?<!^(?:trans|ex|im|re|sup|pass|view|air|s|rap|pur))port$/;

function evidenceOfWord(word: string): Evidence {
  return WORDS[word] ?? (ENDS_IN_PORT.test(word) ? 'port' : undefined);
}

/** What a name suggests: the last word of camelCase, snake_case or CONSTANT_CASE that says anything. */
export function evidenceOfName(name: string): Evidence {
  if (/^on[A-Z]/.test(name)) {
    return 'callback';
  }
  const parts = name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+/);
  return parts
    .map((part) => evidenceOfWord(part.toLowerCase()))
    .findLast((evidence) => evidence !== undefined);
}

/** What the spelling of an expression suggests: its last name, the function called, or the key asked for. */
export function evidenceOf(expression: Node): Evidence {
  return deeper(() => evidenceOfNode(unwrap(expression)), undefined);
}

function evidenceOfNode(node: Node): Evidence {
  switch (node.type) {
    case 'Identifier':
      return evidenceOfName(node.name);
    case 'MemberExpression': {
      const name = propertyName(node);
      if (name === undefined || /^\d+$/.test(name)) {
        return evidenceOfElement(node.object);
      }
      // ports.proxy
      return evidenceOfName(name) ?? (evidenceOf(node.object) === 'port' ? 'port' : undefined);
    }
    case 'CallExpression': {
      const [first] = node.arguments;
      // get('port'), getIn(['server', 'port'])
      const key = first?.type === 'ArrayExpression' ? first.elements.at(-1) : first;
      const named =
        key?.type === 'Literal' && typeof key.value === 'string' ? evidenceOfName(key.value) : undefined;
      // mustCall(() => {}), once(ready): what wraps a function is one
      const wraps = node.arguments.some((argument) => isFunction(argument)) ? 'callback' : undefined;
      return named ?? wraps ?? evidenceOf(node.callee);
    }
    case 'AwaitExpression':
      return evidenceOf(node.argument);
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier'
        ? undefined
        : (evidenceOf(node.left) ?? evidenceOf(node.right));
    case 'LogicalExpression':
      return evidenceOf(node.left) ?? evidenceOf(node.right);
    case 'ConditionalExpression':
      return evidenceOf(node.consequent) ?? evidenceOf(node.alternate);
    case 'AssignmentExpression':
      return evidenceOf(node.right);
    default:
      return undefined;
  }
}

/** ports[0] and process.argv[2] are ports as a rule; an element of other arguments or options may be anything. */
function evidenceOfElement(list: Node): Evidence {
  const evidence = isProcessArguments(unwrap(list)) ? 'port' : evidenceOf(list);
  return evidence === 'options' ? undefined : evidence;
}

function isProcessArguments(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    propertyName(node) === 'argv' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'process'
  );
}
