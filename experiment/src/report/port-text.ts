import type { ConfiguredPort, ConfiguredPorts, PortConflict } from '../configured-port/index.ts';
import { columns } from './columns.ts';
import type { Style } from './style.ts';

/** The best of the configured ports, in a line. */
export function portLine({ ports }: Pick<ConfiguredPorts, 'ports'>, folder: string, style: Style): string {
  const [best] = ports;
  return best ? row(best, style).slice(0, 2).join('  ') : none(folder);
}

function none(folder: string): string {
  return `No port is configured in ${folder === '.' ? 'this folder' : folder}.`;
}

/** The configured ports of a folder, best first, with where each is written. */
export function portText(
  { ports, conflicts, skipped }: ConfiguredPorts,
  folder: string,
  style: Style,
): string {
  const lines = ports.length === 0 ? [none(folder)] : [columns(ports.map((port) => row(port, style)))];
  for (const conflict of conflicts) {
    lines.push('', style.yellow(conflictText(conflict)));
  }
  if (skipped.length > 0) {
    lines.push('', style.dim('Skipped:'), columns(skipped.map(({ file, reason }) => [file, reason])));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Which lines bind one port: "src/a.ts:12 and src/b.ts:7 both bind port 3000". Whether they are parts of one program, files do not
 * tell: what is said holds for two programs too.
 */
export function conflictText({ port, protocol, claims }: PortConflict): string {
  const places = [...new Set(claims.map(place))];
  const last = places.at(-1) ?? '';
  const number = protocol === 'udp' ? `UDP port ${port}` : `port ${port}`;
  return places.length === 1
    ? `${last} binds ${number} ${claims.length} times; only one of them can at a time.`
    : `${places.slice(0, -1).join(', ')} and ${last} ${places.length === 2 ? 'both' : 'all'} bind ${number}; only one of them can at a time.`;
}

function row(port: ConfiguredPort, style: Style): string[] {
  const remarks = [
    port.name,
    port.condition,
    port.definedAt && `value from ${place(port.definedAt)}`,
    port.inactive && 'not in force',
    port.dependency && 'a service the servers use',
  ].filter((remark) => typeof remark === 'string');
  const number = `${port.port}/${port.protocol}`;
  return [
    port.inactive === true || port.dependency === true ? style.dim(number) : style.bold(number),
    place(port),
    port.source,
    style.dim(remarks.join(', ')),
  ];
}

export function place({ file, line }: Pick<ConfiguredPort, 'file' | 'line'>): string {
  return line > 0 ? `${file}:${line}` : file;
}
