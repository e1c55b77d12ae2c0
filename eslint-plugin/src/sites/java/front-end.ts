import { historyOf } from '../flow/history.ts';
import type { ListenSite } from '../site.ts';
import { finderOf } from '../tree-sitter/finder.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { CANDIDATE } from './lower/candidates.ts';
import type { Listener } from './catalogue/family.ts';
import { platformsAt } from './lower/conditions.ts';
import { methodOf, typeNamed } from './catalogue/index.ts';
import { isElsewhere, settings } from './elsewhere.ts';
import type { File } from './lower/file.ts';
import { readGiven } from './given.ts';
import { multicastOf } from './lower/multicast.ts';
import { readNames } from './lower/names.ts';
import { isNoServer } from './no-server.ts';
import { short, targetAmong, targetOf, type Target } from './lower/port.ts';
import type { Bind, BindStep, JavaHistory, JavaRoutine } from './lower/step.ts';
import { readUnit } from './lower/unit.ts';
import { writerFor } from './write/write.ts';

/** A call that binds, and the method it is in. */
interface Candidate {
  readonly routine: JavaRoutine;
  readonly step: BindStep;
}

/** Every call of a Java file that binds a server socket. */
export const findSites = finderOf<File, Candidate>({
  open: (source) => {
    const names = readNames(source.root);
    return { ...source, names, unit: readUnit(source.root, names) };
  },
  candidates: function* ({ unit }) {
    for (const routine of unit.routines.filter(({ text }) => CANDIDATE.test(text))) {
      for (const step of routine.steps) {
        if (step.kind === 'bind') {
          yield { routine, step };
        }
      }
    }
  },
  sitesOf: readSite,
});

function readSite(file: File, { routine, step }: Candidate): UnsettledSite[] {
  const { sourceCode, unit } = file;
  const { bind } = step;
  const history = historyOf(unit, routine, step);
  const binding = bindingOf(bind, history);
  if (!binding || isElsewhere(file, bind, history) || isNoServer(file, routine, step, history)) {
    return [];
  }
  const target = addressOf(file, binding, bind, history);
  const { api } = binding;
  const write = writerFor(file, step, binding);
  return [
    {
      api,
      loc: squiggle(sourceCode, bind.call),
      ...target,
      multicast: multicastOf(file, step, history, target),
      given: readGiven({ file, routine, step, history, binding, write }),
      certainty: bind.certainty,
      proof: 'proven',
      platforms: platformsAt(file.names, bind.call),
      moment: { unit, call: bind.call, creations: history.creations, lasts: 'on' },
      write,
    },
  ];
}

/** What binds: by the receiver's type, or where that is a general one by what was created. */
function bindingOf({ binding, type }: Bind, { creations }: JavaHistory): Listener | undefined {
  if (!typeNamed(type)?.isGeneral) {
    return binding;
  }
  for (const { creation } of creations) {
    const method = methodOf(creation.type, 'bind');
    if (method?.does === 'bind') {
      return method.binding;
    }
  }
  return undefined;
}

function addressOf(
  { names }: File,
  { address, defaultPort }: Listener,
  bind: Bind,
  history: JavaHistory,
): Target {
  const family = [...history.creations].some(({ creation }) =>
    /\bUNIX\b/.test(creation.node.field('arguments')?.text ?? ''),
  );
  if (family) {
    return { port: { kind: 'path' } };
  }
  const isGiven =
    address === 'anywhere' || address === 'within'
      ? targetAmong(names, bind.arguments) !== undefined
      : bind.arguments.length > 0 || address !== 'either';
  if (isGiven) {
    return targetOf(names, bind.arguments, address);
  }
  const [set] = settings(history, 'address');
  if (set) {
    return targetOf(names, set.arguments, address);
  }
  const [object] = bind.call.fields('object');
  return history.isOutside || address === 'within'
    ? { port: { kind: 'unknown', text: short(bind.arguments[0] ?? object ?? bind.call) } }
    : defaultPort === undefined
      ? { port: { kind: address === 'either' ? 'opaque' : 'ephemeral' } }
      : { port: { kind: 'literal', value: defaultPort, byDefault: true } };
}

/** The method's name, with the receiver where that is a name on the same line; `new ServerSocket`. */
function squiggle(sourceCode: TreeSitterSourceCode, call: SyntaxNode): ListenSite['loc'] {
  if (call.type === 'object_creation_expression') {
    return sourceCode.locOf(call.start, call.field('type')?.end ?? call.end);
  }
  if (call.type === 'explicit_constructor_invocation') {
    return sourceCode.locOf(call.start, call.field('constructor')?.end ?? call.end);
  }
  const name = call.field('name') ?? call;
  const object = call.field('object');
  const isPlain = object && /^[\w$]+(?:\s*\.\s*[\w$]+(?:\(\))?)*$/.test(object.text);
  const start =
    isPlain && !/[\n\r]/.test(sourceCode.text.slice(object.start, name.start)) ? object.start : name.start;
  return sourceCode.locOf(start, name.end);
}
