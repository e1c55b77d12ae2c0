import { commandPorts } from '../command.ts';
import type { Finding, Interpret } from '../finding.ts';
import { namesDependency } from '../names.ts';
import { offsetInString, parseJson, propertiesOf, property, stringOf, type Node } from './json.ts';

/** The ports that the scripts of a package.json give to the programs they start, and the defaults of known tools. */
export const interpretScripts: Interpret = ({ text }, { variable }) =>
  propertiesOf(property(parseJson(text), 'scripts')).flatMap(({ name: script, value: node }) => {
    const line = stringOf(node);
    return line === undefined || isOneOff(script)
      ? []
      : commandPorts(line, variable).map((found) => fromCommand(found, script, node, text));
  });

function fromCommand(
  { offset, name, isDefault, command, ...port }: ReturnType<typeof commandPorts>[number],
  script: string,
  node: Node,
  text: string,
): Finding {
  return {
    ...port,
    source: isDefault ? 'default' : 'script',
    offset: offsetInString(text, node, offset),
    name: isDefault ? name : script,
    weight: scriptWeight(script),
    ...(namesDependency(name) && { dependency: true }),
    ...(!isDefault && { claim: { id: `${script} ${command}`, scope: script } }),
  };
}

/** A test's or a build's server is gone when it ends. */
const isOneOff = (script: string): boolean =>
  /(?:^|[:_-])(?:pre|post)?(?:test|e2e|build|lint|cy|cypress)(?:$|[:_-])/.test(script);

function scriptWeight(script: string): number {
  const names = ['dev', 'start', 'serve'];
  const index = names.findIndex((name) => script === name);
  if (index >= 0) {
    return 0;
  }
  return names.some((name) => script.startsWith(`${name}:`)) ? 1 : 2;
}
