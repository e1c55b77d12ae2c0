import { families, typeNamed } from '../catalogue/index.ts';
import type { JavaType } from '../catalogue/family.ts';
import { STARTS, TOLD } from '../catalogue/shapes.ts';
import { simpleName } from './names.ts';

/** A name of too many calls: what it is called on is looked for in its place. */
const COMMON = 'add';

/** The names of calls and constructors that bind. */
function bindingWords([name, type]: [string, JavaType]): string[] {
  const methods = Object.entries(type.methods ?? {}).flatMap(([method, facts]) =>
    (facts.does === 'bind' && method !== COMMON) ||
    (facts.does === 'make' && (facts.binding || typeNamed(facts.type)?.methods?.[COMMON]))
      ? [method]
      : [],
  );
  const statics = Object.entries(type.statics ?? {}).flatMap(([method, { binding }]) =>
    binding ? [method] : [],
  );
  const isSocket = type.extends !== undefined || type.constructs?.binding;
  return [...methods, ...statics, ...(isSocket ? [simpleName(name), 'super'] : [])];
}

const words = new Set([
  ...families.flatMap(({ types }) => Object.entries(types).flatMap(bindingWords)),
  ...[...Object.keys(TOLD), ...STARTS],
  // what a type or a method that serves is called, which the catalogue does not know
  String.raw`\w*(?:Server|Httpd|HTTPD|Listener|Acceptor|Daemon|Broker|Connector|Endpoint|Transport)`,
]);

/** What a routine must mention to be read. */
export const CANDIDATE = new RegExp(String.raw`\b(?:${[...words].join('|')})\s*\(`);
