import type { Edit, GivenOption, OptionName } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import { readAddress } from '../lower/address.ts';
import type { FlaggedCall, SwitchlessCall } from '../catalogue/family.ts';
import { isJoined } from './joined.ts';
import { readPort } from './port.ts';
import { api, datagrams, fixed, option, site, type File } from './site.ts';

/** `evconnlistener_new_bind(base, callback, data, LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE, -1, address, length)` */
export function readFlags(
  file: File,
  call: SyntaxNode,
  [name, known]: readonly [string, FlaggedCall],
): UnsettledSite[] {
  const given = call.field('arguments')?.named ?? [];
  const [flags, address] = [given[known.flags], given[known.address]];
  const callee = call.field('function');
  if (!flags || !address || !callee) {
    return [];
  }
  const { kind, port } = readAddress(file.unit, address, call.start);
  const names = flags.text.split('|').map((flag) => flag.trim().replace(/^\(+|\)+$/g, ''));
  const isUnread = names.some((flag) => !/^(?:0|[A-Z][A-Z0-9_]*)$/.test(flag));
  if (kind === 'path' || kind === 'other' || isUnread) {
    return [];
  }
  const options = (Object.entries(known.spelled) as [OptionName, string][]).flatMap(([meaning, spelled]) =>
    names.includes(spelled) ? [option(file, flags, { name: meaning, spelled, state: true })] : [],
  );
  const [flag = ''] = Object.values(known.spelled);
  const text = names.length === 1 && names[0] === '0' ? flag : `${flags.text} | ${flag}`;
  const facts = api(`${name}()`, known.spelled, () => flag);
  const edits: Edit[] = [{ range: [flags.start, flags.end], text }];
  if (known.joins === undefined) {
    return [site(file, callee, { api: facts, port, given: options, on: edits })];
  }
  // the argument must be given, so that leaving the flag out says something
  const off: GivenOption = {
    ...option(file, flags, { name: 'reuseAddr', spelled: flag, state: false }),
    replace: () => edits,
  };
  const stated = options.length > 0 ? options : [off];
  return [
    {
      ...site(file, callee, { api: datagrams(facts, {}), port, given: stated }),
      multicast: isJoined(file, call, known.joins) ? 'yes' : 'unknown',
    },
  ];
}

/** `evhttp_bind_socket(http, "0.0.0.0", 8080)` */
export function readSwitchless(
  file: File,
  call: SyntaxNode,
  [name, known]: readonly [string, SwitchlessCall],
): UnsettledSite[] {
  const callee = call.field('function');
  const port = call.field('arguments')?.named[known.port];
  return callee && port
    ? [
        site(file, callee, {
          api: fixed(`${name}()`, known.instead),
          port: readPort(file.unit, port, { port: 'last' }),
        }),
      ]
    : [];
}
