import type {
  ApiFacts,
  Edit,
  GivenOption,
  ListenSite,
  OptionChange,
  OptionName,
  OptionValue,
} from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { libraries } from './catalogue/index.ts';
import type { CallFacts, Parameter, Receiver } from './catalogue/call.ts';
import { addKeyword, removeArgument } from './edit.ts';
import type { Definition } from './definitions.ts';
import type { PythonFile } from './file.ts';
import type { Reading } from './socket-site.ts';
import { argument, argumentsOf, keywordArgument } from './arguments.ts';
import type { Values } from './value.ts';
import { isGiven, whereOf } from './where.ts';
import { reachedOn } from './windows.ts';

const calls = new Map(libraries.flatMap(({ calls: own = {} }) => Object.entries(own)));
const methods = new Map<string, (CallFacts & { readonly on: Receiver })[]>();
for (const { methods: own = {} } of libraries) {
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

/** What stands in for a reactor or an event loop in tests. */
const FAKE = /^object$|(?:^|[._])(?:Memory|Fake|Mock|MagicMock|Stub|Dummy)\w*$/u;

/** The site of a call that the catalogue knows. */
export function readCallSite(reading: Reading, call: SyntaxNode): ListenSite | undefined {
  const facts = factsOf(reading, call);
  if (!facts) {
    return undefined;
  }
  const { sourceCode, file, values } = reading;
  const { port, host } = whereOf(reading, call, facts);
  const callee = call.field('function') ?? call;
  const isChain = /^[\w.]+$/u.test(callee.text);
  const marked = isChain ? callee : (callee.field('attribute') ?? callee);
  return {
    api: facts.api,
    loc: sourceCode.locOf(marked.start, marked.end),
    port,
    address: host,
    multicast: facts.isMulticast === true ? 'yes' : 'unknown',
    given: [
      ...givenOptions(reading, call, facts),
      ...refusedOptions(reading, call, facts),
      ...grpcOption(reading, facts),
    ],
    certainty: 'traced',
    proof: 'proven',
    platforms: reachedOn(call, file, values),
    hasFlag: () => false,
    write: writer(file.text, call, facts),
  };
}

/** Which variables of a file hold a receiver of a kind, as each may be used by thousands of calls. */
const receivers = memoize<Values, Map<string, boolean>>(() => new Map());

function onceIn(known: Map<string, boolean>, key: string, ask: () => boolean): boolean {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}

function factsOf({ file, classes, values }: Reading, call: SyntaxNode): CallFacts | undefined {
  const callee = call.field('function');
  const path = callee && file.pathOf(callee);
  const known = path === undefined ? undefined : calls.get(path);
  if (known) {
    return takesFake() ? undefined : known;
  }
  if (callee?.type !== 'attribute') {
    return undefined;
  }
  const receiver = callee.field('object');
  const name = callee.field('attribute')?.text ?? '';
  return receiver && methods.get(name)?.find(({ on }) => isReceiver(receiver, on));

  /** `serverFromString(MemoryReactor(), ...)`: nothing listens in the end. */
  function takesFake(): boolean {
    const given = (call.field('arguments')?.named ?? []).flatMap((argument) =>
      argument.type === 'keyword_argument' ? (argument.field('value') ?? []) : argument,
    );
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
      const own = made && classes.named(made.text);
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
  return [...text.matchAll(/\breturn\s+(?=[\w.]+\s*\()/gu)].flatMap(({ index, 0: { length } }) => {
    spend();
    let node: SyntaxNode | undefined = file.nodeAt(definition.start + index + length);
    while (node && node.type !== 'call' && node.type !== 'return_statement') {
      node = node.parent;
    }
    const made = node?.type === 'call' ? node.field('function') : undefined;
    return (made && file.pathOf(made)) ?? [];
  });
});

function givenOptions({ sourceCode, values }: Reading, call: SyntaxNode, facts: CallFacts): GivenOption[] {
  return (facts.options ?? []).flatMap(([position, keyword, name]): GivenOption[] => {
    const value = argument(call, position, keyword);
    if (!isGiven(value)) {
      return [];
    }
    const number = values.of(value, false).every(({ node }) => node.type !== 'none')
      ? values.constant(value)
      : undefined;
    const isOn = number === undefined ? 'unknown' : number !== 0;
    return [
      {
        name,
        spelled: keyword,
        values: { linux: isOn, darwin: isOn, win32: isOn },
        line: sourceCode.locOf(value.start, value.end).start.line,
        changes: turning(name, value, isOn),
      },
    ];
  });
}

/** The literal written the other way. */
function turning(name: OptionName, value: SyntaxNode, isOn: boolean | 'unknown'): OptionChange[] {
  const isLiteral = value.type === 'true' || value.type === 'false' || value.type === 'integer';
  return isLiteral && isOn !== 'unknown'
    ? [
        {
          id: 'writeStatement',
          edits: [{ range: [value.start, value.end], text: isOn ? 'False' : 'True' }],
          isFix: !isOn,
          gives: { name, value: isOn ? 'off' : 'on' },
        },
      ]
    : [];
}

/** Arguments that the library refuses, with the change that takes them out and says what is meant. */
function refusedOptions({ sourceCode, file }: Reading, call: SyntaxNode, facts: CallFacts): GivenOption[] {
  return Object.entries(facts.refused ?? {}).flatMap(([keyword, where]): GivenOption[] => {
    const found = keywordArgument(call, keyword);
    const value = found?.field('value');
    if (!found || !value || value.type === 'none') {
      return [];
    }
    const [option] = facts.options ?? [];
    const isStated = option !== undefined && isGiven(argument(call, option[0], option[1]));
    const text = option && `${option[1]}=False`;
    const changes: OptionChange[] = isStated
      ? [{ id: 'removeOption', edits: [removeArgument(file.text, found)], isFix: false }]
      : option && text !== undefined
        ? [
            {
              id: 'writeStatement',
              edits: [{ range: [found.start, found.end], text }],
              isFix: false,
              gives: { name: option[2], value: 'off' },
            },
          ]
        : [];
    return [
      {
        name: 'reuseAddr',
        spelled: keyword,
        values: { linux: 'unknown', darwin: 'unknown', win32: 'unknown' },
        line: sourceCode.locOf(found.start, found.end).start.line,
        noEffect: { because: 'refused', where },
        changes,
      },
    ];
  });
}

const grpcArgument = memoize(({ text }: PythonFile) => /grpc\.so_reuseport["']\s*,\s*(\w+)/u.exec(text));

/** gRPC takes the option where the server is made. */
function grpcOption({ file, sourceCode }: Reading, { api }: CallFacts): GivenOption[] {
  const found = api.sharesByDefault === true ? grpcArgument(file) : undefined;
  if (!found) {
    return [];
  }
  const isOn =
    /^(?:1|True)$/u.test(found[1] ?? '') || (/^(?:0|False)$/u.test(found[1] ?? '') ? false : 'unknown');
  return [
    {
      name: 'reusePort',
      spelled: 'grpc.so_reuseport',
      values: { linux: isOn, darwin: isOn, win32: isOn },
      line: sourceCode.locOf(found.index, found.index).start.line,
    },
  ];
}

function writer(text: string, call: SyntaxNode, facts: CallFacts): ListenSite['write'] {
  const written = new Map<string, Edit[] | undefined>();
  for (const [position, keyword, name] of facts.options ?? []) {
    for (const value of ['on', 'off'] as const) {
      written.set(
        `${name} ${value}`,
        writeKeyword(text, call, [position, keyword], statementOf(facts.api, name, value)),
      );
    }
  }
  return (option, value) => written.get(`${option} ${value}`);
}

const statementOf = (api: ApiFacts, name: OptionName, value: OptionValue): string =>
  api.statement?.(name, value) ?? '';

function writeKeyword(
  text: string,
  call: SyntaxNode,
  [position, keyword]: Parameter,
  statement: string,
): Edit[] | undefined {
  const none = keywordArgument(call, keyword);
  if (none) {
    // `reuse_port=None`
    return [{ range: [none.start, none.end], text: statement }];
  }
  if (position !== -1 && argumentsOf(call)[position]) {
    return undefined;
  }
  const edit = addKeyword(text, call, statement);
  return edit && [edit];
}
