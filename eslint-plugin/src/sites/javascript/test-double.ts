import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, type CallNode, type Node } from './ast.ts';
import { mentions, variableOf, type File } from './file.ts';
import { isReplaced } from './replaced.ts';
import type { Creation } from './interpret/value.ts';

/** Words of test doubles; a file without them has none. */
const WORDS = ['mock', 'Mock', 'stub', 'Stub', 'fake', 'Fake', 'spyOn', 'jest', 'sinon', 'dummy', 'Dummy'];

/** Names of what stands in for a server: `MockServer`, `createMockServer()`, `fakeHttp`. */
const DOUBLE = /(?:^|_)(?:create|make|new|get)?(?:mock|fake|stub|dummy)|Mock|Fake|Stub|Dummy/;

/** Calls that make an object without any behaviour. */
const MAKES_DOUBLE = /^(?:createStubInstance|createMock|createMockInstance|mockDeep|mocked)$/;

/**
 * Whether a test has put something else in a server's place: a class of its own given to the application, a module or function
 * that the test framework replaces.
 * @param receiver what the call is a method of
 */
export function isTestDouble(
  file: File,
  receiver: Node | undefined,
  creations: readonly Creation[],
): boolean {
  return (
    mentions(file, WORDS) &&
    ((receiver !== undefined && isMadeOfDoubles(file, receiver)) ||
      (creations.length > 0 && creations.every(({ node }) => isReplaced(file, node))))
  );
}

/** The call that makes what an expression holds, by the declaration of its variable. */
function makerOf(file: File, expression: Node): CallNode | undefined {
  let node = unwrap(expression);
  if (node.type === 'Identifier') {
    const declared = variableOf(file, node)?.defs[0]?.node as Node | undefined;
    node = declared?.type === 'VariableDeclarator' && declared.init ? unwrap(declared.init) : node;
  }
  if (node.type === 'AwaitExpression') {
    node = unwrap(node.argument);
  }
  return node.type === 'NewExpression' || node.type === 'CallExpression' ? node : undefined;
}

function isMadeOfDoubles(file: File, receiver: Node): boolean {
  const maker = makerOf(file, receiver);
  return (
    maker !== undefined &&
    (MAKES_DOUBLE.test(lastName(maker.callee) ?? '') ||
      maker.arguments.some((argument) => {
        const node = unwrap(argument);
        return node.type === 'ObjectExpression'
          ? node.properties.some(
              (property) =>
                property.type === 'Property' &&
                (isDouble(property.value, propertyName(property) ?? '') || isOwnConstructor(file, property)),
            )
          : isDouble(node, '');
      }))
  );
}

const SERVER = /server|listener|http/i;

/** What by its name stands in for a server; an application with a made-up store does listen. */
function isDouble(value: Node, property: string): boolean {
  const node = unwrap(value);
  const name =
    lastName(node.type === 'NewExpression' || node.type === 'CallExpression' ? node.callee : node) ?? '';
  return DOUBLE.test(name) && !/client/i.test(name) && (SERVER.test(property) || SERVER.test(name));
}

/** `serverConstructor` of this file: the test sees what it is told to do. */
function isOwnConstructor(file: File, property: TSESTree.Property): boolean {
  const value = unwrap(property.value);
  const variable = value.type === 'Identifier' ? variableOf(file, value) : undefined;
  return (
    /(?:server|listener)(?:constructor|class|factory)$/i.test(propertyName(property) ?? '') &&
    variable?.defs.every(({ type }) => (type as string) !== 'ImportBinding') === true
  );
}

function lastName(expression: Node): string | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return propertyName(node);
    default:
      return undefined;
  }
}
