import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import { within } from '../../tree-sitter/walk.ts';
import { families } from '../catalogue/index.ts';
import type { BindingType, SwitchlessCall } from '../catalogue/family.ts';
import { calleeName, isDefined } from '../lower/unit.ts';
import { readConstructor, readMaking, readMethod } from './classes.ts';
import { readFlags } from './functions.ts';
import { readModed } from './modes.ts';
import type { File } from './site.ts';
import { readSwitchless } from './switchless.ts';
import { methodCallOf } from './types.ts';

/** What a file may call of the libraries that it mentions. */
const known = memoize(({ text }: TreeSitterSourceCode) => {
  const used = families.filter(({ mention }) => mention.test(text));
  return {
    types: used.flatMap(({ types = [] }) => types),
    calls: new Map(used.flatMap(({ calls = {} }) => Object.entries(calls))),
  };
});

/** The nodes that may be calls of known libraries. */
export function libraryCandidates({ sourceCode, unit }: File): Iterable<SyntaxNode> {
  const { types, calls } = known(sourceCode);
  return types.length > 0 || calls.size > 0 ? within(unit.root) : [];
}

/** The sites that a node is, as a call of a known library. */
export function readLibrarySites(file: File, node: SyntaxNode): UnsettledSite[] {
  const { types, calls } = known(file.sourceCode);
  switch (node.type) {
    case 'call_expression': {
      const ofTypes = types.flatMap((type) => [
        ...readMethodOf(file, node, type),
        ...readMaking(file, node, type),
      ]);
      const name = calleeName(node) ?? '';
      const call = ofTypes.length > 0 || isDefined(file.unit, name) ? undefined : calls.get(name);
      return !call
        ? ofTypes
        : 'flags' in call
          ? readFlags(file, node, [name, call])
          : readSwitchlessCall(file, node, [name, call]);
    }
    case 'new_expression':
    case 'compound_literal_expression':
      return types.flatMap((type) => readMaking(file, node, type));
    case 'init_declarator':
    case 'field_initializer':
    // `tcp::acceptor acceptor(io, endpoint);` reads as a function to the grammar
    case 'function_declarator':
      return types.flatMap((type) => readConstructor(file, node, type));
    default:
      return [];
  }
}

function readSwitchlessCall(
  file: File,
  call: SyntaxNode,
  [name, known]: readonly [string, SwitchlessCall],
): UnsettledSite[] {
  const callee = call.field('function');
  const given = call.field('arguments')?.named ?? [];
  return callee ? readSwitchless(file, { name: callee, api: `${name}()`, given }, known) : [];
}

function readMethodOf(file: File, call: SyntaxNode, type: BindingType): UnsettledSite[] {
  const called = methodCallOf(file.unit, call, type);
  const binding = called && type.methods?.[called.method];
  return !binding
    ? []
    : 'mode' in binding
      ? readModed(file, called, binding)
      : readMethod(file, called, binding);
}
