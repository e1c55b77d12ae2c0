import type { Edit, GivenOption, ListenSite, Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { ModedClass } from '../catalogue/library.ts';
import { routineAt } from '../unit.ts';
import { isJoined } from './joined.ts';
import { readPort } from './port.ts';
import { api, datagrams, option, setReuse, site, type File } from './site.ts';
import { typeOf } from './types.ts';

/** `socket->bind(QHostAddress::AnyIPv4, 8080, QUdpSocket::ShareAddress)` */
export function readModed(file: File, call: SyntaxNode, known: ModedClass): ListenSite[] {
  const callee = call.field('function');
  const receiver = callee?.type === 'field_expression' ? callee.field('argument') : undefined;
  if (!callee || !receiver || callee.field('field')?.text !== known.method) {
    return [];
  }
  const type = typeOf(file.unit, routineAt(file.unit, call), receiver.text);
  if (type === undefined || !known.type.test(type)) {
    return [];
  }
  const given = call.field('arguments')?.named ?? [];
  const last = given.at(-1);
  const mode =
    last && (given.length === 3 || (given.length === 2 && known.mode.test(last.text))) ? last : undefined;
  const places = given.filter((argument) => argument !== mode);
  const [first, second] = places;
  const isAddress = places.length === 1 && /\bQHostAddress\b/.test(first?.text ?? '');
  const portNode = second ?? (isAddress ? undefined : first);
  const port: Port = portNode ? readPort(file.unit, portNode, { port: 'last' }) : { kind: 'ephemeral' };
  const [on = ''] = known.on;
  const [off = ''] = known.off;
  const facts = datagrams(
    api(
      `${known.name}::${known.method}()`,
      { reuseAddr: on },
      (_, value) => `${known.name}::${value === 'off' ? off : on}`,
    ),
    {
      'udp-unicast': [{ id: 'writeStatement', option: 'reuseAddr', value: 'off' }],
      'udp-multicast': [setReuse],
    },
  );
  const found: ListenSite = {
    ...site(file, callee, facts, port, [], undefined),
    multicast: isJoined(file, call, known.joins, receiver.text) ? 'yes' : 'unknown',
  };
  if (mode) {
    const range: Edit['range'] = [mode.start, mode.end];
    const stated: GivenOption = {
      ...option(file, mode, 'reuseAddr', mode.text, stateOfMode(mode.text, known)),
      replace: () => [{ range, text: `${known.name}::${on}` }],
    };
    return [{ ...found, given: [stated] }];
  }
  if (!last || isAddress) {
    return [found];
  }
  return [
    {
      ...found,
      write: (name, value) =>
        name === 'reuseAddr' && (value === 'on' || value === 'off')
          ? [{ range: [last.end, last.end], text: `, ${known.name}::${value === 'on' ? on : off}` }]
          : undefined,
    },
  ];
}

function stateOfMode(text: string, { on, off }: ModedClass): boolean | 'unknown' {
  const names = text.split('|').map((part) => /(\w+)\s*\)*\s*$/.exec(part)?.[1] ?? '');
  if (names.some((name) => on.includes(name))) {
    return true;
  }
  return names.every((name) => off.includes(name)) ? false : 'unknown';
}
