import { spelling } from '../../option-text.ts';
import { RUNTIMES } from '../../runtimes/index.ts';
import type { GivenOption, NoEffect, OptionName, Port } from '../../site.ts';
import type { Listener } from '../catalogue/family.ts';
import type { Node } from '../ast.ts';
import { evaluate } from '../interpret/interpret.ts';
import { onlyConstant } from '../interpret/value.ts';
import { shortText, type File } from '../file.ts';
import { readOptions, type OptionsObject, type OptionsReading } from '../options-object.ts';
import { readPort } from '../port.ts';
import { cannotWrite, exempt, givenOption, propertyText, type Binding, type Reading } from './reading.ts';

/** Properties that make a server listen on something that has no port: net.Server.listen looks at them in this order. */
const PORTLESS: readonly (readonly [string, 'handle' | 'path'])[] = [
  ['handle', 'handle'],
  ['_handle', 'handle'],
  ['fd', 'handle'],
  ['path', 'path'],
  ['unix', 'path'],
  ['server', 'handle'],
  ['noServer', 'handle'],
];

type ObjectReading = Pick<Reading, 'port' | 'proof' | 'evidence' | 'address' | 'taken'>;

/** The port that an API takes when it is given none. */
export function defaultPortOf({ defaultPort, portVariable }: Listener): Port | undefined {
  if (defaultPort === undefined) {
    return undefined;
  }
  return portVariable === undefined
    ? { kind: 'literal', value: defaultPort, byDefault: true }
    : { kind: 'environment', variable: portVariable, fallback: defaultPort };
}

const simple = (kind: 'none' | 'opaque' | 'handle' | 'path'): ObjectReading => ({
  port: { kind },
  proof: 'proven',
  evidence: kind === 'handle' || kind === 'path' ? 'value' : 'none',
});

function readObject(file: File, listener: Listener, object: OptionsObject): ObjectReading {
  const constantOf = (name: string) => {
    const property = object.get(name);
    return property && onlyConstant(evaluate(file, property.value));
  };
  const portless = PORTLESS.find(([name]) => {
    const constant = constantOf(name);
    return object.get(name) && !(constant && (constant.value ?? false) === false);
  });
  const port = object.get('port');
  if (portless && (portless[1] === 'handle' || !port)) {
    return simple(portless[1]);
  }
  const transport = constantOf('transport')?.value;
  if (RUNTIMES[listener.api.runtime].portlessTransports?.some((portless) => portless === transport)) {
    return simple('path');
  }
  const address = (constantOf('host') ?? constantOf('hostname') ?? constantOf('address'))?.value;
  const found = {
    proof: 'proven',
    evidence: 'value',
    address: typeof address === 'string' ? address : undefined,
    taken: takenBy(listener, object, constantOf),
  } as const;
  const constant = constantOf('port');
  if (!port || (constant && constant.value === undefined)) {
    const byDefault = defaultPortOf(listener);
    return object.opaque ? simple('opaque') : byDefault ? { ...found, port: byDefault } : simple('none');
  }
  const reading = readPort(file, port.value);
  if (reading.is !== 'port') {
    return simple('opaque');
  }
  // a property called port holds a port: what its value is called does not make it a pipe
  const isNamedOtherwise = reading.port.kind === 'path' || reading.port.kind === 'handle';
  return {
    ...found,
    port: isNamedOtherwise
      ? { kind: 'unknown', text: shortText(file, port.value), written: reading.port.written }
      : reading.port,
  };
}

const ADDRESS = ['host', 'hostname', 'address'] as const;

/** The address that an object names, or the API's own where it names none. */
function takenBy(
  { defaultAddress }: Listener,
  object: OptionsObject,
  constantOf: (name: string) => { readonly value: unknown } | undefined,
): string | undefined {
  const named = ADDRESS.find((name) => object.get(name));
  const address = named
    ? (constantOf(named)?.value ?? undefined)
    : object.opaque
      ? undefined
      : defaultAddress;
  if (typeof address !== 'string') {
    return undefined;
  }
  const taken = address === '' ? defaultAddress : address;
  const isForIpv6 = object.get('ipv6Only') ? constantOf('ipv6Only')?.value : false;
  return isForIpv6 === false
    ? taken
    : isForIpv6 === true && (taken === '*' || taken === '::')
      ? '::/v6only'
      : undefined;
}

/** The reuse options in any of the objects. */
export function optionsIn(
  binding: Binding,
  reading: OptionsReading,
  names: readonly OptionName[],
  noEffect?: NoEffect,
): GivenOption[] {
  return names.flatMap((name) => {
    for (const object of reading.objects) {
      const property = object.get(spelling(binding.listener.api, name));
      if (property) {
        return [givenOption(binding, name, property, noEffect)];
      }
    }
    return [];
  });
}

const hasPort = ({ port }: ObjectReading): boolean =>
  !['none', 'ephemeral', 'path', 'handle', 'opaque'].includes(port.kind);

/** Reads an options object that holds port, address and reuse options. */
export function readOptionsArgument(binding: Binding, argument: Node): Reading {
  const { file, listener } = binding;
  const options = readOptions(file, argument);
  const readings = options.objects.map((object) => readObject(file, listener, object));
  const bound = readings.findIndex(hasPort);
  const first = readings[bound] ?? readings[0];
  if (!first) {
    return exempt('opaque');
  }
  const dropped: NoEffect | undefined =
    listener.api.forwards === 'no' ? { because: 'dropped', where: listener.api.name } : undefined;
  const portless: NoEffect | undefined =
    first.port.kind === 'path' || first.port.kind === 'handle'
      ? { because: 'no-port', where: first.port.kind }
      : undefined;
  const given = optionsIn(binding, options, listener.api.options, dropped ?? portless);
  if (bound < 0) {
    return { ...exempt(options.opaque ? 'opaque' : (first.port.kind as 'none')), given };
  }
  const written = options.objects.filter((_, index) => {
    const reading = readings[index];
    return reading && hasPort(reading);
  });
  // an unknown part may hold the option already
  const isOpaque = given.length === 0 && written.some((object) => object.opaque);
  return {
    ...first,
    port: isOpaque ? { kind: 'opaque' } : first.port,
    proof: options.opaque ? 'unproven' : first.proof,
    // of several objects each may name another
    taken: options.opaque || options.objects.length > 1 ? undefined : first.taken,
    given,
    write: written.every((object) => object.add)
      ? (option, value) =>
          written.flatMap((object) => object.add?.(propertyText(listener.api, option, value)) ?? [])
      : cannotWrite,
  };
}
