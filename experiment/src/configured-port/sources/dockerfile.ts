import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { commandPorts } from '../command.ts';
import { parsing, type Finding, type Interpret, type Lookup } from '../finding.ts';
import { interpolate, shellSubstitution } from '../interpolate.ts';
import { isPortVariable, namesDependency, portVariableWeight } from '../names.ts';
import { portRange } from '../publish.ts';
import { portNumber, portOffset } from '../port-number.ts';

/**
 * The ports that the image's program listens on inside a container: EXPOSE, ENV PORT and the arguments of CMD and ENTRYPOINT. They
 * claim nothing on the host. What stands before the last FROM is not in force.
 */
export const interpretDockerfile: Interpret = ({ path, text }) => {
  const document = TextDocument.create(path, 'dockerfile', 0, text);
  const instructions = parsing(() => DockerfileParser.parse(text).getInstructions());
  const lastFrom = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  const variables = new Map<string, string>();
  const lookup: Lookup = (name) => {
    const value = variables.get(name);
    return value === undefined ? undefined : { value, place: { file: path, line: 1, column: 1 } };
  };
  return instructions.flatMap((instruction, index) => {
    const found = parsing(() => interpret(instruction, document, variables, lookup));
    return found.map((finding): Finding => ({
      source: 'dockerfile',
      ...finding,
      ...(index < lastFrom && { inactive: true }),
    }));
  });
};

type Found = Omit<Finding, 'source'>;

function interpret(
  instruction: Instruction,
  document: TextDocument,
  variables: Map<string, string>,
  lookup: Lookup,
): Found[] {
  switch (instruction.getKeyword()) {
    case 'ARG':
    case 'ENV':
      return assignments(instruction, document, variables, lookup);
    case 'EXPOSE':
      return instruction.getArguments().flatMap((argument) => {
        const value = interpolate(argument.getValue(), shellSubstitution(lookup), 'shell')?.text ?? '';
        const [, ports = '', protocol = 'tcp'] = /^([\d-]+)(?:\/(tcp|udp))?$/i.exec(value) ?? [];
        const range = portRange(ports);
        return range
          ? [
              {
                port: range.first,
                protocol: protocol.toLowerCase() === 'udp' ? ('udp' as const) : ('tcp' as const),
                offset:
                  document.offsetAt(argument.getRange().start) + portOffset(argument.getValue(), range.first),
                name: 'EXPOSE',
                weight: 1,
              },
            ]
          : [];
      });
    case 'CMD':
    case 'ENTRYPOINT':
      return commandLine(instruction, document, lookup);
    default:
      return [];
  }
}

function assignments(
  instruction: Instruction,
  document: TextDocument,
  variables: Map<string, string>,
  lookup: Lookup,
): Found[] {
  const properties =
    'getProperties' in instruction ? (instruction as PropertyInstruction).getProperties() : [];
  return properties.flatMap((property) => {
    const name = property.getName();
    const range = property.getValueRange();
    const value = interpolate(property.getValue() ?? '', shellSubstitution(lookup), 'shell')?.text;
    if (value === undefined || !range) {
      return [];
    }
    variables.set(name, value);
    const port = isPortVariable(name) && instruction.getKeyword() === 'ENV' ? portNumber(value) : undefined;
    const quote = /^["']/.test(document.getText(range)) ? 1 : 0;
    return port === undefined
      ? []
      : [
          {
            port,
            protocol: 'tcp',
            offset: document.offsetAt(range.start) + quote,
            name,
            weight: portVariableWeight(name),
            ...(namesDependency(name) && { dependency: true }),
          },
        ];
  });
}

/** What ENV and ARG have in common; dockerfile-ast exports it as a class of neither. */
interface PropertyInstruction {
  getProperties: () => {
    getName: () => string;
    getValue: () => string | null;
    getValueRange: () => {
      start: { line: number; character: number };
      end: { line: number; character: number };
    } | null;
  }[];
}

/** The exec form, a JSON array, becomes a command line of the same length, so that places stay what they are. */
function commandLine(instruction: Instruction, document: TextDocument, lookup: Lookup): Found[] {
  const range = instruction.getArgumentsRange();
  if (!range) {
    return [];
  }
  const raw = document.getText(range);
  const line = raw.startsWith('[')
    ? raw
        .replace(/^\[/, ' ')
        .replace(/\]\s*$/, ' ')
        .replaceAll(/",/g, '" ')
    : raw;
  return commandPorts(line, lookup)
    .filter((found) => found.isDefault === undefined)
    .map(({ port, protocol, offset, address, tool }) => ({
      port,
      protocol,
      offset: document.offsetAt(range.start) + offset,
      name: instruction.getKeyword(),
      ...(address !== undefined && { address }),
      ...(tool !== undefined && { tool }),
    }));
}
