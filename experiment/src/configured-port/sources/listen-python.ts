import { parser } from '@lezer/python';
import { callLimit, type Finding, type Interpret, type Lookup } from '../finding.ts';
import { ancestor, argumentsOf, children, Syntax, type SyntaxNode } from '../lezer.ts';
import { listening, type Value } from '../listening.ts';
import type { Protocol } from '../model.ts';

/** A call that binds a server: by the last name of what is called. */
interface ListenCall {
  name: RegExp;
  protocol?: Protocol;
  /** The argument that is a tuple `(host, port)`. */
  addressAt?: number;
  addressKeyword?: string;
  hostAt?: number;
  portAt?: number;
  /** Reads `port=` and `host=`. */
  keywords?: true;
}

const listenCalls: readonly ListenCall[] = [
  { name: /^bind$/, addressAt: 0 },
  { name: /^create_server$/, addressAt: 0, hostAt: 1, portAt: 2, keywords: true },
  { name: /^start_server$/, hostAt: 1, portAt: 2, keywords: true },
  { name: /^create_datagram_endpoint$/, addressKeyword: 'local_addr', protocol: 'udp' },
  { name: /UDPServer$/, addressAt: 0, protocol: 'udp' },
  { name: /(?:HTTP|TCP|WSGI|XMLRPC|ThreadingHTTP)Server$/, addressAt: 0 },
  { name: /^(?:run|run_app|run_simple|serve|run_server)$/, keywords: true },
  { name: /^make_server$/, hostAt: 0, portAt: 1 },
  { name: /^listen$/, portAt: 0 },
];

const mayListen =
  /(?:bind|create_server|start_server|create_datagram_endpoint|Server|run|run_app|run_simple|serve|run_server|make_server|listen)\s*\(/;

/** Plain listen and bind calls of Python whose port is a constant of the file or comes from the environment. */
export const interpretPython: Interpret = ({ text }, { variable }) => {
  if (!mayListen.test(text)) {
    return [];
  }
  const syntax = new Syntax(parser, text);
  // socket.listen(5) names a backlog; Tornado's and others' listen(8888) a port
  const listenIsServer = /\btornado\b|Application|HTTPServer/.test(text);
  return syntax
    .all('CallExpression')
    .flatMap((node) => {
      const [callee, list] = children(node);
      const name = syntax.of(callee?.name === 'MemberExpression' ? callee.lastChild : callee);
      const call =
        name === 'listen' && !listenIsServer ? undefined : listenCalls.find((one) => one.name.test(name));
      return call && list ? [{ call, node, list }] : [];
    })
    .slice(0, callLimit)
    .flatMap(({ call, node, list }) => fromCall(call, node, list, syntax, variable));
};

function fromCall(
  call: ListenCall,
  node: SyntaxNode,
  list: SyntaxNode,
  syntax: Syntax,
  lookup: Lookup,
): Finding[] {
  const evaluate = (expression: SyntaxNode | undefined): Value | undefined =>
    evaluateNode(expression, syntax, lookup, 0);
  const all = argumentsOf(list);
  const keyword = (name: string): SyntaxNode | undefined =>
    all.find(([first, operator]) => operator?.name === 'AssignOp' && syntax.of(first) === name)?.[2];
  const positional = (index: number | undefined): SyntaxNode | undefined => {
    const argument = index === undefined ? undefined : all[index];
    return argument?.[1]?.name === 'AssignOp' ? undefined : argument?.[0];
  };
  const tuple = call.addressKeyword === undefined ? positional(call.addressAt) : keyword(call.addressKeyword);
  const address = resolveName(tuple, syntax);
  const [tupleHost, tuplePort] =
    address?.name === 'TupleExpression' ? argumentsOf(address).map(([first]) => first) : [];
  const port =
    evaluate(tuplePort) ?? evaluate(positional(call.portAt)) ?? (call.keywords && evaluate(keyword('port')));
  const host = evaluate(tupleHost ?? positional(call.hostAt) ?? (call.keywords && keyword('host')));
  return listening(port, {
    protocol: call.protocol ?? (isDatagramSocket(node, syntax) ? 'udp' : 'tcp'),
    address: host?.text === '' ? undefined : host?.text,
    scope: ancestor(node, 'Body')?.from ?? 0,
  });
}

function evaluateNode(
  node: SyntaxNode | undefined,
  syntax: Syntax,
  lookup: Lookup,
  depth: number,
): Value | undefined {
  const target = depth > 8 ? undefined : resolveName(node, syntax);
  const next = (inner: SyntaxNode | null | undefined): Value | undefined =>
    evaluateNode(inner ?? undefined, syntax, lookup, depth + 1);
  if (!target) {
    return undefined;
  }
  switch (target.name) {
    case 'Number':
      return { text: syntax.of(target).replaceAll('_', ''), offset: target.from };
    case 'String': {
      const [, quote = '', text = ''] = /^\w*("""|'''|"|')([\s\S]*)\1$/.exec(syntax.of(target)) ?? [];
      return { text, offset: target.to - text.length - quote.length };
    }
    case 'ParenthesizedExpression':
      return next(target.firstChild?.nextSibling);
    case 'BinaryExpression': {
      const [left, operator, right] = children(target);
      return operator?.name === 'or'
        ? (next(left) ?? withVariable(next(right), variableOf(left, syntax)))
        : undefined;
    }
    case 'ConditionalExpression': {
      // int(sys.argv[1]) if len(sys.argv) > 1 else 9527
      const [consequent, , , , alternate] = children(target);
      return next(consequent) ?? next(alternate);
    }
    case 'CallExpression': {
      const [callee, list] = children(target);
      const [first, second] = argumentsOf(list).map(([argument]) => argument);
      if (syntax.of(callee) === 'int' || syntax.of(callee) === 'str') {
        return next(first);
      }
      const name = variableOf(target, syntax);
      const variable = name === undefined ? undefined : lookup(name);
      return variable
        ? { text: variable.value, offset: target.from, variable: name ?? '', definedAt: variable.place }
        : name === undefined
          ? undefined
          : withVariable(next(second), name);
    }
    case 'MemberExpression': {
      const name = variableOf(target, syntax);
      const variable = name === undefined ? undefined : lookup(name);
      return (
        variable && {
          text: variable.value,
          offset: target.from,
          variable: name ?? '',
          definedAt: variable.place,
        }
      );
    }
    default:
      return undefined;
  }
}

function withVariable(value: Value | undefined, variable: string | undefined): Value | undefined {
  return value && { ...value, ...(variable !== undefined && { variable }) };
}

/** `os.environ.get('PORT')`, `os.getenv('PORT')`, `os.environ['PORT']`. */
function variableOf(node: SyntaxNode | undefined, syntax: Syntax): string | undefined {
  return /^(?:os\.)?(?:environ\.get|getenv|environ)\s*[([]\s*["'](\w+)["']/.exec(syntax.of(node))?.[1];
}

/** What a name was last assigned before its use, in the same function or the module. */
function resolveName(node: SyntaxNode | undefined, syntax: Syntax): SyntaxNode | undefined {
  if (
    node?.name !== 'VariableName' &&
    !(node?.name === 'MemberExpression' && /^self\.\w+$/.test(syntax.of(node)))
  ) {
    return node;
  }
  return assignmentOf(syntax.of(node), node, syntax);
}

function assignmentOf(name: string, use: SyntaxNode, syntax: Syntax): SyntaxNode | undefined {
  const scope = ancestor(use, 'FunctionDefinition');
  const assignments = syntax
    .all('AssignStatement')
    .filter(
      ({ firstChild }) => syntax.of(firstChild) === name && firstChild?.nextSibling?.name === 'AssignOp',
    );
  const inScope = (assignment: SyntaxNode): boolean =>
    ancestor(assignment, 'FunctionDefinition')?.from === scope?.from;
  const found =
    assignments.findLast((one) => inScope(one) && one.from < use.from) ??
    assignments.findLast((one) => !ancestor(one, 'FunctionDefinition', 'ClassDefinition')) ??
    (name.startsWith('self.') ? assignments.at(-1) : undefined);
  const value = found?.lastChild ?? undefined;
  // a name for a name: one step is enough for `PORT = DEFAULT_PORT`, and cannot go round in circles
  return value?.name === 'VariableName' && value.from !== use.from
    ? (syntax
        .all('AssignStatement')
        .findLast((one) => syntax.of(one.firstChild) === syntax.of(value) && one !== found)?.lastChild ??
        undefined)
    : value;
}

function isDatagramSocket(node: SyntaxNode, syntax: Syntax): boolean {
  const receiver = node.firstChild?.firstChild;
  const name = syntax.of(receiver);
  const creation = receiver && assignmentOf(name, node, syntax);
  const context = syntax
    .all('WithStatement')
    .findLast(
      (one) =>
        one.from < node.from &&
        one.to >= node.to &&
        one.getChild('VariableName') &&
        syntax.of(one.getChild('VariableName')) === name,
    );
  return /\bSOCK_DGRAM\b/.test(`${syntax.of(creation)} ${syntax.of(context?.getChild('CallExpression'))}`);
}
