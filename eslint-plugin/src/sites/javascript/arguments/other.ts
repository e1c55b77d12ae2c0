import type { Node } from '../ast.ts';
import { isFunction, propertyName, unwrap } from '../ast.ts';
import type { Arguments } from '../catalogue/family.ts';
import { insertion } from '../../flow/edits/insert.ts';
import { argumentRange } from '../edit.ts';
import { evaluate } from '../interpret/interpret.ts';
import { onlyConstant } from '../interpret/value.ts';
import { readOptions } from '../options-object.ts';
import { readPort } from '../port.ts';
import { defaultPortOf, readOptionsArgument } from './options.ts';
import { cannotWrite, exempt, propertyText, type Binding, type Reading } from './reading.ts';

type WithObject = Extract<Arguments, { readonly at: number }>;

/** One options object that holds everything. */
export function readObjectShape(binding: Binding, shape: WithObject): Reading {
  const argument = binding.arguments[shape.at];
  if (argument?.type === 'SpreadElement') {
    return exempt('opaque');
  }
  if (!argument || isFunction(unwrap(argument)) || isApplication(binding, argument)) {
    return readDefault(binding, shape, argument);
  }
  return within(binding, argument, shape.in ?? []);
}

/** Names of what answers requests: `Deno.serve(app.fetch)`, `serve(app)`. */
const APPLICATION =
  /(?:\b|_)(?:app|application|router|fetch|handler)$|(?:App|Application|Router|Fetch|Handler)$/;

/** Whether an argument in the options' place is what answers requests, which leaves the options out. */
function isApplication({ file, listener }: Binding, argument: Node): boolean {
  if (listener.defaultPort === undefined) {
    return false;
  }
  const node = unwrap(argument);
  const name =
    node.type === 'Identifier'
      ? node.name
      : node.type === 'MemberExpression'
        ? propertyName(node)
        : undefined;
  return name !== undefined && APPLICATION.test(name) && readOptions(file, node).objects.length === 0;
}

/** Follows `in`: `startStandaloneServer(server, { listen: { port } })`. */
function within(binding: Binding, argument: Node, path: readonly string[]): Reading {
  const [name, ...rest] = path;
  if (name === undefined) {
    return readOptionsArgument(binding, argument);
  }
  const options = readOptions(binding.file, argument);
  const property = options.objects.map((object) => object.get(name)).find((found) => found !== undefined);
  if (property) {
    return within(binding, property.value, rest);
  }
  return options.opaque || options.objects.some((object) => object.opaque)
    ? exempt('opaque')
    : readDefault(binding, undefined, undefined);
}

/** No options object: the API's own port, if it has one. */
function readDefault(binding: Binding, shape: WithObject | undefined, instead: Node | undefined): Reading {
  const port = defaultPortOf(binding.listener);
  if (!port) {
    return exempt('none');
  }
  return {
    port,
    proof: 'proven',
    evidence: 'value',
    taken: binding.listener.defaultAddress,
    given: [],
    // `Deno.serve(handler)`
    write:
      instead && shape?.shape === 'options' && shape.isBeforeHandler === true
        ? (option, value) => [
            insertion(
              argumentRange(binding.file, instead)[0],
              `{ ${propertyText(binding.listener.api, option, value)} }, `,
            ),
          ]
        : cannotWrite,
  };
}

/** The object that the receiver was created with; a port given to the call itself goes before the object's. */
export function readCreation(binding: Binding, shape: WithObject): Reading {
  const [own] = binding.arguments;
  if (own && own.type !== 'SpreadElement') {
    const reading = readPort(binding.file, own);
    if (reading.is === 'port' && reading.evidence !== 'none') {
      return { ...reading, given: [], write: cannotWrite };
    }
  }
  const [creation] = binding.creations;
  return creation
    ? readObjectShape({ ...binding, arguments: creation.arguments }, { ...shape, shape: 'options' })
    : exempt('opaque');
}

/** A port, or a server that is bound elsewhere: a site only where it is known for a port. */
export function readPortOrServer(binding: Binding, shape: WithObject): Reading {
  const argument = binding.arguments[shape.at];
  if (!argument || argument.type === 'SpreadElement') {
    return exempt('none');
  }
  const reading = readPort(binding.file, argument);
  return reading.is === 'port' && reading.evidence !== 'none'
    ? { ...reading, taken: binding.listener.defaultAddress, given: [], write: cannotWrite }
    : exempt('handle');
}

/** A port, or an options object. */
export function readPortOrOptions(binding: Binding, shape: WithObject): Reading {
  const argument = binding.arguments[shape.at];
  if (!argument || argument.type === 'SpreadElement') {
    return argument ? exempt('opaque') : readDefault(binding, undefined, undefined);
  }
  const options = readOptions(binding.file, argument);
  if (options.objects.length > 0) {
    return readOptionsArgument(binding, argument);
  }
  const reading = readPort(binding.file, argument);
  if (reading.is !== 'port') {
    return reading.is === 'callback' ? readDefault(binding, undefined, undefined) : exempt('opaque');
  }
  return {
    port: reading.port,
    proof: reading.proof,
    evidence: reading.evidence,
    given: [],
    write: (option, value) => {
      const [start, end] = argumentRange(binding.file, argument);
      const isShorthand =
        argument.type === 'Identifier' && argument.name === 'port' && start === argument.range[0];
      return [
        insertion(start, isShorthand ? '{ ' : '{ port: '),
        insertion(end, `, ${propertyText(binding.listener.api, option, value)} }`),
      ];
    },
  };
}

/** `(port, ...)` or `(host, port, ...)` without any object. */
export function readHostPort(binding: Binding): Reading {
  const readings = binding.arguments.slice(0, 2).flatMap((argument) => {
    if (argument.type === 'SpreadElement') {
      return [];
    }
    const reading = readPort(binding.file, argument);
    return reading.is === 'port' ? [reading] : [];
  });
  const reading =
    readings.find(({ port }) => port.kind === 'literal' || port.kind === 'environment') ??
    readings.find(({ port }) => port.kind !== 'path') ??
    readings[0];
  const stated = binding.arguments.some((argument) =>
    binding.listener.statedBy?.some((name) => evidenceIn(argument, name)),
  );
  return reading
    ? { ...reading, port: stated ? { kind: 'opaque' } : reading.port, given: [], write: cannotWrite }
    : exempt('none');
}

/** Whether an argument names a constant, on its own or as a module's. */
function evidenceIn(argument: Node, name: string): boolean {
  const node = unwrap(argument);
  return (
    (node.type === 'Identifier' && node.name === name) ||
    (node.type === 'MemberExpression' && propertyName(node) === name) ||
    (node.type === 'LogicalExpression' && (evidenceIn(node.left, name) || evidenceIn(node.right, name)))
  );
}

/** A string `host:port`, as gRPC takes. */
export function readAddress(binding: Binding): Reading {
  const [argument] = binding.arguments;
  if (!argument || argument.type === 'SpreadElement') {
    return exempt('opaque');
  }
  const value = onlyConstant(evaluate(binding.file, argument))?.value;
  if (typeof value !== 'string') {
    return {
      port: { kind: 'unknown', text: binding.file.sourceCode.getText(argument as never).slice(0, 30) },
      proof: 'unproven',
      evidence: 'none',
      given: [],
      write: cannotWrite,
    };
  }
  if (/^unix(?:-abstract)?:/.test(value)) {
    return exempt('path');
  }
  const port = /:(\d+)$/.exec(value)?.[1];
  if (port === undefined) {
    return exempt('opaque');
  }
  return Number(port) === 0
    ? exempt('ephemeral')
    : {
        port: { kind: 'literal', value: Number(port) },
        proof: 'proven',
        evidence: 'value',
        taken: value.slice(0, -port.length - 1),
        given: [],
        write: cannotWrite,
      };
}
