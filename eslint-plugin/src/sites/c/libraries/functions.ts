import type { Edit, GivenOption, ListenSite } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { readAddress } from '../address.ts';
import type { BindingFunction, SwitchlessFunction } from '../catalogue/library.ts';
import { isJoined } from './joined.ts';
import { readPort } from './port.ts';
import { api, datagrams, option, site, withoutSwitch, type File } from './site.ts';

/** `evconnlistener_new_bind(base, callback, data, LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE, -1, address, length)` */
export function readFlags(file: File, call: SyntaxNode, known: BindingFunction): ListenSite[] {
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
  const facts = api(`${known.name}()`, spelled, () => flag);
  const edits: Edit[] = [{ range: [flags.start, flags.end], text }];
  if (!known.datagrams) {
    return [site(file, callee, facts, port, options, edits)];
  }
  const { joins } = known.datagrams;
  // the argument must be given, so that leaving the flag out says something
  const off: GivenOption = { ...option(file, flags, 'reuseAddr', flag, false), replace: () => edits };
  return [
    {
      ...site(file, callee, datagrams(facts, {}), port, options.length > 0 ? options : [off], undefined),
      multicast: isJoined(file, call, joins, given[0]?.text) ? 'yes' : 'unknown',
    },
  ];
}

/** `evhttp_bind_socket(http, "0.0.0.0", 8080)` */
export function readSwitchless(file: File, call: SyntaxNode, known: SwitchlessFunction): ListenSite[] {
  const callee = call.field('function');
  const port = call.field('arguments')?.named[known.port];
  return callee && port
    ? [
        site(
          file,
          callee,
          withoutSwitch(`${known.name}()`, known.instead),
          readPort(file.unit, port, { port: 'last' }),
          [],
          undefined,
        ),
      ]
    : [];
}
