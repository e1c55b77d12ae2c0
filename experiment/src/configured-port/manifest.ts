import { parseTree } from 'jsonc-parser';
import { parsing } from './finding.ts';
import { property, propertiesOf } from './sources/json.ts';

/** The names of the packages that a package.json depends on; what is malformed counts for nothing. */
export function dependenciesOf(text: string): ReadonlySet<string> {
  const root = parsing(() => parseTree(text));
  return new Set(
    ['dependencies', 'devDependencies'].flatMap((key) =>
      propertiesOf(property(root, key)).map(({ name }) => name),
    ),
  );
}
