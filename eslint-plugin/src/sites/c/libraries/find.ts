import { gather } from '../../effort.ts';
import type { ListenSite } from '../../site.ts';
import { within } from '../../tree-sitter/walk.ts';
import { libraries } from '../catalogue/index.ts';
import { calleeName } from '../unit.ts';
import { readConstructor, readMaking, readMethod } from './classes.ts';
import { readFlags, readSwitchless } from './functions.ts';
import { readModed } from './modes.ts';
import type { File } from './site.ts';

/** The calls of known libraries that bind a server socket. */
export function findLibrarySites(file: File): ListenSite[] {
  const { text } = file.sourceCode;
  const used = libraries.filter(({ mention }) => mention.test(text));
  const classes = used.flatMap((library) => library.classes ?? []);
  const functions = used.flatMap((library) => library.functions ?? []);
  const switchless = used.flatMap((library) => library.switchless ?? []);
  const moded = used.flatMap((library) => library.moded ?? []);
  if (used.length === 0) {
    return [];
  }
  return gather(within(file.unit.root), (node): ListenSite[] => {
    switch (node.type) {
      case 'call_expression': {
        const name = calleeName(node);
        return [
          ...functions.flatMap((known) => (name === known.name ? readFlags(file, node, known) : [])),
          ...switchless.flatMap((known) => (name === known.name ? readSwitchless(file, node, known) : [])),
          ...classes.flatMap((known) => [...readMethod(file, node, known), ...readMaking(file, node, known)]),
          ...moded.flatMap((known) => readModed(file, node, known)),
        ];
      }
      case 'new_expression':
        return classes.flatMap((known) => readMaking(file, node, known));
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
