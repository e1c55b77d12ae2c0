import { historyOf, type History } from '../flow/history.ts';
import type { StepOf } from '../flow/step.ts';
import { PLATFORMS, type GivenOption, type ListenSite, type OptionName } from '../site.ts';
import type { Targets } from '../targets.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { nodeAt } from '../tree-sitter/walk.ts';
import { POSIX_TCP, POSIX_UDP } from './apis.ts';
import { readUnit, routineAt, type Bind, type Creation, type CStep, type SetOption } from './unit.ts';

const BIND = /\bbind\b/giu;

/** Every call of a C or C++ file that binds a server socket, in source order. */
export function findSites(sourceCode: TreeSitterSourceCode, _targets: Targets): ListenSite[] {
  return (
    sourceCode.withTree((root) => {
      const unit = readUnit(root);
      return [...sourceCode.text.matchAll(BIND)].flatMap(({ index }): ListenSite[] => {
        const routine = routineAt(unit, nodeAt(root, index));
        const bind = routine?.steps.find(
          (step): step is StepOf<CStep, 'bind'> => step.kind === 'bind' && step.at === index,
        );
        return routine && bind ? readSite(sourceCode, bind, historyOf(unit, routine, bind)) : [];
      });
    }) ?? []
  );
}

function readSite(
  sourceCode: TreeSitterSourceCode,
  { bind }: StepOf<CStep, 'bind'>,
  history: History<Creation, SetOption, Bind>,
): ListenSite[] {
  if (history.isOutside || history.uses.has('connect')) {
    return [];
  }
  const [creation] = history.creations;
  const isUdp = creation?.creation.type?.text.includes('DGRAM') === true;
  const callee = bind.call.field('function');
  return [
    {
      api: isUdp ? POSIX_UDP : POSIX_TCP,
      loc: sourceCode.locOf(callee?.start ?? bind.call.start, callee?.end ?? bind.call.end),
      port: { kind: 'unknown', text: bind.address.text },
      multicast: 'unknown',
      given: [...history.before].flatMap(({ option }) => readOption(sourceCode, option)),
      certainty: creation ? 'traced' : 'shaped',
      proof: 'unproven',
      platforms: PLATFORMS,
      hasFlag: () => false,
      write: () => undefined,
    },
  ];
}

const NAMES: Readonly<Record<string, OptionName>> = {
  SO_REUSEADDR: 'reuseAddr',
  SO_REUSEPORT: 'reusePort',
  SO_EXCLUSIVEADDRUSE: 'exclusiveAddrUse',
};

function readOption(sourceCode: TreeSitterSourceCode, { name, call }: SetOption): GivenOption[] {
  const option = NAMES[name.text];
  return option
    ? [
        {
          name: option,
          spelled: name.text,
          values: { linux: true, darwin: true, win32: true },
          line: sourceCode.locOf(call.start, call.end).start.line,
        },
      ]
    : [];
}
