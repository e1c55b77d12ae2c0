import type { Truth } from '../../flow/truth.ts';
import { PLATFORMS } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { PROPERTIES, PROPERTY_CONSTANTS, type Texts } from '../catalogue/platforms.ts';
import { initialOf, namedVariable, valueOf } from './evaluate.ts';
import { isVisible, simpleName, type Names } from './names.ts';
import { classAround, variableOf } from './scope.ts';
import { methodNamed } from './types.ts';

/** The value that a variable is given where it is declared, and keeps. */
export function initialValue(node: SyntaxNode): SyntaxNode | undefined {
  const variable = namedVariable(node);
  return variable && initialOf(variable, node);
}

/** What a method of the file without parameters, that does nothing else, returns. */
export function returnedBy(names: Names, call: SyntaxNode): SyntaxNode | undefined {
  const object = call.field('object');
  const name = call.field('name')?.text ?? '';
  const holder =
    object && object.type !== 'this' ? names.classes.get(object.text) : classDeclaring(call, name);
  const [only, ...others] = (holder && methodNamed(holder, name, 0))?.field('body')?.named ?? [];
  return only?.type === 'return_statement' && others.length === 0 ? only.named[0] : undefined;
}

function classDeclaring(node: SyntaxNode, method: string): SyntaxNode | undefined {
  let holder = classAround(node);
  while (holder && !methodNamed(holder, method)) {
    holder = classAround(holder);
  }
  return holder;
}

/** What is known of the members of types, by their full names. */
type Members<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** What is known of `Type.MEMBER`, `Type.member()`, or a static import of it. */
export function memberOf<T>(names: Names, node: SyntaxNode, known: Members<T>): T | undefined {
  const object = node.field('object')?.text.replaceAll(/\s+/g, '');
  const member = node.type === 'identifier' ? node.text : (node.field('field') ?? node.field('name'))?.text;
  const isOf = (type: string, name: string): boolean =>
    object === undefined
      ? (names.statics.get(name) === type || names.staticWildcards.has(type)) && !isOwn(node, name)
      : object === type || (object === simpleName(type) && isVisible(names, type));
  for (const [type, members] of Object.entries(known)) {
    if (member !== undefined && Object.hasOwn(members, member) && isOf(type, member)) {
      return members[member];
    }
  }
  return undefined;
}

/** Whether the file declares what a simple name means. */
const isOwn = (node: SyntaxNode, name: string): boolean =>
  (node.type === 'identifier' ? variableOf(node, name) : classDeclaring(node, name)) !== undefined;

/** What an expression is on each platform, where it is made of what the system says of itself. */
function textsOf(names: Names, expression: SyntaxNode, depth = 0): Texts | undefined {
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) {
    return undefined;
  }
  switch (node.type) {
    case 'identifier':
    case 'field_access': {
      const property = memberOf(names, node, PROPERTY_CONSTANTS);
      const initial = property === undefined ? initialValue(node) : undefined;
      return property === undefined
        ? initial && textsOf(names, initial, depth + 1)
        : PROPERTIES.get(property);
    }
    case 'method_invocation': {
      const object = node.field('object');
      const [first] = node.field('arguments')?.named ?? [];
      const name = node.field('name')?.text ?? '';
      if (name === 'getProperty' && first && /^(?:java\.lang\.)?System\b/.test(object?.text ?? '')) {
        return PROPERTIES.get(String(valueOf(first)));
      }
      const change = CHANGES.get(name);
      const texts = change && object && textsOf(names, object, depth + 1);
      const returned = texts ? undefined : returnedBy(names, node);
      return texts ? mapped(texts, change) : returned && textsOf(names, returned, depth + 1);
    }
    default:
      return undefined;
  }
}

/** Variables and methods followed for one text. */
const MAX_DEPTH = 10;

const CHANGES = new Map(
  Object.entries<(text: string) => string>({
    toLowerCase: (text) => text.toLowerCase(),
    toUpperCase: (text) => text.toUpperCase(),
    trim: (text) => text,
    strip: (text) => text,
  }),
);

const mapped = ({ linux, darwin, win32 }: Texts, change: (text: string) => string): Texts => ({
  linux: linux.map(change),
  darwin: darwin.map(change),
  win32: win32.map(change),
});

/** Where a test of a text holds, and where it fails. */
function truthOn(texts: Texts, test: (text: string) => boolean): Truth {
  return {
    holds: PLATFORMS.filter((platform) => texts[platform].some(test)),
    fails: PLATFORMS.filter((platform) => !texts[platform].every(test)),
  };
}

const ASKS = new Map(
  Object.entries<(text: string, given: string) => boolean>({
    contains: (text, given) => text.includes(given),
    startsWith: (text, given) => text.startsWith(given),
    endsWith: (text, given) => text.endsWith(given),
    equals: (text, given) => text === given,
    contentEquals: (text, given) => text === given,
    equalsIgnoreCase: (text, given) => text.toLowerCase() === given.toLowerCase(),
  }),
);

/** `os.startsWith("Windows")`, `"Linux".equals(os)` */
export function callTruth(names: Names, call: SyntaxNode): Truth | undefined {
  const name = call.field('name')?.text ?? '';
  const ask = ASKS.get(name);
  const object = call.field('object');
  const [first, ...others] = call.field('arguments')?.named ?? [];
  if (!ask || !object || !first || others.length > 0) {
    return undefined;
  }
  const given = textIn(first);
  const texts = given === undefined ? undefined : textsOf(names, object);
  if (given !== undefined && texts) {
    return truthOn(texts, (text) => ask(text, given));
  }
  const own = name.startsWith('equals') ? textIn(object) : undefined;
  const asked = own === undefined ? undefined : textsOf(names, first);
  return own !== undefined && asked ? truthOn(asked, (text) => ask(text, own)) : undefined;
}

const COMPARES = new Map(
  Object.entries<(one: number | string, other: number | string) => boolean>({
    '==': (one, other) => one === other,
    '!=': (one, other) => one !== other,
    '>=': (one, other) => one >= other,
    '>': (one, other) => one > other,
    '<=': (one, other) => one <= other,
    '<': (one, other) => one < other,
  }),
);

/** `File.separatorChar == '\\'`, `os.indexOf("win") >= 0` */
export function comparisonTruth(names: Names, node: SyntaxNode): Truth | undefined {
  const [left, right] = [node.field('left'), node.field('right')];
  const compare = COMPARES.get(node.field('operator')?.text ?? '');
  if (!left || !right || !compare) {
    return undefined;
  }
  const call = unwrap(left);
  const [word] = call.field('name')?.text === 'indexOf' ? (call.field('arguments')?.named ?? []) : [];
  const object = word && call.field('object');
  const place = object && valueOf(right);
  const found = word && textIn(word);
  if (object && found !== undefined && typeof place === 'number') {
    const texts = textsOf(names, object);
    return texts && truthOn(texts, (text) => compare(text.indexOf(found), place));
  }
  const [own, other] = textIn(right) === undefined ? [right, left] : [left, right];
  const given = textIn(other);
  const texts = given === undefined ? undefined : textsOf(names, own);
  return texts && given !== undefined ? truthOn(texts, (text) => compare(text, given)) : undefined;
}

/** The text of a literal, or of a constant. */
function textIn(expression: SyntaxNode): string | undefined {
  const node = unwrap(expression);
  const text = node.type === 'character_literal' ? node.text.slice(1, -1) : valueOf(node);
  return typeof text === 'string' ? text.replaceAll(/\\(.)/g, '$1') : undefined;
}
