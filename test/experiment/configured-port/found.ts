import type { Context, Finding, Interpret, Lookup } from '../../../experiment/src/configured-port/finding.ts';
import { Lines } from '../../../experiment/src/configured-port/text.ts';

const place = { file: '.env', line: 1, column: 6 };

/** Variables as a `.env` file would set them. */
export function variables(values: Readonly<Record<string, string>>): Context {
  const lookup: Lookup = (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? undefined : { value, place };
  };
  return { variable: lookup, dotEnv: lookup };
}

/** What an interpreter finds, a line each: `3000/tcp 2:8 name`, then what else is to say. */
export function found(
  interpret: Interpret,
  path: string,
  text: string,
  values: Readonly<Record<string, string>> = {},
): string[] {
  const lines = new Lines(text);
  return interpret({ path, text }, variables(values)).map((finding) => {
    const { line, column } = lines.position(finding.offset);
    return [
      finding.source === 'default' ? 'default' : '',
      `${finding.port}/${finding.protocol}`,
      finding.address ?? '',
      `${line}:${column}`,
      finding.name ?? '',
      // what stands there, unless it is the number itself
      ...(finding.source === 'default' || text.startsWith(String(finding.port), finding.offset)
        ? []
        : [`at ${/^[^\s"',;)]*/.exec(text.slice(finding.offset))?.[0] ?? ''}`]),
      ...flags(finding),
    ]
      .filter(Boolean)
      .join(' ');
  });
}

function flags(finding: Finding): string[] {
  return [
    finding.containerPort === undefined ? '' : `container:${finding.containerPort}`,
    finding.definedAt ? `from ${finding.definedAt.file}:${finding.definedAt.line}` : '',
    finding.condition === undefined ? '' : `when ${finding.condition}`,
    finding.inactive ? 'inactive' : '',
    finding.dependency ? 'dependency' : '',
    finding.folder === undefined ? '' : `in ${finding.folder}`,
  ];
}
