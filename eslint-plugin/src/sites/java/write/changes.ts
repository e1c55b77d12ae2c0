import { removal } from '../../flow/edits/comments.ts';
import { changeTo } from '../../flow/given.ts';
import type { Edit, ListenSite, OptionChange, OptionValue } from '../../site.ts';
import { isFirstOnLine, lineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { within } from '../../tree-sitter/walk.ts';
import type { Listener } from '../catalogue/family.ts';
import { valueOf } from '../lower/evaluate.ts';
import type { File } from '../lower/file.ts';
import { insertBefore } from '../../flow/edits/insert.ts';
import type { Layout } from '../../flow/edits/layout.ts';
import { ownStatement, placeOfStatement, trailingComment, withoutComment } from '../dialect/layout.ts';
import { placeOf } from '../lower/place.ts';
import { variableOf } from '../lower/scope.ts';
import type { BindStep, JavaHistory, JavaRoutine, OptionSetting } from '../lower/step.ts';
import { makeUnbound } from './unbound.ts';

/** A bind, as far as its options need it. */
export interface BoundSite {
  readonly file: File;
  readonly routine: JavaRoutine;
  readonly step: BindStep;
  readonly history: JavaHistory;
  readonly binding: Listener;
  readonly write: ListenSite['write'];
}

/** Whether an option is switched on, as far as the source tells. */
export function constantOf({ value }: OptionSetting): boolean | 'unknown' {
  const constant = valueOf(value);
  return typeof constant === 'boolean' ? constant : 'unknown';
}

const text = (value: OptionValue): string => (value === 'off' ? 'false' : 'true');

/** The statement taken out of the `if`, or the `if` taken away around it. */
export function onEach(
  layout: Layout,
  { name, value, call }: OptionSetting,
  around: SyntaxNode,
): OptionChange[] {
  const statement = call.parent;
  const body = around.field('consequence');
  const isOwn =
    statement?.type === 'expression_statement' && (statement === body || statement.parent === body);
  if (!body || !isOwn || !isFirstOnLine(layout.text, around.start)) {
    return [];
  }
  const isAlone = (statement === body || body.children.length === 3) && !around.field('alternative');
  const home = placeOfStatement(around);
  const moved = home && !home.owner ? insertBefore(home, { lines: [statement.text] }, layout) : undefined;
  if (!isAlone && !moved) {
    return [];
  }
  const edits: Edit[] = isAlone
    ? [{ range: [around.start, around.end], text: statement.text }]
    : [...(moved ?? []), removal(statement, layout, statement.start)];
  const hasComment =
    isAlone && [...within(around)].some((node) => node.children.some(({ isComment }) => isComment));
  const isOn = valueOf(value) !== false;
  return hasComment || (!isAlone && trailingComment(layout, statement) !== '')
    ? []
    : changeTo(
        'setOnEach',
        [name, isOn ? 'on' : 'off'],
        edits,
        name === 'reuseAddr' && value.type === 'true',
      );
}

/** Another value in an option's place. */
export function switching(
  layout: Layout,
  { name, value, call }: OptionSetting,
  known: boolean | 'unknown',
): OptionChange[] {
  const isLiteral = value.type === 'true' || value.type === 'false';
  if (known === 'unknown') {
    return [];
  }
  const to: OptionValue = known ? 'off' : 'on';
  const guard = name === 'reusePort' && known ? guarded(layout, call) : undefined;
  const edit: Edit = { range: [value.start, value.end], text: text(to) };
  return [
    ...changeTo('guardBySupport', [name, 'on-linux'], guard),
    ...changeTo(known ? 'switchOffStatement' : 'switchOnStatement', [name, to], [edit], isLiteral && !known),
  ];
}

/** `if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) { ... }` around a statement. */
function guarded({ text: source, newline, unit }: Layout, call: SyntaxNode): Edit[] | undefined {
  const statement = call.parent;
  const object = call.field('object');
  const [named] = call.field('arguments')?.named ?? [];
  if (
    statement?.type !== 'expression_statement' ||
    !object ||
    !named ||
    !/^[\w.$]+$/.test(object.text) ||
    !/^(?:java\.net\.)?(?:StandardSocketOptions\.)?SO_REUSEPORT$/.test(named.text)
  ) {
    return undefined;
  }
  const indent = source.slice(lineStart(source, statement.start), statement.start);
  if (indent.trim() !== '') {
    return undefined;
  }
  return [
    {
      range: [statement.start, statement.end],
      text: `if (${object.text}.supportedOptions().contains(${named.text})) {${newline}${indent}${unit}${statement.text}${newline}${indent}}`,
    },
  ];
}

/** An option that comes too late: moved before the bind, which a constructor or factory must then leave to a call of its own. */
export function moving(bound: BoundSite, layout: Layout, setting: OptionSetting): OptionChange[] {
  const { file, step, binding } = bound;
  const known = constantOf(setting);
  const { api, unbound } = binding;
  const statement = ownStatement(setting.call);
  const object = setting.call.field('object');
  if (!statement) {
    return [];
  }
  const { name, value } = setting;
  const gives = [name, known === false ? 'off' : 'on'] as const;
  const takenAlone = withoutComment(layout, statement);
  if (unbound) {
    // a value that is calculated may not be there yet where the socket is made
    const isSetter = setting.call.field('name')?.text === 'setReuseAddress';
    const made = (value: 'on' | 'off'): OptionChange[] => {
      const edits = makeUnbound({ file, layout }, step.bind, unbound, (receiver) => ({
        lines: [`${receiver}setReuseAddress(${text(value)});`],
        imports: [],
      }));
      const id = value === 'off' ? 'stateUnbound' : 'bindAfterReuseAddr';
      return changeTo(id, [name, value], edits && [...edits, takenAlone]);
    };
    return !isSetter || known === 'unknown'
      ? []
      : api.protocol === 'tcp'
        ? made('on')
        : [...made(gives[1]), ...(known ? made('off') : [])];
  }
  const receiver = step.bind.call.field('object');
  const home = placeOfStatement(step.bind.call);
  if (!home || home.owner || !receiver || receiver.text !== object?.text || !isSame(file, receiver, object)) {
    return overwritten(bound, takenAlone);
  }
  const taken = removal(statement, layout, statement.start);
  const moved = `${statement.text}${taken.range[1] > statement.end ? trailingComment(layout, statement) : ''}`;
  const edits = [...(insertBefore(home, { lines: [moved] }, layout) ?? []), taken];
  const isPlain =
    home.statement.parent === statement.parent &&
    isIndependent(layout.text.slice(home.statement.start, statement.start), value);
  const isAsMeant = api.protocol === 'tcp' ? known !== false : known === false;
  return [
    ...(isPlain || isLiteral(value) ? changeTo('moveBeforeBind', gives, edits, isPlain && isAsMeant) : []),
    ...(known === false && api.protocol === 'tcp' ? overwritten(bound, takenAlone) : []),
  ];
}

const isLiteral = ({ type }: SyntaxNode): boolean => type === 'true' || type === 'false';

/** The option taken out where it does nothing, and set where it does something. */
function overwritten({ binding: { api }, write }: BoundSite, taken: Edit): OptionChange[] {
  const edits = write('reuseAddr', 'on');
  return edits && api.protocol === 'tcp' && edits.every(({ range }) => range[0] !== taken.range[0])
    ? changeTo('setReuseAddr', ['reuseAddr', 'on'], [...edits, taken])
    : [];
}

/** Whether two receivers are one variable. */
function isSame({ names }: File, one: SyntaxNode, other: SyntaxNode): boolean {
  const [first, second] = [placeOf(names, one), placeOf(names, other)];
  return (
    first !== undefined &&
    first.text === second?.text &&
    (first.isShared || variableOf(one, first.name)?.node === variableOf(other, first.name)?.node)
  );
}

/** Whether a value is the same before the statements between: nothing there asks for the option or gives it a value. */
function isIndependent(between: string, value: SyntaxNode): boolean {
  const inside = unwrap(value);
  return (
    !/getReuseAddress|getOption/.test(between) &&
    (isLiteral(inside) ||
      (inside.type === 'identifier' &&
        !new RegExp(String.raw`\b${inside.text.replaceAll('$', String.raw`\$`)}\b`).test(between)))
  );
}

/** An option of the accepted connections: set on the listener instead. */
export function ontoListener(
  { step, binding: { api }, write }: BoundSite,
  layout: Layout,
  setting: OptionSetting,
): OptionChange[] {
  const { call, name, isAccepted } = setting;
  const known = constantOf(setting);
  const method = call.field('name');
  const gives = [name, known === false ? 'off' : 'on'] as const;
  const [named] = call.field('arguments')?.named ?? [];
  if (isAccepted && method?.text === 'childOption') {
    const edit: Edit = { range: [method.start, method.end], text: 'option' };
    return changeTo('setOnListener', gives, [edit], known === true);
  }
  if (isAccepted && named?.text.startsWith('"child.')) {
    const edits: Edit[] = [{ range: [named.start + 1, named.start + 1 + 'child.'.length], text: '' }];
    return changeTo('setOnListener', gives, edits, known === true);
  }
  const statement = ownStatement(call);
  const edits = write('reuseAddr', 'on');
  return changeTo(
    step.bind.binding.unbound ? 'bindAfterReuseAddr' : 'setReuseAddr',
    ['reuseAddr', api.protocol === 'tcp' ? 'on' : gives[1]],
    edits && statement && [...edits, withoutComment(layout, statement)],
  );
}
