import { parser } from '@lezer/java';
import { callLimit, type Finding, type Interpret, type Lookup } from '../finding.ts';
import { ancestor, argumentsOf, children, Syntax, type SyntaxNode } from '../lezer.ts';
import { listening, type Value } from '../listening.ts';
import type { Protocol } from '../model.ts';

/** Classes whose constructor binds, or says what a later bind takes. */
const constructors: ReadonlyMap<string, Protocol> = new Map([
  ['ServerSocket', 'tcp'],
  ['DatagramSocket', 'udp'],
  ['MulticastSocket', 'udp'],
]);

/** Methods that bind what their first argument says, a port or an `InetSocketAddress`. */
const methods = /^(?:bind|createServerSocket|listen|bindNow)$/;

/** Server sockets of Java whose port is a constant of the file or comes from the environment. */
export const interpretJava: Interpret = ({ text }, { variable }) => {
  if (!mayListen.test(text)) {
    return [];
  }
  const syntax = new Syntax(parser, text);
  return syntax
    .all('ObjectCreationExpression', 'MethodInvocation')
    .filter((node) => isServer(node, syntax))
    .slice(0, callLimit)
    .flatMap((node) => {
      const protocol = constructors.get(syntax.of(node.getChild('TypeName'))) ?? protocolOf(node, syntax);
      return fromArguments(node, plainArguments(node), protocol, syntax, variable);
    });
};

const mayListen = /Socket|\b(?:bind|listen|create|start|port|bindNow)\s*\(/;

const plainArguments = (node: SyntaxNode): (SyntaxNode | undefined)[] =>
  argumentsOf(node.getChild('ArgumentList')).map(([argument]) => argument);

/** `start(8080)` and `port(8080)` are too common a name unless the file uses Javalin or Spark. */
function isServer(node: SyntaxNode, syntax: Syntax): boolean {
  if (node.name === 'ObjectCreationExpression') {
    return constructors.has(syntax.of(node.getChild('TypeName')));
  }
  const name = syntax.of(node.getChild('MethodName'));
  switch (name) {
    case 'start':
      return /\bimport\s+io\.javalin\b/.test(syntax.text);
    case 'port':
      return /\bimport\s+(?:static\s+)?spark\b/.test(syntax.text);
    case 'create':
      return /Https?Server$/.test(syntax.of(node.firstChild).slice(-64));
    default:
      return methods.test(name);
  }
}

function fromArguments(
  node: SyntaxNode,
  [first, ...rest]: readonly (SyntaxNode | undefined)[],
  protocol: Protocol,
  syntax: Syntax,
  lookup: Lookup,
): Finding[] {
  const socketAddress = resolveName(first, syntax);
  const isSocketAddress =
    socketAddress?.name === 'ObjectCreationExpression' &&
    syntax.of(socketAddress.getChild('TypeName')) === 'InetSocketAddress';
  const inner = isSocketAddress
    ? argumentsOf(socketAddress.getChild('ArgumentList')).map(([argument]) => argument)
    : [];
  const port = evaluate(isSocketAddress ? inner.at(-1) : first, syntax, lookup, 0);
  const host = evaluate(isSocketAddress && inner.length > 1 ? inner[0] : undefined, syntax, lookup, 0);
  const addressArgument = rest
    .map((argument) => /^InetAddress\.getByName\(\s*"([^"]*)"/.exec(syntax.of(argument))?.[1])
    .find(Boolean);
  return listening(port, {
    protocol,
    address: host?.text ?? addressArgument,
    scope: ancestor(node, 'Block')?.from ?? 0,
  });
}

function evaluate(
  node: SyntaxNode | undefined,
  syntax: Syntax,
  lookup: Lookup,
  depth: number,
): Value | undefined {
  const target = depth > 8 ? undefined : resolveName(node, syntax);
  if (!target) {
    return undefined;
  }
  switch (target.name) {
    case 'IntegerLiteral':
      return { text: syntax.of(target).replaceAll('_', ''), offset: target.from };
    case 'StringLiteral':
      return { text: syntax.of(target).slice(1, -1), offset: target.from + 1 };
    case 'TernaryExpression': {
      const [, , consequent, , alternate] = children(target);
      return (
        evaluate(consequent, syntax, lookup, depth + 1) ?? evaluate(alternate, syntax, lookup, depth + 1)
      );
    }
    case 'MethodInvocation': {
      const name = syntax.of(target.getChild('MethodName'));
      const [first, second] = argumentsOf(target.getChild('ArgumentList')).map(([argument]) => argument);
      if (/^(?:parseInt|valueOf)$/.test(name)) {
        return evaluate(first, syntax, lookup, depth + 1);
      }
      const variableName =
        /^(?:getenv|getOrDefault)$/.test(name) && /\bgetenv\b/.test(syntax.of(target))
          ? evaluate(first, syntax, lookup, 8)?.text
          : undefined;
      const variable = variableName === undefined ? undefined : lookup(variableName);
      if (variable) {
        return {
          text: variable.value,
          offset: target.from,
          variable: variableName ?? '',
          definedAt: variable.place,
        };
      }
      const fallback = variableName === undefined ? undefined : evaluate(second, syntax, lookup, depth + 1);
      return fallback && { ...fallback, variable: variableName ?? '' };
    }
    default:
      return undefined;
  }
}

/** The initial value of a local variable of the same method, or of a field of the file. */
function resolveName(node: SyntaxNode | undefined, syntax: Syntax): SyntaxNode | undefined {
  const name = node?.name === 'Identifier' ? syntax.of(node) : /^\w+\.([A-Z_]+)$/.exec(syntax.of(node))?.[1];
  if (name === undefined || !node) {
    return node;
  }
  const method = ancestor(node, 'MethodDeclaration', 'ConstructorDeclaration');
  const parameters = children(method?.getChild('FormalParameters')).map((one) =>
    syntax.of(one.getChild('Definition')),
  );
  if (parameters.includes(name)) {
    return undefined;
  }
  const declarators = syntax
    .all('VariableDeclarator')
    .filter((one) => syntax.of(one.getChild('Definition')) === name && one.getChild('AssignOp'));
  const local = declarators.findLast(
    (one) =>
      one.from < node.from &&
      ancestor(one, 'MethodDeclaration', 'ConstructorDeclaration')?.from === method?.from,
  );
  const declarator = local ?? declarators.find((one) => one.parent?.name === 'FieldDeclaration');
  const value = declarator?.lastChild ?? undefined;
  return value?.name === 'Identifier' ? undefined : value;
}

function protocolOf(node: SyntaxNode, syntax: Syntax): Protocol {
  const receiver = syntax.of(node.firstChild);
  const declarator = syntax
    .all('VariableDeclarator')
    .find((one) => syntax.of(one.getChild('Definition')) === receiver);
  return /\bDatagram/.test(receiver + syntax.of(declarator?.parent)) ? 'udp' : 'tcp';
}
