import { setReuseAddr, stateUnicast } from '../../flow/catalogue.ts';
import type { Edit, GivenOption, Port } from '../../site.ts';
import type { UnsettledSite } from '../../tree-sitter/settled.ts';
import type { ModedCall } from '../catalogue/family.ts';
import { isJoined } from './joined.ts';
import { portIn } from './port.ts';
import { api, datagrams, option, site, type File } from './site.ts';
import type { MethodCall } from './types.ts';

/** `socket->bind(QHostAddress::AnyIPv4, 8080, QUdpSocket::ShareAddress)` */
export function readModed(
  file: File,
  { call, callee, method, type }: MethodCall,
  known: ModedCall,
): UnsettledSite[] {
  const given = call.field('arguments')?.named ?? [];
  const last = given.at(-1);
  const mode =
    last && (given.length === 3 || (given.length === 2 && known.mode.test(last.text))) ? last : undefined;
  const places = given.filter((argument) => argument !== mode);
  const [first, second] = places;
  const isAddress = places.length === 1 && /\bQHostAddress\b/.test(first?.text ?? '');
  const portNode = second ?? (isAddress ? undefined : first);
  const port: Port = portNode ? portIn(file.unit, portNode, { port: 'last' }) : { kind: 'ephemeral' };
  const [on = ''] = known.on;
  const [off = ''] = known.off;
  const facts = datagrams(
    api(
      `${type.name}::${method}()`,
      { reuseAddr: on },
      (_, value) => `${type.name}::${value === 'off' ? off : on}`,
    ),
    {
      'udp-unicast': [{ ...stateUnicast, id: 'writeStatement' }],
      'udp-multicast': [setReuseAddr],
    },
  );
  const found: UnsettledSite = {
    ...site(file, callee, { api: facts, port }),
    multicast: isJoined(file, call, known.joins) ? 'yes' : 'unknown',
  };
  if (mode) {
    const range: Edit['range'] = [mode.start, mode.end];
    const stated: GivenOption = {
      ...option(file, mode, { name: 'reuseAddr', spelled: mode.text, state: stateOfMode(mode.text, known) }),
      replace: () => [{ range, text: `${type.name}::${on}` }],
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
          ? [{ range: [last.end, last.end], text: `, ${type.name}::${value === 'on' ? on : off}` }]
          : undefined,
    },
  ];
}

function stateOfMode(text: string, { on, off }: ModedCall): boolean | 'unknown' {
  const names = text.split('|').map((part) => /(\w+)\s*\)*\s*$/.exec(part)?.[1] ?? '');
  if (names.some((name) => on.includes(name))) {
    return true;
  }
  return names.every((name) => off.includes(name)) ? false : 'unknown';
}
