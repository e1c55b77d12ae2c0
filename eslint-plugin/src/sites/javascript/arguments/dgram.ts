import type { TSESTree } from '@typescript-eslint/utils';
import { memoizeBy } from '../../memoize.ts';
import { spelling } from '../../option-text.ts';
import type { Edit, GivenOption, OptionName, OptionValue, Proof } from '../../site.ts';
import { isFunction, type Node } from '../ast.ts';
import { insertion } from '../../flow/edits/insert.ts';
import { argumentRange } from '../edit.ts';
import { evaluate } from '../interpret/interpret.ts';
import { onlyConstant } from '../interpret/value.ts';
import { visitMatches, type File } from '../file.ts';
import { readOptions } from '../options-object.ts';
import { readPort, type PortReading } from '../port.ts';
import { resolve } from '../interpret/interpret.ts';
import type { Creation } from '../interpret/value.ts';
import { misplacedOptions } from './misplaced.ts';
import { optionsIn, readOptionsArgument } from './options.ts';
import { cannotWrite, exempt, propertyText, type Binding, type Reading } from './reading.ts';

const REUSE: readonly OptionName[] = ['reuseAddr', 'reusePort'];

/** Reads bind(port, address, cb) and bind(options, cb); reuse belongs to createSocket(). Source: lib/dgram.js. */
export function readDgram(binding: Binding): Reading {
  const { listener } = binding;
  const [first] = binding.arguments;
  const created = readCreations(binding);
  const wildcard = wildcardOf(binding);
  const given = [...created.given];
  let reading: Reading;
  if (!first) {
    reading = exempt('none');
  } else if (first.type === 'SpreadElement') {
    reading = exempt('opaque');
  } else {
    const options = readOptions(binding.file, first);
    const port: PortReading = options.objects.length > 0 ? { is: 'options' } : readPort(binding.file, first);
    if (port.is === 'options') {
      const asOptions = readOptionsArgument(
        {
          ...binding,
          listener: {
            ...listener,
            api: { ...listener.api, options: ['exclusive'] },
            defaultAddress: wildcard,
          },
        },
        first,
      );
      given.push(
        ...optionsIn(binding, options, REUSE, { because: 'wrong-object', where: listener.api.name }),
        ...asOptions.given,
      );
      reading = asOptions;
    } else if (port.is === 'callback') {
      reading = exempt('none');
    } else {
      const address = binding.arguments[1];
      const addressText =
        address && address.type !== 'SpreadElement'
          ? onlyConstant(evaluate(binding.file, address))?.value
          : undefined;
      // a datagram socket has no pipes: a name that suggests one is just a name
      const isNoPort = port.port.kind === 'path';
      reading = {
        port: isNoPort ? { kind: 'opaque' } : port.port,
        proof: 'proven',
        evidence: port.evidence,
        address: typeof addressText === 'string' ? addressText : undefined,
        taken:
          !address || isFunction(address)
            ? wildcard
            : typeof addressText === 'string' && addressText !== ''
              ? addressText
              : undefined,
        given: [],
        write: cannotWrite,
      };
    }
  }
  return {
    ...reading,
    port:
      created.isOpaque && reading.port.kind !== 'ephemeral' && reading.port.kind !== 'none'
        ? { kind: 'opaque' }
        : reading.port,
    given,
    proof: created.proof,
    write: created.write,
  };
}

/** The address that a socket takes when it is given none, by its type. Source: lib/dgram.js, Socket.prototype.bind. */
function wildcardOf({ file, creations: [creation, ...others] }: Binding): string | undefined {
  const [first] = creation && others.length === 0 ? creation.arguments : [];
  if (!first || first.type === 'SpreadElement') {
    return undefined;
  }
  const options = readOptions(file, first);
  const [object] = options.objects;
  const constantOf = (node: Node | undefined) => node && onlyConstant(evaluate(file, node))?.value;
  const type = constantOf(object ? object.get('type')?.value : first);
  const isForIpv6 = object?.get('ipv6Only');
  if (object && (options.objects.length > 1 || options.opaque || object.opaque)) {
    return undefined;
  }
  switch (type) {
    case 'udp4':
      return '0.0.0.0';
    case 'udp6':
      return !isForIpv6 ? '::' : constantOf(isForIpv6.value) === true ? '::/v6only' : undefined;
    default:
      return undefined;
  }
}

interface Creations {
  readonly given: readonly GivenOption[];
  readonly proof: Proof;
  readonly write: Reading['write'];
  /** The options come from elsewhere: they may hold anything. */
  readonly isOpaque: boolean;
}

function readCreations(binding: Binding): Creations {
  const all = binding.creations.map((creation) => readCreation(binding, creation));
  const [first] = all;
  if (!first) {
    return { given: [], proof: 'unproven', write: cannotWrite, isOpaque: createsReusing(binding) };
  }
  const seen = new Set<OptionName>();
  const given = all
    .flatMap((creation) => creation.given)
    .filter(({ name }) => !seen.has(name) && Boolean(seen.add(name)));
  return {
    given,
    proof: all.every(({ proof }) => proof === 'proven') ? 'proven' : 'unproven',
    isOpaque: given.length === 0 && all.some(({ isOpaque }) => isOpaque),
    write: (option, value) => {
      const edits = all.map(({ write }) => write(option, value));
      return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
    },
  };
}

const CREATE_SOCKET = /\bcreateSocket\b/g;

/** Whether the file creates sockets with a reuse option: one that came through a list or a map may be such a socket. */
function createsReusing({ file, listener }: Binding): boolean {
  const names = REUSE.map((name) => spelling(listener.api, name));
  return createsWith(file, names.join(), names);
}

const createsWith = memoizeBy((file: File, _key: string, names: readonly string[]): boolean => {
  let found = false;
  visitMatches(file, CREATE_SOCKET, (node) => {
    if (found || node.type !== 'CallExpression') {
      return;
    }
    const created = resolve(file, node).find((value) => value.kind === 'instance');
    const [options] = created?.creation?.node === node ? created.creation.arguments : [];
    found =
      options !== undefined &&
      readOptions(file, options).objects.some((object) => names.some((name) => object.get(name)));
  });
  return found;
});

function readCreation(binding: Binding, { arguments: given }: Creation): Creations {
  const [type, ...rest] = given;
  const misplaced = rest.flatMap((argument) => misplacedOptions(binding, argument, REUSE, 'createSocket()'));
  if (!type || type.type === 'SpreadElement') {
    return { given: misplaced, proof: 'unproven', write: cannotWrite, isOpaque: type !== undefined };
  }
  const options = readOptions(binding.file, type);
  if (options.objects.length > 0) {
    const writable = options.objects.every((object) => object.add);
    return {
      given: [...optionsIn(binding, options, REUSE), ...misplaced],
      proof: options.opaque ? 'unproven' : 'proven',
      isOpaque: options.opaque || options.objects.some((object) => object.opaque),
      write: writable
        ? (option, value) =>
            options.objects.flatMap(
              (object) => object.add?.(propertyText(binding.listener.api, option, value)) ?? [],
            )
        : cannotWrite,
    };
  }
  const values = evaluate(binding.file, type);
  const isString = values.every(
    (value) =>
      (value.kind === 'string' && value.text) ||
      (value.kind === 'constant' && typeof value.value === 'string'),
  );
  return {
    given: misplaced,
    proof: isString ? 'proven' : 'unproven',
    isOpaque: !isString && /opt|config/i.test(binding.file.sourceCode.getText(type as never)),
    write: (option, value) => intoOptions(binding, type, option, value),
  };
}

/** `createSocket('udp4')` → `createSocket({ type: 'udp4', reuseAddr: false })` */
function intoOptions(
  binding: Binding,
  type: TSESTree.Expression,
  option: OptionName,
  value: OptionValue,
): Edit[] {
  const [start, end] = argumentRange(binding.file, type);
  const isShorthand = type.type === 'Identifier' && type.name === 'type' && start === type.range[0];
  return [
    insertion(start, isShorthand ? '{ ' : '{ type: '),
    insertion(end, `, ${propertyText(binding.listener.api, option, value)} }`),
  ];
}
