import { changeTo } from '../flow/given.ts';
import type { Edit, GivenOption, ListenSite, OptionChange, OptionName } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { memoize } from '../memoize.ts';
import type { Listener, Parameter } from './catalogue/family.ts';
import { addKeyword, removeArgument } from './dialect/edit.ts';
import type { PythonFile } from './lower/file.ts';
import { factsOf } from './known-call.ts';
import { calleeLoc, type Reading } from './lower/reading.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import { argument, argumentsOf, keywordArgument } from './lower/arguments.ts';
import { givenTo, type Called } from './lower/handed.ts';
import { isGiven, whereOf } from './lower/where.ts';
import { shapedCall } from './shape.ts';
import { reachedOn } from './write/windows.ts';

/** The site of a call that the catalogue knows. */
export function readCallSite(reading: Reading, called: Called): UnsettledSite | undefined {
  const facts = factsOf(reading, called);
  return facts && isComplete(called, facts) && !isGiven(givenTo(called, facts.connects))
    ? siteOf(reading, called, facts, 'traced')
    : undefined;
}

/** The site of a call on something unknown that plainly binds. */
export function readShapedSite(reading: Reading, called: Called): UnsettledSite | undefined {
  const facts = shapedCall(reading, called);
  return facts && isComplete(called, facts) ? siteOf(reading, called, facts, 'shaped') : undefined;
}

/** Whether a call gives its port: who calls what is bound to some arguments may give it too. */
const isComplete = (called: Called, { port, address, description }: Listener): boolean =>
  called.by !== 'partial' || [port, address, description].some((parameter) => givenTo(called, parameter));

function siteOf(
  reading: Reading,
  called: Called,
  facts: Listener,
  certainty: ListenSite['certainty'],
): UnsettledSite {
  const { file, values } = reading;
  const { call } = called;
  const { port, host } = whereOf(reading, called, facts);
  return {
    api: facts.api,
    loc: calleeLoc(reading, called.callee),
    port,
    address: host,
    taken: host === '' ? (keywordArgument(call, 'family') ? undefined : facts.defaultAddress) : host,
    multicast: facts.isMulticast === true ? 'yes' : 'unknown',
    given: [
      ...givenOptions(reading, called, facts),
      ...(called.by === 'written' ? refusedOptions(reading, call, facts) : []),
      ...grpcOption(reading, facts),
    ],
    certainty,
    proof: 'proven',
    platforms: reachedOn(call, file, values),
    write: called.by === 'written' ? write(file.text, call, facts) : () => undefined,
  };
}

function givenOptions({ sourceCode, values }: Reading, called: Called, facts: Listener): GivenOption[] {
  return (facts.options ?? []).flatMap(([position, keyword, name]): GivenOption[] => {
    const value = givenTo(called, [position, keyword]);
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
  const edit: Edit = { range: [value.start, value.end], text: isOn === true ? 'False' : 'True' };
  return isLiteral && isOn !== 'unknown'
    ? changeTo('writeStatement', [name, isOn ? 'off' : 'on'], [edit], !isOn)
    : [];
}

/** Arguments that the library refuses, with the change that takes them out and says what is meant. */
function refusedOptions({ sourceCode, file }: Reading, call: SyntaxNode, facts: Listener): GivenOption[] {
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
        ? changeTo('writeStatement', [option[2], 'off'], [{ range: [found.start, found.end], text }])
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
function grpcOption({ file, sourceCode }: Reading, { api }: Listener): GivenOption[] {
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

/** The option as a keyword; what has a position and a value there says something already. */
function write(text: string, call: SyntaxNode, { api, options = [] }: Listener): ListenSite['write'] {
  return (option, value) => {
    const [position, keyword] = options.find(([, , name]) => name === option) ?? [];
    return position !== undefined && keyword !== undefined && (value === 'on' || value === 'off')
      ? writeKeyword(text, call, [position, keyword], api.statement?.(option, value) ?? '')
      : undefined;
  };
}

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
