import type { ApiFacts, Edit, GivenOption, OptionName, Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import { readAddress } from '../lower/address.ts';
import type { FlaggedCall } from '../catalogue/family.ts';
import { isJoined } from './joined.ts';
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
  if (kind === 'path' || kind === 'other') {
    return [];
  }
  if (isUnread) {
    return [site(file, callee, readGivenFlags(file, flags, { name, known, port }))];
  }
  const options = (Object.entries(known.spelled) as [OptionName, string][]).flatMap(([meaning, spelled]) =>
    names.includes(spelled) ? [option(file, flags, { name: meaning, spelled, state: true })] : [],
  );
  const isGroup = known.joins !== undefined && isJoined(file, call, known.joins);
  if (known.instead !== undefined && options.length === 0 && !isGroup) {
    const plain = fixed(`${name}()`, known.instead);
    return [
      site(file, callee, {
        api: known.isOn === true ? plain : { ...plain, protocol: 'udp', unstated: 'noOption' },
        port,
      }),
    ];
  }
  const [flag = ''] = Object.values(known.spelled);
  const text = names.length === 1 && names[0] === '0' ? flag : `${flags.text} | ${flag}`;
  const facts = api(`${name}()`, known.spelled, () => flag);
  const edits: Edit[] = [{ range: [flags.start, flags.end], text }];
  if (known.joins === undefined) {
    return [site(file, callee, { api: facts, port, given: options, on: edits })];
  }
  // a member of a group that leaves the flag out has it off
  const off: GivenOption = {
    ...option(file, flags, { name: 'reuseAddr', spelled: flag, state: false }),
    replace: () => edits,
  };
  const stated = options.length > 0 ? options : [off];
  return [
    {
      ...site(file, callee, { api: datagrams(facts, {}), port, given: stated }),
      multicast: isGroup ? 'yes' : 'unknown',
    },
  ];
}

/** Flags that the file does not show: something is said of reuse. */
function readGivenFlags(
  file: File,
  flags: SyntaxNode,
  {
    name,
    known: { spelled, joins },
    port,
  }: { readonly name: string; readonly known: FlaggedCall; readonly port: Port },
): { readonly api: ApiFacts; readonly port: Port; readonly given: readonly GivenOption[] } {
  const facts = api(`${name}()`, spelled, () => '');
  const [first = 'reuseAddr', text = ''] = (Object.entries(spelled) as [OptionName, string][])[0] ?? [];
  return {
    api: joins === undefined ? facts : datagrams(facts, {}),
    port,
    given: [option(file, flags, { name: first, spelled: text, state: 'unknown' })],
  };
}
