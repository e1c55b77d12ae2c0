import type {
  ApiFacts,
  Edit,
  GivenOption,
  ListenSite,
  NoEffect,
  OptionChange,
  OptionValue,
} from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import { valueOf } from './evaluate.ts';
import { firstOnly } from './first-only.ts';
import type { BindStep, File, JavaHistory } from './front-end.ts';
import { insertBefore } from '../flow/edits/insert.ts';
import type { Layout } from '../flow/edits/layout.ts';
import { isInBlock, layoutAt, placeOfStatement, removal, trailingComment } from './layout.ts';
import { placeOf } from './place.ts';
import { variableOf } from './scope.ts';
import { makeUnbound } from './unbound.ts';
import type { Setting } from './unit.ts';
import { isFirstOnLine, lineStart } from '../tree-sitter/lines.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';

type OptionSetting = Extract<Setting, { sets: 'option' }>;

/** A bind, as far as its options need it. */
export interface BoundSite {
  readonly file: File;
  readonly step: BindStep;
  readonly history: JavaHistory;
  readonly api: ApiFacts;
  readonly write: ListenSite['write'];
}

/** An option that the source sets, with the changes that mend it. */
export function readOption(
  bound: BoundSite,
  setting: OptionSetting,
  because?: 'after-bind' | 'accepted',
): GivenOption[] {
  const { file, step, history } = bound;
  const { name, spelled, value, call } = setting;
  if (setting.name === 'reusePort' && because !== undefined && !bound.api.options.includes('reusePort')) {
    return [];
  }
  const constant = valueOf(value);
  const once = because === undefined ? firstOnly(call, step, history) : undefined;
  const isSure = because !== undefined || once !== undefined || !isConditional(call, step.bind.call);
  const known = typeof constant === 'boolean' && isSure ? constant : 'unknown';
  const line = file.sourceCode.locOf((call.field('name') ?? call).start, call.end).start.line;
  const layout = layoutAt(file.sourceCode, call.start);
  return [
    {
      name,
      spelled,
      values: valuesOf(setting, known),
      line,
      noEffect: once
        ? { because: 'first-only', where: `if ${once.field('condition')?.text ?? ''}` }
        : because && noEffect(bound, because),
      changes: once
        ? onEach(layout, setting, once)
        : because === 'after-bind'
          ? moving(bound, layout, setting, known)
          : because === 'accepted'
            ? ontoListener(bound, layout, setting, known)
            : switching(layout, setting, known),
    },
  ];
}

/** Whether an option is set in a branch that the bind is not in: it may be so, or not. */
function isConditional(call: SyntaxNode, bind: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (ancestor.start <= bind.start && bind.end <= ancestor.end) {
      return false;
    }
    if (/^(?:if_statement|switch_expression|ternary_expression)$/.test(ancestor.type)) {
      return true;
    }
  }
  return false;
}

/** SO_REUSEPORT that is asked for first, or that is epoll's or kqueue's, is not set on Windows. */
function valuesOf({ name, call }: OptionSetting, value: boolean | 'unknown'): GivenOption['values'] {
  const isElsewhere =
    name === 'reusePort' &&
    (/Epoll|KQueue|Unix/.test(call.field('arguments')?.text ?? '') || isGuarded(call));
  return { linux: value, darwin: value, win32: isElsewhere ? false : value };
}

const GUARD =
  /SO_REUSEPORT|supportedOptions|os\.name|isAvailable|[Ww]indows|[Ll]inux|isWin|IS_WIN|[Rr]euse_?[Pp]ort/;

function isGuarded(call: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (ancestor.type === 'if_statement' && GUARD.test(ancestor.field('condition')?.text ?? '')) {
      return true;
    }
    if (
      ancestor.type === 'try_statement' &&
      ancestor.named.some(
        ({ type, text }) =>
          type === 'catch_clause' && /UnsupportedOperation|\b(?:Exception|Throwable)\b/.test(text),
      )
    ) {
      return true;
    }
  }
  return false;
}

function noEffect({ file, step }: BoundSite, because: 'after-bind' | 'accepted'): NoEffect {
  const { call } = step.bind;
  const line = file.sourceCode.locOf(call.start, (call.field('name') ?? call).end).end.line;
  if (because === 'accepted') {
    return { because, where: 'the connections it accepts' };
  }
  return {
    because,
    where:
      call.type === 'method_invocation' && call.field('name')?.text !== 'createServerSocket'
        ? `the bind on line ${line}`
        : `line ${line}, where the socket is made and bound at once`,
  };
}

const text = (value: OptionValue): string => (value === 'off' ? 'false' : 'true');

/** The statement taken out of the `if`, or the `if` taken away around it. */
function onEach(layout: Layout, { name, value, call }: OptionSetting, around: SyntaxNode): OptionChange[] {
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
    : [...(moved ?? []), removal(layout, statement)];
  const hasComment =
    isAlone && [...within(around)].some((node) => node.children.some(({ isComment }) => isComment));
  const isOn = valueOf(value) !== false;
  return hasComment || (!isAlone && trailingComment(layout, statement) !== '')
    ? []
    : [
        {
          id: 'setOnEach',
          edits,
          isFix: name === 'reuseAddr' && value.type === 'true',
          gives: { name, value: isOn ? 'on' : 'off' },
        },
      ];
}

/** Another value in an option's place. */
function switching(
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
  return [
    ...(guard
      ? [{ id: 'guardBySupport', edits: guard, isFix: false, gives: { name, value: 'on-linux' } } as const]
      : []),
    {
      id: known ? 'switchOffStatement' : 'switchOnStatement',
      edits: [{ range: [value.start, value.end], text: text(to) }],
      isFix: isLiteral && !known,
      gives: { name, value: to },
    },
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
function moving(
  bound: BoundSite,
  layout: Layout,
  setting: OptionSetting,
  known: boolean | 'unknown',
): OptionChange[] {
  const { file, step, api } = bound;
  const statement = setting.call.parent;
  const object = setting.call.field('object');
  if (statement?.type !== 'expression_statement' || !isInBlock(setting.call)) {
    return [];
  }
  const { name, value } = setting;
  const gives = { name, value: known === false ? 'off' : 'on' } as const;
  const taken = removal(layout, statement);
  const hasComment = trailingComment(layout, statement) !== '';
  const takenAlone: Edit = hasComment ? { range: [statement.start, statement.end], text: '' } : taken;
  const { unbound } = step.bind.binding;
  if (unbound) {
    // a value that is calculated may not be there yet where the socket is made
    const isSetter = setting.call.field('name')?.text === 'setReuseAddress';
    const made = (value: 'on' | 'off'): OptionChange[] => {
      const edits = makeUnbound({ file, layout }, step.bind, unbound, (receiver) => ({
        lines: [`${receiver}setReuseAddress(${text(value)});`],
        imports: [],
      }));
      const id = value === 'off' ? 'stateUnbound' : 'bindAfterReuseAddr';
      return edits ? [{ id, edits: [...edits, takenAlone], isFix: false, gives: { name, value } }] : [];
    };
    return !isSetter || known === 'unknown'
      ? []
      : api.protocol === 'tcp'
        ? made('on')
        : [...made(gives.value), ...(known ? made('off') : [])];
  }
  const receiver = step.bind.call.field('object');
  const home = placeOfStatement(step.bind.call);
  if (!home || home.owner || !receiver || receiver.text !== object?.text || !isSame(file, receiver, object)) {
    return overwritten(bound, takenAlone);
  }
  const moved = `${statement.text}${taken.range[1] > statement.end ? trailingComment(layout, statement) : ''}`;
  const edits = [...(insertBefore(home, { lines: [moved] }, layout) ?? []), taken];
  const isPlain =
    home.statement.parent === statement.parent &&
    isIndependent(layout.text.slice(home.statement.start, statement.start), value);
  const isAsMeant = api.protocol === 'tcp' ? known !== false : known === false;
  return [
    ...(isPlain || isLiteral(value)
      ? [{ id: 'moveBeforeBind', edits, isFix: isPlain && isAsMeant, gives } as const]
      : []),
    ...(known === false && api.protocol === 'tcp' ? overwritten(bound, takenAlone) : []),
  ];
}

const isLiteral = ({ type }: SyntaxNode): boolean => type === 'true' || type === 'false';

/** The option taken out where it does nothing, and set where it does something. */
function overwritten({ api, write }: BoundSite, taken: Edit): OptionChange[] {
  const edits = write('reuseAddr', 'on');
  return edits && api.protocol === 'tcp' && edits.every(({ range }) => range[0] !== taken.range[0])
    ? [
        {
          id: 'setReuseAddr',
          edits: [...edits, taken],
          isFix: false,
          gives: { name: 'reuseAddr', value: 'on' },
        },
      ]
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
function ontoListener(
  { step, api, write }: BoundSite,
  layout: Layout,
  { call, name, isAccepted }: OptionSetting,
  known: boolean | 'unknown',
): OptionChange[] {
  const method = call.field('name');
  const gives = { name, value: known === false ? 'off' : 'on' } as const;
  const [named] = call.field('arguments')?.named ?? [];
  if (isAccepted && method?.text === 'childOption') {
    return [
      {
        id: 'setOnListener',
        edits: [{ range: [method.start, method.end], text: 'option' }],
        isFix: known === true,
        gives,
      },
    ];
  }
  if (isAccepted && named?.text.startsWith('"child.')) {
    const edits: Edit[] = [{ range: [named.start + 1, named.start + 1 + 'child.'.length], text: '' }];
    return [{ id: 'setOnListener', edits, isFix: known === true, gives }];
  }
  const statement = call.parent;
  const edits = write('reuseAddr', 'on');
  return statement?.type === 'expression_statement' && edits && isInBlock(call)
    ? [
        {
          id: step.bind.binding.unbound ? 'bindAfterReuseAddr' : 'setReuseAddr',
          edits: [
            ...edits,
            trailingComment(layout, statement) === ''
              ? removal(layout, statement)
              : { range: [statement.start, statement.end], text: '' },
          ],
          isFix: false,
          gives: { name: 'reuseAddr', value: api.protocol === 'tcp' ? 'on' : gives.value },
        },
      ]
    : [];
}
