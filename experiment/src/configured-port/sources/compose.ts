import { isMap } from 'yaml';
import type { Claim, Finding, Interpret, Lookup } from '../finding.ts';
import { interpolate, origin, shellSubstitution } from '../interpolate.ts';
import { isPortVariable, namesDependency, portVariableWeight } from '../names.ts';
import { fileNameOf, folderOf, resolveIn } from '../paths.ts';
import { portNumber, portOffset } from '../port-number.ts';
import { mapRange, publishedPorts, type PublishedPort } from '../publish.ts';
import { parseYaml, YamlReader, type Node, type Scalar } from './yaml.ts';

/** The host's ports that the services of a compose file publish (https://docs.docker.com/reference/compose-file/services/#ports). */
export const interpretCompose: Interpret = ({ path, text }, { dotEnv }) => {
  const reader = new ComposeReader(parseYaml(text)[0], dotEnv);
  return reader
    .entries(reader.get(reader.root, 'services'))
    .flatMap(({ key, value }) => service(reader, path, key, value));
};

function service(reader: ComposeReader, path: string, name: string, node: Node): Finding[] {
  const image = reader.text(reader.get(node, 'image'))?.text ?? '';
  const folder = buildFolder(reader, path, node);
  const isDependency = folder === undefined && namesDependency(`${name} ${image.replace(/:.*/, '')}`);
  const variant = variantOf(path);
  const claim: Claim = { id: name, ...(variant && { variant }), ...(isDependency && { foreign: true }) };
  const profiles = reader.items(reader.get(node, 'profiles')).map((item) => reader.text(item)?.text ?? '');
  const common = {
    source: 'compose',
    name,
    // a service built from the folder's code is likelier its own server than a ready image
    weight: folder === undefined ? 1 : 0,
    claim,
    ...(folder !== undefined && { folder }),
    ...(isDependency && { dependency: true }),
    ...(profiles.length > 0 && { condition: profiles.join(', '), inactive: true }),
    ...(variant !== undefined && { condition: variant, inactive: true }),
  } as const satisfies Partial<Finding>;
  if (reader.text(reader.get(node, 'network_mode'))?.text === 'host') {
    return hostNetworkPorts(reader, node).map((finding) => ({ ...common, ...finding }));
  }
  return reader.items(reader.get(node, 'ports')).flatMap((item) => {
    const published = isMap(item) ? longSyntax(reader, item) : shortSyntax(reader, item);
    return published.map((port) => ({ ...common, ...port }));
  });
}

type Published = PublishedPort & Pick<Finding, 'offset' | 'definedAt'>;

function shortSyntax(reader: ComposeReader, item: Node): Published[] {
  const mapping = reader.text(item);
  return (mapping ? publishedPorts(mapping.text) : []).map((port) => {
    const { raw = '', offset = 0 } = mapping ?? {};
    const definition = mapping ? reader.definition(mapping, port.port) : {};
    const start = addressLength(raw);
    const inside = definition.definedAt ? 0 : portOffset(raw.slice(start), port.port);
    return { ...port, ...definition, offset: offset + start + inside };
  });
}

/** How much of a mapping stands before the published port. */
function addressLength(raw: string): number {
  return /^(?:\[[^\]]+\]|[\w.]+):(?=[^:]+:)/.exec(raw)?.[0].length ?? 0;
}

function longSyntax(reader: ComposeReader, item: Node): Published[] {
  const published = reader.text(reader.get(item, 'published'));
  const target = reader.text(reader.get(item, 'target'));
  if (!published || !target) {
    return [];
  }
  const protocol = reader.text(reader.get(item, 'protocol'))?.text;
  const address = reader.text(reader.get(item, 'host_ip'))?.text;
  return mapRange(published.text, target.text, protocol, address).map((port) => {
    const definition = reader.definition(published, port.port);
    const inside = definition.definedAt ? 0 : portOffset(published.raw, port.port);
    return { ...port, ...definition, offset: published.offset + inside };
  });
}

/** With the host's network the container's ports are the host's, and `ports` is ignored. */
function hostNetworkPorts(
  reader: ComposeReader,
  node: Node,
): Pick<Finding, 'port' | 'protocol' | 'offset' | 'name' | 'weight'>[] {
  const environment = reader.get(node, 'environment');
  const variables = [
    ...reader.entries(environment).map(({ key, value }) => ({ name: key, value: reader.text(value) })),
    ...reader.items(environment).map((item) => {
      const assignment = reader.text(item);
      const name = assignment?.text.split('=', 1)[0] ?? '';
      const value = assignment?.text.slice(name.length + 1) ?? '';
      return { name, value: assignment && { text: value, offset: assignment.offset + name.length + 1 } };
    }),
  ];
  return variables.flatMap(({ name, value }) => {
    const port = isPortVariable(name) && value ? portNumber(value.text) : undefined;
    return port === undefined || !value
      ? []
      : [{ port, protocol: 'tcp', offset: value.offset, name, weight: portVariableWeight(name) }];
  });
}

/** The folder whose code the service is built from; undefined for a ready image. */
function buildFolder(reader: ComposeReader, path: string, node: Node): string | undefined {
  const build = reader.get(node, 'build');
  const context = reader.text(build) ?? reader.text(reader.get(build, 'context'));
  if (build === undefined) {
    return undefined;
  }
  const folder = resolveIn(folderOf(path), context?.text ?? '.');
  const dockerfile = reader.text(reader.get(build, 'dockerfile'))?.text;
  // a monorepo builds each package with the root as context and a Dockerfile in the package's folder
  return folder && dockerfile ? resolveIn(folder, folderOf(dockerfile)) : folder;
}

/** `production` of compose.production.yaml; compose itself reads only the plain file and its override. */
function variantOf(path: string): string | undefined {
  const variant = /^(?:docker-)?compose[.-](.+)\.ya?ml$/.exec(fileNameOf(path))?.[1];
  return variant === 'override' || variant === 'dev' || variant === 'local' ? undefined : variant;
}

/** A scalar with its placeholders replaced. */
interface Text extends Scalar {
  text: string;
  names: string[];
}

/** Replaces `${VARIABLE}` as compose does, from the file `.env` beside the compose file. */
class ComposeReader extends YamlReader {
  readonly #lookup: Lookup;

  constructor(document: ReturnType<typeof parseYaml>[number] | undefined, lookup: Lookup) {
    super(document);
    this.#lookup = lookup;
  }

  text(node: Node | undefined): Text | undefined {
    const scalar = this.scalar(node);
    const replaced = scalar && interpolate(scalar.raw, shellSubstitution(this.#lookup), 'shell');
    return replaced && { ...replaced, ...scalar };
  }

  definition({ names }: Text, port: number): Pick<Finding, 'definedAt'> {
    const variable = origin(names, String(port), this.#lookup);
    return variable ? { definedAt: variable.place } : {};
  }
}
