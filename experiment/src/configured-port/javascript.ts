import { parse, type ParserPlugin } from '@babel/parser';
import type { Identifier, Node, ObjectExpression, VariableDeclarator } from '@babel/types';
import { MalformedError, parsing, type Lookup, type TextFile } from './finding.ts';
import type { Place } from './model.ts';

export type { Node } from '@babel/types';

/** What an expression is known to be: a text such as `3000`, and where it stands. */
interface Value {
  text: string;
  offset: number;
  /** The environment variable it comes from, or is the fallback of. */
  variable?: string;
  definedAt?: Place;
}

/** A JavaScript or TypeScript file, with what its expressions evaluate to as far as constants and `.env` files tell. */
export class JavaScript {
  readonly nodes: readonly Node[];
  readonly #parents = new Map<Node, Node>();
  /** By the block they are in, then by name. */
  readonly #declarators = new Map<Node, Map<string, VariableDeclarator>>();
  readonly #lookup: Lookup;

  /** Throws `MalformedError`. */
  constructor(file: TextFile, lookup: Lookup) {
    this.#lookup = lookup;
    this.nodes = this.#collect(parseJavaScript(file));
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** What an expression may be, likeliest first; empty when that is not known. */
  evaluate(node: Node | null | undefined, depth = 0): Value[] {
    if (!node || depth > 16) {
      return [];
    }
    const next = (inner: Node | null | undefined): Value[] => this.evaluate(inner, depth + 1);

    switch (node.type) {
      case 'NumericLiteral':
        return [{ text: String(node.value), offset: node.start ?? 0 }];
      case 'StringLiteral':
        return [{ text: node.value, offset: (node.start ?? 0) + 1 }];
      case 'TemplateLiteral': {
        const [quasi, ...more] = node.quasis;
        return quasi && more.length === 0 ? [{ text: quasi.value.raw, offset: quasi.start ?? 0 }] : [];
      }
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ParenthesizedExpression':
        return next(node.expression);
      case 'UnaryExpression':
        return node.operator === '+' ? next(node.argument) : [];
      case 'LogicalExpression':
        return node.operator === '&&' ? next(node.right) : this.#withFallback(node.left, node.right, next);
      case 'ConditionalExpression': {
        const [consequent, alternate] = [next(node.consequent), next(node.alternate)];
        return consequent.some(({ definedAt }) => definedAt) ? consequent : [...consequent, ...alternate];
      }
      case 'CallExpression':
        return this.#evaluateCall(node, next);
      case 'Identifier':
        return this.#evaluateName(node, next);
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const key = memberName(node);
        if (key === undefined) {
          return [];
        }
        return this.#isEnvironment(node.object)
          ? this.#variable(key, node)
          : next(this.#propertyOf(node.object, key, depth));
      }
      default:
        return [];
    }
  }

  /** The object literal an expression stands for. */
  object(node: Node | null | undefined, depth = 0): ObjectExpression | undefined {
    if (!node || depth > 8) {
      return undefined;
    }

    switch (node.type) {
      case 'ObjectExpression':
        return node;
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'ParenthesizedExpression':
        return this.object(node.expression, depth + 1);
      case 'Identifier': {
        const declarator = this.#declaratorOf(node);
        return declarator?.id.type === 'Identifier' ? this.object(declarator.init, depth + 1) : undefined;
      }
      case 'MemberExpression': {
        const key = memberName(node);
        return key === undefined
          ? undefined
          : this.object(this.#propertyOf(node.object, key, depth), depth + 1);
      }
      default:
        return undefined;
    }
  }

  /** The value of an object literal's property, along a path of keys. */
  property(node: Node | null | undefined, ...path: string[]): Node | undefined {
    let current: Node | undefined = node ?? undefined;
    for (const key of path) {
      const property = this.object(current)?.properties.findLast(
        (one) => one.type === 'ObjectProperty' && keyName(one) === key,
      );
      current = property?.type === 'ObjectProperty' ? property.value : undefined;
    }
    return current;
  }

  /** The nodes in the order of the text; a loop, because a long `a + b + c …` is deeper than the stack. */
  #collect(root: Node): Node[] {
    const nodes: Node[] = [];
    const stack = [root];
    for (let node = stack.pop(); node; node = stack.pop()) {
      nodes.push(node);
      if (node.type === 'VariableDeclarator') {
        this.#declare(node);
      }
      for (const child of childrenOf(node).reverse()) {
        this.#parents.set(child, node);
        stack.push(child);
      }
    }
    return nodes;
  }

  #declare(declarator: VariableDeclarator): void {
    for (const ancestor of this.#ancestors(declarator)) {
      if (isBlock(ancestor)) {
        const names = this.#declarators.get(ancestor) ?? new Map<string, VariableDeclarator>();
        this.#declarators.set(ancestor, names);
        for (const name of boundNames(declarator)) {
          names.set(name, declarator);
        }
        return;
      }
    }
  }

  #withFallback(left: Node, right: Node, next: (node: Node) => Value[]): Value[] {
    const values = next(left);
    if (values.length > 0) {
      return values;
    }
    const variable = this.#variableName(left);
    return next(right).map((value) => ({ ...value, ...(variable !== undefined && { variable }) }));
  }

  #evaluateCall(
    node: Extract<Node, { type: 'CallExpression' }>,
    next: (node: Node | undefined) => Value[],
  ): Value[] {
    const name = calleeName(node.callee);
    const [first, second] = node.arguments;
    if (/^(?:Number|parseInt|String|toNumber|normalizePort)$/.test(name)) {
      return next(first);
    }
    // Deno.env.get('PORT'), config.get('PORT', 3000) of @nestjs/config, env('PORT', 3000)
    if (/^(?:get|getOrThrow|env)$/.test(name) && first?.type === 'StringLiteral') {
      const values = this.#variable(first.value, node);
      return values.length > 0 ? values : next(second).map((value) => ({ ...value, variable: first.value }));
    }
    return [];
  }

  #evaluateName(node: Identifier, next: (node: Node | null | undefined) => Value[]): Value[] {
    const declarator = this.#bindingOf(node);
    if (declarator?.type === 'AssignmentPattern') {
      return next(declarator.right);
    }
    if (declarator?.type !== 'VariableDeclarator') {
      return [];
    }
    if (declarator.id.type !== 'ObjectPattern') {
      return next(declarator.init);
    }
    // const { PORT: port = 3000 } = process.env
    for (const property of declarator.id.properties) {
      if (property.type === 'ObjectProperty' && patternName(property.value) === node.name) {
        const key = keyName(property) ?? '';
        const isEnvironment = this.#isEnvironment(declarator.init);
        const values = isEnvironment ? this.#variable(key, node) : next(this.property(declarator.init, key));
        const fallback = property.value.type === 'AssignmentPattern' ? next(property.value.right) : [];
        return values.length > 0
          ? values
          : fallback.map((value) => ({ ...value, ...(isEnvironment && { variable: key }) }));
      }
    }
    return [];
  }

  #variable(name: string, node: Node): Value[] {
    const variable = this.#lookup(name);
    return variable
      ? [{ text: variable.value, offset: node.start ?? 0, variable: name, definedAt: variable.place }]
      : [];
  }

  /** The name of the environment variable that an expression without a known value reads. */
  #variableName(node: Node): string | undefined {
    if (
      node.type === 'TSNonNullExpression' ||
      node.type === 'TSAsExpression' ||
      node.type === 'ParenthesizedExpression'
    ) {
      return this.#variableName(node.expression);
    }
    if (node.type === 'UnaryExpression') {
      return this.#variableName(node.argument);
    }
    if (node.type === 'CallExpression') {
      const [first] = node.arguments;
      return first && (first.type === 'StringLiteral' ? first.value : this.#variableName(first));
    }
    const isMember = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
    return isMember && this.#isEnvironment(node.object) ? memberName(node) : undefined;
  }

  /** `process.env`, `import.meta.env`, `Bun.env`, or a variable that holds one of these or the result of Vite's `loadEnv`. */
  #isEnvironment(node: Node | null | undefined, depth = 0): boolean {
    if (!node || depth > 4) {
      return false;
    }
    if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
      const { object } = node;
      return (
        memberName(node) === 'env' &&
        (object.type === 'MetaProperty' ||
          (object.type === 'Identifier' && /^(?:process|Bun|globalThis)$/.test(object.name)) ||
          (object.type === 'MemberExpression' && memberName(object) === 'process'))
      );
    }
    if (node.type === 'CallExpression') {
      return calleeName(node.callee) === 'loadEnv';
    }
    if (node.type === 'Identifier') {
      const declarator = this.#declaratorOf(node);
      return declarator?.id.type === 'Identifier' && this.#isEnvironment(declarator.init, depth + 1);
    }
    return false;
  }

  #propertyOf(object: Node, key: string, depth: number): Node | undefined {
    return depth > 8 ? undefined : this.property(object, key);
  }

  /** The declaration or parameter in the nearest scope around the use. */
  #bindingOf(node: Identifier): Node | undefined {
    for (const ancestor of this.#ancestors(node)) {
      const declarator = this.#declarators.get(ancestor)?.get(node.name);
      const parameters =
        'params' in ancestor && Array.isArray(ancestor.params) ? (ancestor.params as Node[]) : [];
      const binding = declarator ?? parameters.find((parameter) => patternName(parameter) === node.name);
      if (binding) {
        return binding;
      }
    }
    return undefined;
  }

  #declaratorOf(node: Identifier): VariableDeclarator | undefined {
    const binding = this.#bindingOf(node);
    return binding?.type === 'VariableDeclarator' ? binding : undefined;
  }

  *#ancestors(node: Node): Generator<Node> {
    for (let parent = this.parent(node); parent; parent = this.parent(parent)) {
      yield parent;
    }
  }
}

const isBlock = ({ type }: Node): boolean =>
  type === 'BlockStatement' || type === 'Program' || type === 'StaticBlock';

/** `listen` of `app.listen`, `serve` of `serve`; empty for anything else. */
function calleeName(node: Node): string {
  return node.type === 'Identifier'
    ? node.name
    : node.type === 'MemberExpression'
      ? (memberName(node) ?? '')
      : '';
}

function memberName(
  node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>,
): string | undefined {
  if (!node.computed && node.property.type === 'Identifier') {
    return node.property.name;
  }
  return node.computed && node.property.type === 'StringLiteral' ? node.property.value : undefined;
}

function keyName({ key, computed }: Extract<Node, { type: 'ObjectProperty' }>): string | undefined {
  if (key.type === 'StringLiteral') {
    return key.value;
  }
  return !computed && key.type === 'Identifier' ? key.name : undefined;
}

/** `port` of `port`, `port = 3000` and `public port: number`. */
function patternName(node: Node): string | undefined {
  if (node.type === 'AssignmentPattern') {
    return patternName(node.left);
  }
  return node.type === 'Identifier' ? node.name : undefined;
}

function boundNames({ id }: VariableDeclarator): string[] {
  if (id.type === 'ObjectPattern') {
    return id.properties.flatMap((property) =>
      property.type === 'ObjectProperty' ? (patternName(property.value) ?? []) : [],
    );
  }
  return id.type === 'Identifier' ? [id.name] : [];
}

const childKeysToSkip = new Set([
  'loc',
  'extra',
  'leadingComments',
  'trailingComments',
  'innerComments',
  'errors',
  'comments',
  'tokens',
]);

function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (childKeysToSkip.has(key)) {
      return [];
    }
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

function parseJavaScript({ path, text }: TextFile): Node {
  // JSX and `<T>value` exclude each other
  const isTypeScript = /\.[cm]?ts$/.test(path);
  const plugins: ParserPlugin[] = [
    'typescript',
    'decorators-legacy',
    ...(isTypeScript ? [] : (['jsx'] as const)),
  ];
  return parsing(() => {
    try {
      return parse(text, {
        sourceType: 'unambiguous',
        plugins,
        errorRecovery: true,
        attachComment: false,
        allowReturnOutsideFunction: true,
        allowAwaitOutsideFunction: true,
        allowSuperOutsideMethod: true,
        allowUndeclaredExports: true,
      }).program;
    } catch (error) {
      if (error instanceof SyntaxError && 'loc' in error) {
        const { line, column } = error.loc as { line: number; column: number };
        const message = error.message.replace(/\s*\(\d+:\d+\)$/, '');
        throw new MalformedError(`JavaScript: ${message} at ${line}:${column + 1}`);
      }
      throw error;
    }
  });
}
