import type { Node } from '../ast.ts';
import { call } from './call.ts';
import { thisValue } from './field.ts';
import type { Interpreter } from './interpreter.ts';
import { member } from './member.ts';
import { binary, logical, template, unary } from './operators.ts';
import { constant, FOREIGN, moduleExport, OTHER_OBJECT, truthOfAll, UNKNOWN, type Value } from './value.ts';
import { identifier } from './variable.ts';

/** One case for each kind of expression; what has none is unknown. */
export function interpret(it: Interpreter, node: Node): readonly Value[] {
  switch (node.type) {
    case 'Identifier':
      return identifier(it, node);
    case 'ThisExpression':
      return thisValue(node);
    case 'MemberExpression':
      return member(it, node);
    case 'CallExpression':
    case 'NewExpression':
      return call(it, node);
    case 'ImportExpression':
      return node.source.type === 'Literal' ? [moduleExport(String(node.source.value))] : [UNKNOWN];
    case 'AwaitExpression':
      return it.ask(node.argument);
    case 'ConditionalExpression': {
      const test = it.platform === undefined ? undefined : truthOfAll(it.ask(node.test));
      return test === undefined
        ? [...it.ask(node.consequent), ...it.ask(node.alternate)]
        : it.ask(test ? node.consequent : node.alternate);
    }
    case 'AssignmentExpression':
      return node.operator === '='
        ? it.ask(node.right)
        : it.asks === 'identity'
          ? [...it.ask(node.left), ...it.ask(node.right)]
          : [UNKNOWN];
    case 'SequenceExpression':
      return node.expressions.length > 0 ? it.ask(node.expressions.at(-1) as Node) : [UNKNOWN];
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return [{ kind: 'function', node }];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return [{ kind: 'class', node }];
    case 'ObjectExpression':
      return [{ kind: 'object', node }];
    case 'ArrayExpression':
      return [OTHER_OBJECT];
    case 'Literal':
      return 'regex' in node ? [OTHER_OBJECT] : constant(node.value, node);
    case 'LogicalExpression':
      return logical(it, node);
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      // no server comes of these
      return it.asks === 'identity' ? [FOREIGN] : operation(it, node);
    default:
      return [UNKNOWN];
  }
}

function operation(it: Interpreter, node: Node): readonly Value[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return template(it, node);
    case 'BinaryExpression':
      return binary(it, node) ?? [UNKNOWN];
    case 'UnaryExpression':
      return unary(it, node);
    default:
      return [UNKNOWN];
  }
}
