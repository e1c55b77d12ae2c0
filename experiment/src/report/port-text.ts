import type { ConfiguredPort, ConfiguredPorts } from '../configured-port/index.ts';
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
  for (const { port, claims } of conflicts) {
    lines.push(
      '',
      style.yellow(`Port ${port} is claimed by ${claims.length} servers: ${claims.map(place).join(', ')}.`),
    );
  }
  if (skipped.length > 0) {
    lines.push('', style.dim('Skipped:'), columns(skipped.map(({ file, reason }) => [file, reason])));
  }
  return `${lines.join('\n')}\n`;
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
