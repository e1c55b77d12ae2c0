import type { Interpret } from '../finding.ts';
import { portNumber } from '../port-number.ts';
import { parseJson, property, scalarOf } from './json.ts';

/** The key `rebind.port` of a folder's VS Code settings. */
export const interpretSettings: Interpret = ({ text }) => {
  const value = scalarOf(property(parseJson(text), 'rebind.port'));
  const port = value && portNumber(value.text);
  return port === undefined
    ? []
    : [{ source: 'vscode-settings', port, protocol: 'tcp', offset: value?.offset ?? 0, name: 'rebind.port' }];
};
