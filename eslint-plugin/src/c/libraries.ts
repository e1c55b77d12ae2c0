import type { ApiFacts, Edit, GivenOption, ListenSite, OptionName, Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import { readAddress } from './address.ts';
import { assignmentsIn } from './assignments.ts';
import { libraries } from './catalogue/index.ts';
import type { BindingCall, BindingClass, BindingFunction } from './catalogue/library.ts';
import { insertBefore } from './insertion.ts';
import { indentAt, readLayout } from './layout.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { placeBefore } from './statement.ts';
import { calleeName, routineAt, type CRoutine, type CUnit } from './unit.ts';
import { valueOf } from './value.ts';

/** What a front end of a library's calls reads from. */
interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
}

/** The calls of known libraries that bind a server socket, except those whose restart the library makes safe. */
export function findLibrarySites(file: File): ListenSite[] {
  const { text } = file.sourceCode;
  const used = libraries.filter(
    ({ mention, classes, functions }) => (classes ?? functions) && mention.test(text),
  );
  const classes = used.flatMap((library) => library.classes ?? []);
  const functions = used.flatMap((library) => library.functions ?? []);
  if (used.length === 0) {
    return [];
  }
  return [...within(file.unit.root)].flatMap((node): ListenSite[] => {
    switch (node.type) {
      case 'call_expression':
        return [
          ...functions.flatMap((known) =>
            calleeName(node) === known.name ? readFlags(file, node, known) : [],
          ),
          ...classes.flatMap((known) => readMethod(file, node, known)),
        ];
      case 'init_declarator':
      case 'field_initializer':
      // `tcp::acceptor acceptor(io, endpoint);` reads as a function to the grammar
      case 'function_declarator':
        return classes.flatMap((known) => readConstructor(file, node, known));
      default:
        return [];
    }
  });
}

const isUnder = (node: SyntaxNode, type: string): boolean =>
  [...ancestors(node)].some((outer) => outer.type === type);

function api(name: string, spelled: ApiFacts['spelled'], statement: ApiFacts['statement']): ApiFacts {
  const options = Object.keys(spelled ?? {}) as OptionName[];
  return {
    name,
    runtime: 'posix',
    protocol: 'tcp',
    options,
    spelled,
    forwards: 'yes',
    restart: 'fails',
    states: { tcp: [{ id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true }] },
    statement,
  };
}

function site(
  { sourceCode }: File,
  node: SyntaxNode,
  facts: ApiFacts,
  port: Port,
  given: readonly GivenOption[],
  edits: Edit[] | undefined,
): ListenSite {
  return {
    api: facts,
    loc: sourceCode.locOf(node.start, node.end),
    port,
    multicast: 'unknown',
    given,
    certainty: 'typed',
    proof: 'proven',
    platforms: ['linux', 'darwin'],
    hasFlag: () => false,
    write: (option, value) => (option === 'reuseAddr' && value === 'on' ? edits : undefined),
  };
}

function option(
  file: File,
  node: SyntaxNode,
  name: OptionName,
  spelled: string,
  state: boolean | 'unknown',
): GivenOption {
  return {
    name,
    spelled,
    values: { linux: state, darwin: state, win32: false },
    line: file.sourceCode.locOf(node.start, node.end).start.line,
  };
}

/** `evconnlistener_new_bind(base, callback, data, LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE, -1, address, length)` */
function readFlags(file: File, call: SyntaxNode, known: BindingFunction): ListenSite[] {
  const given = call.field('arguments')?.named ?? [];
  const [flags, address] = [given[known.flags], given[known.address]];
  const callee = call.field('function');
  if (!flags || !address || !callee) {
    return [];
  }
  const { kind, port } = readAddress(file.unit, address, call.start);
  const names = flags.text.split('|').map((name) => name.trim().replace(/^\(+|\)+$/g, ''));
  const isUnread = names.some((name) => !/^(?:0|[A-Z][A-Z0-9_]*)$/.test(name));
  if (kind === 'path' || kind === 'other' || isUnread) {
    return [];
  }
  const options = Object.entries(known.options).flatMap(([flag, name]) =>
    names.includes(flag) ? [option(file, flags, name, flag, true)] : [],
  );
  const [flag = ''] = Object.keys(known.options);
  const text = names.length === 1 && names[0] === '0' ? flag : `${flags.text} | ${flag}`;
  const spelled = Object.fromEntries(Object.entries(known.options).map(([name, meaning]) => [meaning, name]));
  return [
    site(
      file,
      callee,
      api(`${known.name}()`, spelled, () => flag),
      port,
      options,
      [{ range: [flags.start, flags.end], text }],
    ),
  ];
}

/** The declared type of a name: in the routine, or in the file as a field or global. */
function typeOf({ unit }: File, routine: CRoutine, name: string): string | undefined {
  const last = /(\w+)$/.exec(name)?.[1] ?? name;
  return assignmentsIn(routine.node).types.get(last) ?? assignmentsIn(unit.root).types.get(last);
}

function readConstructor(file: File, node: SyntaxNode, known: BindingClass): ListenSite[] {
  const { construction: binding } = known;
  const isField = node.type === 'field_initializer';
  const name = isField ? node.named[0] : node.field('declarator');
  const given = isField ? node.named[1] : (node.field('value') ?? node.field('parameters'));
  const declared = isField
    ? name && typeOf(file, routineAt(file.unit, node), name.text)
    : node.parent?.field('type')?.text;
  if (
    !binding ||
    !name ||
    declared === undefined ||
    !known.type.test(declared) ||
    !/^(?:argument_list|initializer_list|parameter_list)$/.test(given?.type ?? '') ||
    (given?.type === 'parameter_list' && !isUnder(node, 'compound_statement'))
  ) {
    return [];
  }
  return readSwitch(file, name, given?.named ?? [], binding, known, declared);
}

function readMethod(file: File, call: SyntaxNode, known: BindingClass): ListenSite[] {
  const callee = call.field('function');
  const method = callee?.type === 'field_expression' ? callee.field('field')?.text : undefined;
  const receiver = callee?.field('argument');
  const binding = method === undefined ? undefined : known.methods?.[method];
  if (!callee || !receiver || !binding || isUnder(call, 'lambda_capture_specifier')) {
    return [];
  }
  const routine = routineAt(file.unit, call);
  const declared = typeOf(file, routine, receiver.text);
  if (declared === undefined || !known.type.test(declared)) {
    return [];
  }
  const given = call.field('arguments')?.named ?? [];
  const sites = readSwitch(file, callee, given, binding, known, declared);
  return known.setter ? sites.flatMap((found) => withSetter(file, found, call, receiver.text, known)) : sites;
}

function readSwitch(
  file: File,
  name: SyntaxNode,
  given: readonly SyntaxNode[],
  binding: BindingCall,
  known: BindingClass,
  type: string,
): ListenSite[] {
  const { on } = known;
  const address = given[binding.address];
  if (given.length < binding.atLeast || !address) {
    return [];
  }
  const port = portIn(file.unit, address, known);
  const isNamedAfterType = name.type === 'identifier' || name.type === 'field_identifier';
  const facts = api(
    isNamedAfterType ? type : `${name.text}()`,
    { reuseAddr: binding.reuse === undefined ? 'reuse_address' : 'reuse_addr' },
    () => `${name.text}(..., ${on})`,
  );
  const reuse = binding.reuse === undefined ? undefined : given[binding.reuse];
  if (reuse) {
    const value = valueOf(file.unit, reuse);
    const state = value.kind === 'number' ? value.value !== 0 : 'unknown';
    const range: [number, number] = [reuse.start, reuse.end];
    const stated: GivenOption = {
      ...option(file, reuse, 'reuseAddr', 'reuse_addr', state),
      replace: (wanted) => [{ range, text: wanted === 'on' ? on : on === '1' ? '0' : 'false' }],
    };
    return [site(file, name, facts, port, [stated], undefined)];
  }
  if (binding.byDefault) {
    return [];
  }
  const last = given.at(-1);
  const isNext = last && binding.reuse === given.length;
  return [
    site(
      file,
      name,
      facts,
      port,
      [],
      isNext ? [{ range: [last.end, last.end], text: `, ${on}` }] : undefined,
    ),
  ];
}

/** Calls of the setter, in this routine or, for a field, in any; and how to write one before the bind. */
function withSetter(
  file: File,
  found: ListenSite,
  call: SyntaxNode,
  receiver: string,
  { setter }: BindingClass,
): ListenSite[] {
  if (!setter) {
    return [found];
  }
  const { unit, sourceCode } = file;
  const routine = routineAt(unit, call);
  const type = typeOf(file, routine, receiver) ?? '';
  const isLocal = assignmentsIn(routine.node).types.has(receiver);
  const setters = (isLocal ? [routine] : unit.routines).flatMap((holder) =>
    holder.steps.flatMap((step) => {
      const callee = step.node.field('function');
      const isIt =
        step.kind === 'call' &&
        callee?.field('field')?.text === setter.method &&
        callee.field('argument')?.text === receiver &&
        /reuse_(?:address|port)|SO_REUSE/.test(step.node.text);
      return isIt && !(holder === routine && step.at > call.start) ? [step.node] : [];
    }),
  );
  const place = placeBefore(call);
  const layout = place && readLayout(sourceCode.text, indentAt(sourceCode.text, place.statement.start));
  const line = setter.write(receiver, type);
  const edits = place && layout && insertBefore(place, { lines: [line] }, layout);
  return [
    {
      ...found,
      api: { ...found.api, statement: () => line.replace(/;$/, '') },
      given: setters.map((node) =>
        option(file, node, 'reuseAddr', 'reuse_address', /\bfalse\b|\b0\b/.test(node.text) ? false : true),
      ),
      write: (name, value) => (name === 'reuseAddr' && value === 'on' ? edits : undefined),
    },
  ];
}

/** The port in `tcp::endpoint(tcp::v4(), 8080)`, in a variable that was made of such, or by itself. */
function portIn(
  unit: CUnit,
  address: SyntaxNode,
  { port, anyAddress }: Pick<BindingClass, 'port' | 'anyAddress'>,
): Port {
  const node = unwrap(address);
  if (anyAddress !== undefined && node.text.includes(anyAddress)) {
    return { kind: 'ephemeral' };
  }
  const given = node.type === 'call_expression' ? node.field('arguments')?.named : madeOf(unit, node);
  if (given?.length === 0) {
    return { kind: 'ephemeral' };
  }
  const part = port === 'first' ? given?.[0] : given?.at(-1);
  const expression = part ?? node;
  const value = valueOf(unit, expression);
  if (value.kind === 'number') {
    return value.value === 0 ? { kind: 'ephemeral' } : { kind: 'literal', value: value.value };
  }
  return value.kind === 'environment'
    ? { kind: 'environment', variable: value.variable, fallback: value.fallback }
    : { kind: 'unknown', text: expression.text };
}

/** The arguments of the constructor of an address in a variable: `ACE_INET_Addr addr(8080)`. */
function madeOf(unit: CUnit, name: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (!/^(?:identifier|parameter_declaration)$/.test(name.type)) {
    return undefined;
  }
  const assigned = assignmentsIn(routineAt(unit, name).node).all.find(({ into }) => into === name.text);
  const list = assigned && unwrap(assigned.value);
  return list && /^(?:argument_list|initializer_list)$/.test(list.type)
    ? list.named
    : list?.type === 'call_expression'
      ? list.field('arguments')?.named
      : undefined;
}
