import { folderOf, fileNameOf } from '../paths.ts';
import type { Finding, Lookup } from '../finding.ts';
import { interpolate, springSubstitution } from '../interpolate.ts';
import { portNumber, portOffset } from '../port-number.ts';

/** A property of a Spring configuration file, with the raw value and its place. */
export interface SpringProperty {
  key: string;
  value: string;
  offset: number;
}

/** One document of a file: the properties between two `---`. */
export type SpringDocument = readonly SpringProperty[];

/** Keys of ports that a Spring Boot application binds, likeliest first. */
const portKeys: readonly { key: string; addressKey: string }[] = [
  { key: 'server.port', addressKey: 'server.address' },
  { key: 'spring.rsocket.server.port', addressKey: 'spring.rsocket.server.address' },
  { key: 'spring.grpc.server.port', addressKey: 'spring.grpc.server.address' },
  { key: 'grpc.server.port', addressKey: 'grpc.server.address' },
  { key: 'management.server.port', addressKey: 'management.server.address' },
];

/**
 * The ports of a Spring Boot configuration file. A document of a profile counts as in force when the file's own
 * `spring.profiles.active` or `spring.profiles.default` names it.
 */
export function springPorts(path: string, documents: readonly SpringDocument[], variable: Lookup): Finding[] {
  const fileProfile = /^application-([\w-]+)\./.exec(fileNameOf(path))?.[1];
  const active = new Set(
    documents.flatMap((document) => profiles(document, /^spring\.profiles\.(?:active|default)(?:\[\d+\])?$/)),
  );
  const all = new Map(documents.flat().map(({ key, value }) => [key, value]));
  const folder = moduleFolder(path);
  const findings = documents.flatMap((document) => {
    const conditions = [
      ...(fileProfile === undefined ? [] : [fileProfile]),
      ...profiles(document, /^spring\.(?:config\.activate\.on-profile|profiles)(?:\[\d+\])?$/),
    ];
    const inForce = conditions.every((profile) => active.has(profile));
    const own = new Map(document.map(({ key, value }) => [key, value]));
    const lookup = (name: string): string | undefined =>
      own.get(name) ?? all.get(name) ?? variable(name)?.value;
    return document.flatMap((property): Finding[] => {
      const weight = portKeys.findIndex(({ key }) => key === normalKey(property.key));
      const { key, addressKey } = portKeys[weight] ?? {};
      const resolved = key === undefined ? undefined : resolve(property, lookup, variable);
      const address = addressKey === undefined ? undefined : own.get(addressKey);
      return key === undefined || !resolved
        ? []
        : [
            {
              source: 'spring',
              protocol: 'tcp',
              ...resolved,
              name: key,
              weight,
              tool: 'spring',
              ...(folder !== undefined && { folder }),
              ...(address !== undefined && !address.includes('$') && { address }),
              ...(conditions.length > 0 && { condition: conditions.join(', ') }),
              ...(!inForce && { inactive: true }),
              claim: { id: 'spring' },
            },
          ];
    });
  });
  return overridden(findings);
}

/** A later property in force overrides an earlier one of the same name. */
function overridden(findings: readonly Finding[]): Finding[] {
  const last = new Map(
    findings.filter(({ inactive }) => !inactive).map((finding) => [finding.name, finding]),
  );
  return findings.map((finding) =>
    finding.inactive || last.get(finding.name) === finding ? finding : { ...finding, inactive: true },
  );
}

/** Spring's relaxed binding lets `server.Port` and `SERVER.PORT` stand for `server.port`. */
const normalKey = (key: string): string => key.toLowerCase().replaceAll('_', '-');

/** Resources belong to the module three folders up. */
function moduleFolder(path: string): string | undefined {
  return /^(?:(.*)\/)?src\/main\/resources(?:\/config)?$/.exec(folderOf(path))?.[1];
}

function profiles(document: SpringDocument, key: RegExp): string[] {
  return document
    .filter((property) => key.test(property.key))
    .flatMap(({ value }) => value.split(/[,&|()\s]+/).filter(Boolean));
}

function resolve(
  { value, offset }: SpringProperty,
  lookup: (name: string) => string | undefined,
  variable: Lookup,
): Pick<Finding, 'port' | 'offset' | 'definedAt'> | undefined {
  const replaced = interpolate(value.trim(), springSubstitution(lookup), 'spring');
  const port = replaced && portNumber(replaced.text.trim());
  if (port === undefined) {
    return undefined;
  }
  const definition = replaced?.names.map(variable).find((one) => one?.value === String(port));
  const inside = definition ? 0 : portOffset(value, port);
  return { port, offset: offset + inside, ...(definition && { definedAt: definition.place }) };
}
