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
  const active = documents.flatMap((document) =>
    profiles(document, /^spring\.profiles\.(?:active|default)(?:\[\d+\])?$/),
  );
  const winners = new Map<string, Finding>();
  const findings = documents.flatMap((document) => {
    const conditions = [
      ...(fileProfile === undefined ? [] : [fileProfile]),
      ...profiles(document, /^spring\.(?:config\.activate\.on-profile|profiles)(?:\[\d+\])?$/),
    ];
    const inForce = conditions.every((profile) => active.includes(profile));
    return portKeys.flatMap(({ key, addressKey }, weight) =>
      document
        .filter((property) => normalKey(property.key) === key)
        .flatMap((property) => resolve(property, document, documents, variable))
        .map((resolved): Finding => {
          const address = document.find((property) => normalKey(property.key) === addressKey)?.value;
          const finding: Finding = {
            source: 'spring',
            protocol: 'tcp',
            ...resolved,
            name: key,
            weight,
            tool: 'spring',
            ...(moduleFolder(path) && { folder: moduleFolder(path) ?? '.' }),
            ...(address !== undefined && !address.includes('$') && { address }),
            ...(conditions.length > 0 && { condition: conditions.join(', ') }),
            ...(!inForce && { inactive: true }),
            claim: { id: 'spring' },
          };
          if (inForce) {
            // a later document overrides an earlier one
            const loser = winners.get(key);
            if (loser) {
              loser.inactive = true;
            }
            winners.set(key, finding);
          }
          return finding;
        }),
    );
  });
  return findings;
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
  document: SpringDocument,
  documents: readonly SpringDocument[],
  variable: Lookup,
): Pick<Finding, 'port' | 'offset' | 'definedAt'>[] {
  const own = (name: string): string | undefined =>
    [document, ...documents].flatMap((one) => one.filter(({ key }) => key === name)).at(0)?.value;
  const replaced = interpolate(
    value.trim(),
    springSubstitution((name) => own(name) ?? variable(name)?.value),
    'spring',
  );
  const port = replaced && portNumber(replaced.text.trim());
  if (port === undefined) {
    return [];
  }
  const definition = replaced?.names.map(variable).find((one) => one?.value === String(port));
  return [
    {
      port,
      offset: offset + (definition ? 0 : portOffset(value, port)),
      ...(definition && { definedAt: definition.place }),
    },
  ];
}
