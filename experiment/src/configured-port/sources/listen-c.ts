import { parser } from '@lezer/cpp';
import { callLimit, type Finding, type Interpret } from '../finding.ts';
import { ancestor, argumentsOf, children, Syntax, type SyntaxNode } from '../lezer.ts';
import { listening, type Value } from '../listening.ts';
import type { Protocol } from '../model.ts';
import { portNumber } from '../port-number.ts';

/**
 * Ports that C and C++ code binds: the address given to `bind` is followed to its `sin_port = htons(…)`, the node of `getaddrinfo`
 * being NULL makes its service one, and Asio's acceptors name an endpoint.
 */
export const interpretC: Interpret = ({ text }) => {
  if (!/\b(?:bind|acceptor)\b/.test(text)) {
    return [];
  }
  const syntax = new Syntax(parser, text);
  const binds = syntax.all('CallExpression').filter((call) => calleeOf(call, syntax) === 'bind');
  return [
    ...binds.slice(0, callLimit).flatMap((call) => fromBind(call, syntax)),
    ...syntax
      .all('InitDeclarator', 'CallExpression', 'NewExpression')
      .filter((node) => isAcceptor(node, syntax))
      .slice(0, callLimit)
      .flatMap((node) => fromAcceptor(node, syntax)),
  ];
};

function fromBind(call: SyntaxNode, syntax: Syntax): Finding[] {
  const [descriptor, address] = argumentsOf(call.getChild('ArgumentList'));
  const scope = ancestor(call, 'FunctionDefinition');
  const name = /(\w+)\W*$/.exec(
    (address ?? [])
      .map((node) => syntax.of(node))
      .join(' ')
      .slice(-256)
      .replace(/->\s*ai_addr\s*$/, ''),
  )?.[1];
  if (name === undefined) {
    return [];
  }
  const within = (node: SyntaxNode): boolean =>
    scope === undefined ||
    (node.from >= scope.from && node.to <= scope.to) ||
    !ancestor(node, 'FunctionDefinition');
  const value = portValue(name, within, syntax) ?? serviceValue(name, within, syntax);
  return listening(value, {
    protocol: protocolOf(syntax.of(descriptor?.[0]), scope, syntax),
    address: hostAddress(name, within, syntax),
    scope: ancestor(call, 'CompoundStatement')?.from ?? 0,
  });
}

/** The argument of `htons` in `name.sin_port = htons(…)`, `name->sin6_port`, or the initializer of `name`. */
function portValue(name: string, within: (node: SyntaxNode) => boolean, syntax: Syntax): Value | undefined {
  for (const call of syntax.all('CallExpression')) {
    if (calleeOf(call, syntax) !== 'htons' || !within(call)) {
      continue;
    }
    const target = ancestor(call, 'AssignmentExpression')?.firstChild;
    const field = ancestor(call, 'InitializerPair')?.firstChild;
    const isAssigned =
      target?.name === 'FieldExpression' &&
      /^sin6?_port$/.test(syntax.of(target.lastChild)) &&
      syntax.of(target.firstChild) === name;
    const declarator = ancestor(call, 'InitDeclarator');
    const isInitialized =
      field !== undefined &&
      /^\.sin6?_port$/.test(syntax.of(field)) &&
      syntax.of(declarator?.firstChild) === name;
    if (isAssigned || isInitialized) {
      return evaluate(argumentsOf(call.getChild('ArgumentList'))[0]?.[0], syntax, 0);
    }
  }
  return undefined;
}

/** `getaddrinfo(NULL, "8080", &hints, &name)`; the list is often walked with another pointer, so the last one counts. */
function serviceValue(
  name: string,
  within: (node: SyntaxNode) => boolean,
  syntax: Syntax,
): Value | undefined {
  const calls = syntax
    .all('CallExpression')
    .filter((call) => calleeOf(call, syntax) === 'getaddrinfo' && within(call));
  const isAssigned = calls.length > 0 && new RegExp(String.raw`\b${name}\s*=`).test(syntax.text);
  for (const call of calls) {
    const [node, service, , result] = argumentsOf(call.getChild('ArgumentList')).map(
      ([argument]) => argument,
    );
    const isPassive = /^(?:NULL|nullptr|0)$/.test(syntax.of(node));
    if (isPassive && (isAssigned || syntax.of(result).includes(name))) {
      return evaluate(service, syntax, 0);
    }
  }
  return undefined;
}

function evaluate(node: SyntaxNode | undefined, syntax: Syntax, depth: number): Value | undefined {
  const text = syntax.of(node);
  if (!node || depth > 8) {
    return undefined;
  }
  if (node.name === 'Number') {
    return { text: text.replaceAll("'", '').replace(/[uUlL]+$/, ''), offset: node.from };
  }
  if (node.name === 'String') {
    return { text: text.replace(/^"|"$/g, ''), offset: node.from + 1 };
  }
  if (node.name === 'CastExpression' || node.name === 'ParenthesizedExpression') {
    return evaluate(
      children(node).findLast((child) =>
        /^(?:Number|Identifier|CallExpression|ConditionalExpression|ParenthesizedExpression)$/.test(
          child.name,
        ),
      ),
      syntax,
      depth + 1,
    );
  }
  if (node.name === 'ConditionalExpression') {
    // argc > 1 ? argv[1] : "9527"
    const [, consequent, alternate] = children(node);
    return evaluate(alternate, syntax, depth + 1) ?? evaluate(consequent, syntax, depth + 1);
  }
  if (node.name === 'CallExpression') {
    return /(?:atoi|strto|sto[iu]|parse|number|port)/i.test(calleeOf(node, syntax))
      ? argumentsOf(node.getChild('ArgumentList'))
          .map(([argument]) => evaluate(argument, syntax, depth + 1))
          .find((value) => value && portNumber(value.text) !== undefined)
      : undefined;
  }
  return node.name === 'Identifier' ? constant(node, syntax, depth) : undefined;
}

/** `#define NAME 9527`, `const int NAME = 9527;`, `enum { NAME = 9527 }`. */
function constant(use: SyntaxNode, syntax: Syntax, depth: number): Value | undefined {
  const name = syntax.of(use);
  for (const directive of syntax.all('PreprocDirective')) {
    const match = /^#\s*define\s+(\w+)\s+\(?\s*"?(\d+)"?\s*\)?\s*(?:\/[/*].*)?$/.exec(
      syntax.of(directive).trimEnd(),
    );
    if (match?.[1] === name) {
      const digits = match[2] ?? '';
      return {
        text: digits,
        offset: directive.from + match[0].indexOf(digits, match[0].indexOf(name) + name.length),
      };
    }
  }
  const scope = ancestor(use, 'FunctionDefinition');
  const declarators = syntax
    .all('InitDeclarator', 'Enumerator')
    .filter(
      (one) =>
        (/(\w+)$/.exec(syntax.of(one.firstChild))?.[1] ?? '') === name &&
        one.lastChild?.name !== 'Identifier',
    );
  const scopeOf = (node: SyntaxNode): number | undefined => ancestor(node, 'FunctionDefinition')?.from;
  const declarator =
    declarators.findLast((one) => scopeOf(one) === scope?.from && one.from < use.from) ??
    (isParameter(name, scope, syntax) ? undefined : declarators.find((one) => scopeOf(one) === undefined));
  return evaluate(declarator?.lastChild ?? undefined, syntax, depth + 1);
}

function isParameter(name: string, scope: SyntaxNode | undefined, syntax: Syntax): boolean {
  const declarator = children(scope).find((child) => child.name.endsWith('Declarator'));
  const list =
    declarator?.name === 'FunctionDeclarator' ? declarator : declarator?.getChild('FunctionDeclarator');
  return children(list?.getChild('ParameterList')).some(
    (one) => (/\w+$/.exec(syntax.of(one).slice(-128))?.[0] ?? '') === name,
  );
}

/** The type stands before an initialized variable, the name in a call. */
const isAcceptor = (node: SyntaxNode, syntax: Syntax): boolean =>
  node.getChild('ArgumentList') !== null &&
  /\bacceptor\b/.test(syntax.text.slice(Math.max(0, node.from - 64), node.from + 64));

/** `tcp::acceptor acceptor(io, tcp::endpoint(tcp::v4(), 8080))`. */
function fromAcceptor(node: SyntaxNode, syntax: Syntax): Finding[] {
  return argumentsOf(node.getChild('ArgumentList'))
    .flat()
    .filter(
      (argument) => argument.name === 'CallExpression' && /\bendpoint$/.test(syntax.of(argument.firstChild)),
    )
    .flatMap((endpoint) => {
      const value = evaluate(argumentsOf(endpoint.getChild('ArgumentList'))[1]?.[0], syntax, 0);
      const port = value && portNumber(value.text);
      return port === undefined || !value
        ? []
        : [
            {
              source: 'listen' as const,
              port,
              protocol: 'tcp' as const,
              offset: value.offset,
              claim: {},
            },
          ];
    });
}

/** `inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)`, `name.sin_addr.s_addr = inet_addr("127.0.0.1")` or `htonl(INADDR_LOOPBACK)`. */
function hostAddress(
  name: string,
  within: (node: SyntaxNode) => boolean,
  syntax: Syntax,
): string | undefined {
  const statements = syntax
    .all('ExpressionStatement', 'InitDeclarator', 'ConditionClause')
    .filter(within)
    .map((node) => syntax.of(node));
  const about = statements
    .filter((text) => new RegExp(String.raw`\b${name}\b`).test(text) && /sin6?_addr/.test(text))
    .join('\n');
  if (/\bINADDR_LOOPBACK\b/.test(about)) {
    return '127.0.0.1';
  }
  return /\b(?:inet_addr|inet_aton|inet_pton)\s*\((?:\s*AF_INET6?\s*,)?\s*"([^"]+)"/.exec(about)?.[1];
}

/** By the `socket` call that made the descriptor, else by what the function makes at all. */
function protocolOf(descriptor: string, scope: SyntaxNode | undefined, syntax: Syntax): Protocol {
  const body = scope ? syntax.of(scope) : syntax.text;
  const own =
    descriptor === ''
      ? null
      : new RegExp(String.raw`${escape(descriptor)}\s*=\s*(?:::)?socket\s*\(([^)]*)\)`).exec(body);
  const text = own?.[1] ?? body;
  return /\bSOCK_DGRAM\b/.test(text) && !/\bSOCK_STREAM\b/.test(text) ? 'udp' : 'tcp';
}

const escape = (text: string): string => text.replaceAll(/[^\w\s]/g, String.raw`\$&`);

function calleeOf(call: SyntaxNode, syntax: Syntax): string {
  const { firstChild } = call;
  // a callee as long as the file is none of the functions looked for
  return firstChild && firstChild.to - firstChild.from < 64
    ? syntax.of(firstChild).replace(/^::\s*/, '')
    : '';
}
