import type { Finding, Interpret } from '../finding.ts';
import { folderOf, resolveIn } from '../paths.ts';
import { portNumber } from '../port-number.ts';
import { parseJson, propertiesOf, property, scalarOf, stringOf, type Node } from './json.ts';

/** Ports of `serve` targets in an Angular or Nx workspace: angular.json, or project.json of one project. */
export const interpretAngular: Interpret = ({ path, text }) => {
  const root = parseJson(text);
  const projects = property(root, 'projects');
  if (!projects) {
    return serveTargets(root, stringOf(property(root, 'name')) ?? '', undefined);
  }
  return propertiesOf(projects).flatMap(({ name, value }) => {
    const folder = resolveIn(folderOf(path), stringOf(property(value, 'root')) ?? '.');
    return serveTargets(value, name, folder);
  });
};

function serveTargets(project: Node, name: string, folder: string | undefined): Finding[] {
  return ['architect', 'targets']
    .flatMap((key) => propertiesOf(property(project, key)))
    .filter((target) => /^(?:serve|dev|preview|serve-ssr)$/.test(target.name))
    .flatMap((target) => [
      ...options(property(target.value, 'options'), undefined),
      ...propertiesOf(property(target.value, 'configurations')).flatMap((configuration) =>
        options(
          configuration.value,
          configuration.name,
          stringOf(property(target.value, 'defaultConfiguration')),
        ),
      ),
    ])
    .map((found): Finding => ({
      source: 'framework',
      protocol: 'tcp',
      tool: 'ng',
      ...(name !== '' && { name }),
      ...(folder !== undefined && { folder }),
      claim: { id: name },
      ...found,
    }));
}

type Found = Pick<Finding, 'port' | 'offset' | 'address' | 'condition' | 'inactive'>;

function options(
  node: Node | undefined,
  configuration: string | undefined,
  defaultConfiguration?: string,
): Found[] {
  const scalar = scalarOf(property(node, 'port'));
  const port = portNumber(scalar?.text ?? '');
  const address = stringOf(property(node, 'host'));
  return port === undefined || !scalar
    ? []
    : [
        {
          port,
          offset: scalar.offset,
          ...(address !== undefined && { address }),
          ...(configuration !== undefined && { condition: configuration }),
          ...(configuration !== undefined &&
            configuration !== (defaultConfiguration ?? 'development') && { inactive: true }),
        },
      ];
}
