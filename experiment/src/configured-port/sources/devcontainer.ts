import type { Finding, Interpret } from '../finding.ts';
import { portNumber } from '../port-number.ts';
import { publishedPorts } from '../publish.ts';
import { itemsOf, parseJson, property, scalarOf, stringOf, type Node } from './json.ts';

/** `forwardPorts` and `appPort` (https://containers.dev/implementors/json_reference/). */
export const interpretDevcontainer: Interpret = ({ text }) => {
  const root = parseJson(text);
  const labelOf = (key: string): string | undefined =>
    stringOf(property(root, 'portsAttributes', key, 'label'));
  const forwarded = itemsOf(property(root, 'forwardPorts')).flatMap((node) => forward(node, labelOf));
  const appPort = property(root, 'appPort');
  const published = (appPort?.type === 'array' ? itemsOf(appPort) : appPort ? [appPort] : []).flatMap(
    publish,
  );
  return [...published, ...forwarded];
};

/** `3000`, or `"db:5432"` for a port of another container. */
function forward(node: Node, labelOf: (key: string) => string | undefined): Finding[] {
  const scalar = scalarOf(node);
  const [, host, digits = ''] = /^(?:([^:]+):)?(\d+)$/.exec(scalar?.text ?? '') ?? [];
  const port = portNumber(digits);
  if (port === undefined || !scalar) {
    return [];
  }
  const isElsewhere = host !== undefined && host !== 'localhost';
  const label = labelOf(scalar.text) ?? (isElsewhere ? host : undefined);
  return [
    {
      source: 'devcontainer',
      port,
      protocol: 'tcp',
      offset: scalar.offset + (host === undefined ? 0 : host.length + 1),
      weight: 1,
      ...(label !== undefined && { name: label }),
      ...(isElsewhere && { dependency: true }),
    },
  ];
}

/** `3000`, or docker's short syntax `"8000:8010"`. */
function publish(node: Node): Finding[] {
  const scalar = scalarOf(node);
  const plain = portNumber(scalar?.text ?? '');
  const ports =
    plain === undefined ? publishedPorts(scalar?.text ?? '') : [{ port: plain, protocol: 'tcp' as const }];
  return ports.map((port) => ({
    source: 'devcontainer',
    name: 'appPort',
    offset: scalar?.offset ?? 0,
    ...port,
  }));
}
