import { isMap, isSeq } from 'yaml';
import type { Interpret } from '../finding.ts';
import { springPorts, type SpringProperty } from './spring.ts';
import { parseYaml, YamlReader, type Node } from './yaml.ts';

/** `application.yml` and its profiles, several documents a file. */
export const interpretSpringYaml: Interpret = ({ path, text }, { variable }) =>
  springPorts(
    path,
    parseYaml(text).map((document) => {
      const reader = new YamlReader(document);
      return [...flatten(reader, reader.root, '', 0)];
    }),
    variable,
  );

/** Nested maps and dotted keys mean the same, `server: { port: 1 }` and `server.port: 1`. */
function* flatten(
  reader: YamlReader,
  node: Node | undefined,
  prefix: string,
  depth: number,
): Generator<SpringProperty> {
  if (depth > 16) {
    return;
  }
  for (const { key, value } of reader.entries(node)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const scalar = reader.scalar(value);
    if (scalar) {
      yield { key: name, value: scalar.raw, offset: scalar.offset };
    } else if (isMap(value)) {
      yield* flatten(reader, value, name, depth + 1);
    } else if (isSeq(value)) {
      for (const [index, item] of reader.items(value).entries()) {
        const element = reader.scalar(item);
        if (element) {
          yield { key: `${name}[${index}]`, value: element.raw, offset: element.offset };
        }
      }
    }
  }
}
