import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from 'eslint';
import { type Bound, withBeside } from '../beside.ts';
import { gather, spend } from '../effort.ts';
import { memoizeBy } from '../memoize.ts';
import { spelling } from '../option-text.ts';
import type { ListenSite, OptionName } from '../site.ts';
import type { Targets } from '../targets.ts';
import { mayBind } from './arguments/only-when.ts';
import { readArguments } from './arguments/read.ts';
import { isUntypedObject, type Binding, type Reading } from './arguments/reading.ts';
import type { CallNode } from './ast.ts';
import { candidateCalls, mentionsIn, type Mentions } from './candidates.ts';
import { catalogueWith } from './catalogue/catalogue.ts';
import { isClient } from './client.ts';
import type { Listener } from './catalogue/family.ts';
import { platformsAt, workerAt } from './conditions.ts';
import { declarationRejects } from './declared.ts';
import { isTypeScript, type File } from './file.ts';
import { keepsUntil, type Moment } from './keeps-until.ts';
import { locationOf } from './location.ts';
import { multicastOf } from './multicast.ts';
import { isPortProbe } from './probe.ts';
import { recognise } from './recognise.ts';
import { listenerIn } from './runs-on.ts';
import { isTestDouble } from './test-double.ts';
import { targetOf, type Target } from './target.ts';
import { typesReject } from './types.ts';

/** Where a JavaScript or TypeScript file may have sites; undefined where it cannot have any. Costs one search of the text. */
export function mentionsOf(
  text: string,
  { additionalListeners }: Pick<Targets, 'additionalListeners'>,
): Mentions | undefined {
  return mentionsIn(catalogueWith(additionalListeners), text);
}

/**
 * Every call of a JavaScript or TypeScript file that binds a server socket, in source order.
 * @param mentions what `mentionsOf` found in its text
 * @param fileName its extension tells the language; without a name the file is taken for JavaScript
 */
export function findSites(
  sourceCode: SourceCode,
  targets: Targets,
  fileName = '',
  mentions = mentionsOf(sourceCode.text, targets),
): ListenSite[] {
  if (!mentions) {
    return [];
  }
  const catalogue = catalogueWith(targets.additionalListeners);
  const file: File = {
    sourceCode,
    fileName,
    root: sourceCode.ast as unknown as TSESTree.Program,
    catalogue,
    targets,
  };
  return withBeside(
    gather(candidateCalls(file, mentions), (call) => {
      const bound = readSite(file, call, mentions.names);
      return bound ? [bound] : [];
    }),
    keepsUntil,
  );
}

function readSite(file: File, call: CallNode, names: ReadonlySet<string>): Bound<Moment> | undefined {
  const target = targetOf(file, call, (name) => names.has(name));
  const recognised = target && recognise(file, target, names);
  if (!recognised) {
    return undefined;
  }
  const { certainty, creations } = recognised;
  const hasFlag = (flag: string): boolean => namesFlag(file, flag);
  const listener = listenerHere(file, recognised.listener, hasFlag);
  const binding: Binding = { file, call, listener, arguments: target.arguments, creations };
  if (
    !mayBind(binding) ||
    isPortProbe(binding, recognised.type) ||
    isTestDouble(file, receiverOf(target), creations) ||
    (listener.api.protocol === 'udp' && isClient(file, creations))
  ) {
    return undefined;
  }
  const reading = readArguments(binding);
  if (certainty === 'shaped' && !isLikely(reading, file)) {
    return undefined;
  }
  const isRejected = (option: OptionName | undefined): boolean =>
    option !== undefined && rejects(file, target, binding, option);
  const isAsserted = reading.makesObject === true && isUntypedObject(binding);
  const isRefused = (option: OptionName): boolean =>
    !isAsserted &&
    ((listener.api.forwards === 'untyped' && listener.api.typed?.includes(option) !== true) ||
      isRejected(option));
  const site: ListenSite = {
    api: listener.api,
    loc: locationOf(target),
    port: reading.port,
    address: reading.address,
    taken: reading.taken,
    multicast: listener.api.protocol === 'udp' ? multicastOf(file, creations, reading.address) : 'no',
    given: reading.given,
    certainty,
    proof: reading.proof,
    platforms: platformsAt(file, call),
    hasFlag,
    worker: workerAt(file, call),
    typesReject: () => isRejected(listener.api.options[0]),
    makesObject: reading.makesObject,
    isAsserted,
    // an edit that the compiler refuses is none
    write: (option, value) =>
      isTypeScript(file) && (recognised.isDeclaredOtherwise === true || isRefused(option))
        ? undefined
        : reading.write(option, value),
  };
  return { site, moment: { file, call, creations } };
}

/** Whether a comment of the file has a flag; asked of each site. */
const namesFlag = memoizeBy(({ sourceCode }: File, flag: string): boolean => {
  const comments = sourceCode.getAllComments();
  spend(comments.length);
  return comments.some(({ value }) => value.includes(flag));
});

/** What a call is in this file, by its runtime and the flags that it names. */
function listenerHere(file: File, listener: Listener, hasFlag: (flag: string) => boolean): Listener {
  const here = listenerIn(file, listener);
  const { reusePortNeedsFlag: flag, ...api } = here.api;
  return flag !== undefined && hasFlag(flag) ? { ...here, api } : here;
}

const receiverOf = ({ callee }: Target) => (callee.type === 'MemberExpression' ? callee.object : undefined);

/** A call on an unknown receiver counts when its arguments look like a port. */
function isLikely(reading: Reading, file: File): boolean {
  return reading.evidence !== 'none' || (file.targets.checkUnknown && reading.port.kind === 'unknown');
}

function rejects(
  file: File,
  { callee }: Target,
  { listener, creations }: Binding,
  option: OptionName,
): boolean {
  const name = spelling(listener.api, option);
  const shape = listener.arguments;
  if (shape.shape === 'dgram') {
    return creations.some(({ node }) => typesReject(file, node.callee, 0, name));
  }
  const at = 'at' in shape ? shape.at : 0;
  return declarationRejects(file, callee, at, name) || typesReject(file, callee, at, name);
}
