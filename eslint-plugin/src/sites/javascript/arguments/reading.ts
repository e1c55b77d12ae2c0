import type { TSESTree } from '@typescript-eslint/utils';
import type {
  ApiFacts,
  Edit,
  GivenOption,
  NoEffect,
  OptionName,
  OptionValue,
  Port,
  Proof,
} from '../../site.ts';
import { spelling, valueText } from '../../option-text.ts';
import { RUNTIMES } from '../../runtimes/index.ts';
import type { CallNode } from '../ast.ts';
import type { Listener } from '../catalogue/family.ts';
import { booleanByPlatform, evaluate } from '../interpret/interpret.ts';
import { onlyConstant, type Constant } from '../interpret/value.ts';
import { isTypeScript, type File } from '../file.ts';
import type { OptionProperty } from '../options-object.ts';
import type { Creation } from '../interpret/value.ts';

/** A call that binds, ready to be read. */
export interface Binding {
  readonly file: File;
  readonly call: CallNode;
  readonly listener: Listener;
  /** The effective arguments; `.call`, `.apply` and `.bind` are seen through. */
  readonly arguments: readonly TSESTree.CallExpressionArgument[];
  /** Where the receiver was created, when that is in this file. */
  readonly creations: readonly Creation[];
}

/** What a call's arguments say. */
export interface Reading {
  readonly port: Port;
  readonly proof: Proof;
  /** How sure it is that a port is a port: for calls whose receiver is not known. */
  readonly evidence: 'value' | 'name' | 'none';
  readonly address?: string | undefined;
  /** The address that is taken, as `ListenSite.taken` has it. */
  readonly taken?: string | undefined;
  readonly given: readonly GivenOption[];
  /** The port stands on its own: an option makes an object of it and what follows. */
  readonly makesObject?: boolean;
  readonly write: (option: OptionName, value: OptionValue) => Edit[] | undefined;
}

export const cannotWrite = (): undefined => undefined;

/** Whether the types of an API know no object in place of a port, and TypeScript would refuse one. */
export const isUntypedObject = ({ file, listener }: Pick<Binding, 'file' | 'listener'>): boolean =>
  listener.api.forwards === 'untyped' && isTypeScript(file);

/** A reading of a call that binds no port of the program's choosing. */
export function exempt(
  kind: 'ephemeral' | 'none' | 'path' | 'handle' | 'opaque',
  given: readonly GivenOption[] = [],
): Reading {
  return { port: { kind }, proof: 'proven', evidence: 'none', given, write: cannotWrite };
}

const strictly = (value: Constant): boolean | undefined => value === true;
const truthy = (value: Constant): boolean | undefined => Boolean(value);

/** An option found in the source; `noEffect` where it stands in a place that does nothing. */
export function givenOption(
  { file, listener: { api } }: Pick<Binding, 'file' | 'listener'>,
  name: OptionName,
  property: OptionProperty,
  noEffect?: NoEffect,
): GivenOption {
  const isStrict = RUNTIMES[api.runtime].takesTrueAlone?.[api.protocol]?.includes(name) === true;
  const constant = onlyConstant(evaluate(file, property.value));
  const ignored: NoEffect | undefined =
    isStrict && constant?.value !== undefined && typeof constant.value !== 'boolean'
      ? {
          because: 'not-boolean',
          where: typeof constant.value === 'string' ? `'${constant.value}'` : String(constant.value),
        }
      : undefined;
  return {
    name,
    spelled: spelling(api, name),
    values: booleanByPlatform(file, property.value, isStrict ? strictly : truthy),
    noEffect: noEffect ?? ignored,
    line: property.key.loc.start.line,
    ...(property.remove ? { remove: property.remove } : {}),
    replace: (value) => property.replace(valueText(value, api.runtime)),
  };
}

/** `reusePort: false`; an option that the runtime refuses without a flag names it. */
export function propertyText(api: ApiFacts, name: OptionName, value: OptionValue): string {
  const flag = name === 'reusePort' && value !== 'off' ? api.reusePortNeedsFlag : undefined;
  const comment = flag === undefined ? '' : ` /* needs ${flag} */`;
  return `${spelling(api, name)}: ${valueText(value, api.runtime)}${comment}`;
}
