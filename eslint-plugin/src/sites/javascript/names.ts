import { deeper } from '../effort.ts';
import { evidenceOfName, type Evidence } from '../flow/names.ts';
import { isFunction, propertyName, unwrap, type Node } from './ast.ts';

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
