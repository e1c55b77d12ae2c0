import type { Finding } from './finding.ts';
import type { Place, Protocol } from './model.ts';
import { portNumber } from './port-number.ts';

/** What an expression is known to be: a text such as `3000`, and where it stands. */
export interface Value {
  text: string;
  offset: number;
  /** The environment variable it comes from, or is the fallback of. */
  variable?: string;
  definedAt?: Place;
}

export interface ListenContext {
  readonly protocol: Protocol;
  readonly address: string | undefined;
  /** Where the innermost block around the call begins: other blocks are alternatives. */
  readonly scope: number;
}

/** A listen call on the port that a value stands for; nothing where it stands for none. */
export function listening(value: Value | undefined, { protocol, address, scope }: ListenContext): Finding[] {
  const port = value && portNumber(value.text);
  if (port === undefined || !value) {
    return [];
  }
  const { offset, variable, definedAt } = value;
  return [
    {
      source: 'listen',
      port,
      protocol,
      offset,
      ...(address !== undefined && { address }),
      ...(variable !== undefined && { name: variable }),
      ...(definedAt && { definedAt }),
      claim: { ...(variable !== undefined && { id: variable }), scope: String(scope) },
    },
  ];
}
