import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { Listener, Receiver } from './catalogue/family.ts';
import { families } from './catalogue/index.ts';
import type { Definition } from './lower/definitions.ts';
import type { OwnClass } from './lower/classes.ts';
import type { PythonFile } from './lower/file.ts';
import type { Called } from './lower/handed.ts';
import type { Reading } from './lower/reading.ts';
import type { Values } from './lower/value.ts';

const calls = new Map(families.flatMap(({ calls: own = {} }) => Object.entries(own)));
const methods = new Map<string, (Listener & { readonly on: Receiver })[]>();
for (const { methods: own = {} } of families) {
  for (const [name, facts] of Object.entries(own)) {
    methods.set(name, [...(methods.get(name) ?? []), facts]);
  }
}

/** The names under which the catalogue's calls may stand in a file that imports no other names for them. */
export const CALL_NAMES: readonly string[] = [
  ...new Set([...[...calls.keys()].map((path) => path.split('.').at(-1) ?? path), ...methods.keys()]),
];

/** Whether a path is that of a function or constructor in the catalogue. */
export const isKnownCall = (path: string): boolean => calls.has(path);

/** The class of a library's that a class of the file inherits from, and that binds what its constructor is given. */
const baseOf = memoize((own: OwnClass, { classes }: Pick<Reading, 'classes'>): string | undefined => {
  for (const one of classes.lineage(own)) {
    if (typeof one === 'string' && calls.has(one)) {
      return one;
    }
  }
  return undefined;
});

/** The classes of the file that inherit from such. */
export const ownOfLibraries = (reading: Reading): readonly OwnClass[] =>
  [...reading.classes.all].filter((own) => baseOf(own, reading) !== undefined);

/** What `Echo(...)`, a class of the file that has no constructor of its own, and `super().__init__(...)` in one that has, call. */
function pathOfBase(reading: Reading, callee: SyntaxNode): string | undefined {
  const { classes } = reading;
  if (callee.type === 'identifier') {
    const own = classes.named(callee.text, callee.start);
    return own && !classes.method(own, '__init__') ? baseOf(own, reading) : undefined;
  }
  const object = callee.field('object');
  const isSuper = object?.type === 'call' && object.field('function')?.text === 'super';
  const own =
    isSuper && callee.field('attribute')?.text === '__init__' ? classes.at(callee.start) : undefined;
  return own && !classes.method(own, '__init__', true) ? baseOf(own, reading) : undefined;
}

/** What stands in for a reactor or an event loop in tests. */
const FAKE = /^object$|(?:^|[._])(?:Memory|Fake|Mock|MagicMock|Stub|Dummy)\w*$/u;

/** Which variables of a file hold a receiver of a kind, as each may be used by thousands of calls. */
const receivers = memoize<Values, Map<string, boolean>>(() => new Map());

function onceIn(known: Map<string, boolean>, key: string, ask: () => boolean): boolean {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}

/** What the catalogue says of a call. */
export function factsOf(reading: Reading, called: Called): Listener | undefined {
  const { file, classes, values } = reading;
  const { callee } = called;
  const path = file.pathOf(callee) ?? pathOfBase(reading, callee);
  const known = path === undefined ? undefined : calls.get(path);
  if (known) {
    return takesFake() ? undefined : known;
  }
  if (callee.type !== 'attribute') {
    return undefined;
  }
  const receiver = callee.field('object');
  const name = callee.field('attribute')?.text ?? '';
  const [first] = called.positional;
  return (
    receiver &&
    methods
      .get(name)
      ?.find(({ on, only }) => (!only || (first && only.test(first.text))) && isReceiver(receiver, on))
  );

  /** `serverFromString(MemoryReactor(), ...)`: nothing listens in the end. */
  function takesFake(): boolean {
    const given = [...called.positional, ...called.keywords.values()];
    return given.some((argument) => isNamed(argument) && isFake(argument));
  }

  function isNamed({ type, text }: SyntaxNode): boolean {
    return type === 'call' || /reactor$/iu.test(text);
  }

  function isFake(node: SyntaxNode): boolean {
    return values
      .of(node)
      .some(({ node: value }) => value.type === 'call' && FAKE.test(value.field('function')?.text ?? ''));
  }

  function isReceiver(node: SyntaxNode, on: Receiver): boolean {
    if (on.named?.test(node.text) === true) {
      return !isFake(node);
    }
    const isOf = (types: readonly string[] | undefined, one: string | undefined): boolean =>
      one !== undefined && types?.includes(one) === true;
    const key = values.variable(node);
    return key === undefined
      ? isMade()
      : onceIn(receivers(values), `${[on.types, on.makers].join()} ${key}`, isMade);

    function isMade(): boolean {
      return values.of(node).some(({ node: value }) => isOne(value));
    }

    function isOne(value: SyntaxNode): boolean {
      if (isOf(on.types, file.pathOf(value))) {
        return true;
      }
      const made = value.type === 'call' ? value.field('function') : undefined;
      const own = made && classes.named(made.text, made.start);
      const path = made && file.pathOf(made);
      return (
        isOf(on.types, path) ||
        isOf(on.makers, path) ||
        (own !== undefined &&
          [...classes.lineage(own)].some((one) => typeof one === 'string' && isOf(on.types, one))) ||
        (made !== undefined && isReturned(made, on))
      );
    }
  }

  /** `make_app().listen(8888)`: what a function of the file returns. */
  function isReturned(callee: SyntaxNode, on: Receiver): boolean {
    const definition = file.functionNamed(callee.text);
    if (!definition) {
      return false;
    }
    return returnedBy(definition, file).some((path) => on.types?.includes(path) === true);
  }
}

/** The paths of what a function makes and returns: `return Application()`. */
const returnedBy = memoize((definition: Definition, file: PythonFile): readonly string[] => {
  const text = file.text.slice(definition.start, definition.end);
  return [...text.matchAll(/\breturn\s+(?=[\w.]+\s*(?:\(|$))/gmu)].flatMap(({ index, 0: { length } }) => {
    spend();
    const name = file.nodeAt(definition.start + index + length);
    let node: SyntaxNode | undefined = name;
    while (node && node.type !== 'call' && node.type !== 'return_statement') {
      node = node.parent;
    }
    if (node?.type !== 'call') {
      // `app = Flask(__name__)`, then `return app`
      return file.bindingsOf(name.text, definition).flatMap(({ value }) => {
        const maker = value?.type === 'call' ? value.field('function') : undefined;
        return (maker && file.pathOf(maker)) ?? [];
      });
    }
    const made = node.field('function');
    return (made && file.pathOf(made)) ?? [];
  });
});
