import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../effort.ts';
import { evidenceOfName, partsOf, type Evidence } from '../flow/names.ts';
import { isFunction, propertyName, unwrap, type Node } from './ast.ts';

/** Words in which somebody says that a port may be something else, or that there are several: `portOrPipe`, `ports`. */
const NO_PORT = ['or', 'pipe', 'path', 'sock', 'unix', 'ipc', 'fd', 'handle', 'ports'];

/** A host in one word, `ipaddress`. */
const ENDS_IN_HOST = /(?:host|hostname|address)$|^(?:ip|addr)$/;

/** What the names of functions begin with: `listen(3000, logAddress)` gives a callback. */
const VERB =
  /^(?:on|after|when|log|print|show|report|announce|display|dump|write|echo|output|emit|notify|send|publish|handle|set|save|store|check|validate|assert|verify|ensure|wait|update|register|get|find|choose|pick|make|create|build|parse|load|read|fetch|compute|normalize|resolve|is|has|to)$/;

/** Whether a name says that its value is a port, and nothing else. */
function namesPort(name: string): boolean {
  return evidenceOfName(name) === 'port' && !partsOf(name).some((word) => NO_PORT.includes(word));
}

/** Whether a name says that its value is the name or the address of a host. */
function namesHost(name: string): boolean {
  return ENDS_IN_HOST.test(partsOf(name).at(-1) ?? '');
}

/** Whether its author called an expression a port: `port`, `opts.port`, `this.listenPort`, `ports[0]`, `getPort()`, `get('port')`. */
export const isNamedPort = (expression: Node): boolean => isNamed(expression, namesPort);

/** Whether its author called an expression a host: `host`, `config.hostname`, `process.env.BIND_ADDRESS`. */
export const isNamedHost = (expression: Node): boolean => isNamed(expression, namesHost);

function isNamed(expression: Node, names: (name: string) => boolean): boolean {
  return deeper(() => {
    const node = unwrap(expression);
    switch (node.type) {
      case 'Identifier':
        return names(node.name) && !VERB.test(partsOf(node.name)[0] ?? '');
      case 'MemberExpression':
        return isMemberNamed(node, names);
      case 'CallExpression':
        return isCallNamed(node, names);
      case 'AwaitExpression':
      case 'UpdateExpression':
        return isNamed(node.argument, names);
      case 'BinaryExpression':
        // port + 1
        return node.operator === '+' && (isNamed(node.left, names) || isNamed(node.right, names));
      default:
        return false;
    }
  }, false);
}

/** `opts.port`, and one of several: `ports[0]`, `ports.proxy`. */
function isMemberNamed(node: TSESTree.MemberExpression, names: (name: string) => boolean): boolean {
  const name = propertyName(node);
  const list = /^(.*)s$/i.exec(lastNameOf(node.object) ?? '')?.[1];
  return (
    (name !== undefined && names(name) && !VERB.test(partsOf(name)[0] ?? '')) ||
    (list !== undefined && names(list))
  );
}

/** `getPort()`, `config.get('port')`, `String(port)`; not what makes a path: `path.resolve('port')`. */
function isCallNamed(
  { callee, arguments: [first] }: TSESTree.CallExpression,
  names: (name: string) => boolean,
): boolean {
  const called = lastNameOf(callee);
  if (called !== undefined && names(called)) {
    return true;
  }
  if (called === 'String' && callee.type === 'Identifier') {
    return first !== undefined && isNamed(first, names);
  }
  const key = keyAskedFor(first);
  const makesPath =
    evidenceOf(callee) === 'path' ||
    (callee.type === 'MemberExpression' && evidenceOf(callee.object) === 'path');
  return key !== undefined && names(key) && !makesPath;
}

function lastNameOf(node: Node): string | undefined {
  const inside = unwrap(node);
  return inside.type === 'Identifier'
    ? inside.name
    : inside.type === 'MemberExpression'
      ? propertyName(inside)
      : undefined;
}

/** The key that a call asks for: get('port'), getIn(['server', 'port']). */
function keyAskedFor(first: TSESTree.CallExpressionArgument | undefined): string | undefined {
  const key = first?.type === 'ArrayExpression' ? first.elements.at(-1) : first;
  return key?.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
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
      const key = keyAskedFor(node.arguments[0]);
      const named = key === undefined ? undefined : evidenceOfName(key);
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
