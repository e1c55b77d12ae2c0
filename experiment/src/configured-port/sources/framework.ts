import type { Finding, Interpret } from '../finding.ts';
import { JavaScript, type Node } from '../javascript.ts';
import { fileNameOf } from '../paths.ts';
import { portNumber } from '../port-number.ts';

/** Where a tool's configuration file says the port of which of its commands. */
interface ConfigurationKey {
  path: readonly string[];
  condition?: string;
}

const devServer: ConfigurationKey = { path: ['devServer'] };
const viteKeys: readonly ConfigurationKey[] = [
  { path: ['server'] },
  { path: ['preview'], condition: 'preview' },
];

const configurations: ReadonlyMap<
  string,
  { tool: string; keys: readonly ConfigurationKey[]; port?: number }
> = new Map([
  ['vite', { tool: 'vite', keys: viteKeys, port: 5173 }],
  ['astro', { tool: 'astro', keys: [{ path: ['server'] }, { path: ['vite', 'server'] }], port: 4321 }],
  // `server` is the key of Nuxt 2
  [
    'nuxt',
    { tool: 'nuxt', keys: [devServer, { path: ['server'] }, { path: ['vite', 'server'] }], port: 3000 },
  ],
  ['vue', { tool: 'vue-cli-service', keys: [devServer], port: 8080 }],
  ['webpack', { tool: 'webpack', keys: [devServer] }],
  ['rspack', { tool: 'rspack', keys: [devServer] }],
  ['rsbuild', { tool: 'rsbuild', keys: [{ path: ['server'] }], port: 3000 }],
  // no key for it, the file only tells that Next.js is here: https://nextjs.org/docs/app/api-reference/config/next-config-js
  ['next', { tool: 'next', keys: [], port: 3000 }],
]);

/** The ports in the configuration of build tools' development servers, or the tool's own where it has none. */
export const interpretFramework: Interpret = (file, { variable }) => {
  const name = fileNameOf(file.path).split('.', 1)[0] ?? '';
  const configuration = configurations.get(name);
  if (!configuration) {
    return [];
  }
  const { tool, keys, port } = configuration;
  const program = new JavaScript(file, variable);
  const roots = program.nodes.filter((node) => node.type === 'ObjectExpression' && isRoot(program, node));
  const found = keys.flatMap((key, weight) =>
    roots.flatMap((root) =>
      portsAt(program, root, key).map((finding) => ({ ...finding, weight, tool, name: tool })),
    ),
  );
  const fallback: Finding[] =
    port === undefined ? [] : [{ source: 'default', port, protocol: 'tcp', offset: 0, name: tool, tool }];
  return found.some(({ condition }) => condition === undefined) ? found : [...found, ...fallback];
};

function portsAt(program: JavaScript, root: Node, { path, condition }: ConfigurationKey): Finding[] {
  const address = program.evaluate(program.property(root, ...path, 'host')).at(0)?.text;
  return program.evaluate(program.property(root, ...path, 'port')).flatMap((value): Finding[] => {
    const port = portNumber(value.text);
    return port === undefined
      ? []
      : [
          {
            source: 'framework',
            port,
            protocol: 'tcp',
            offset: value.offset,
            ...(address !== undefined && { address }),
            ...(value.definedAt && { definedAt: value.definedAt }),
            ...(condition !== undefined && { condition }),
            // a preview serves what is built, and not while the development server runs
            ...(condition === undefined && { claim: { id: 'server' } }),
          },
        ];
  });
}

/** Whether an object literal is the configuration itself, rather than a part of it or a plugin's options. */
function isRoot(program: JavaScript, node: Node): boolean {
  for (let parent = program.parent(node); parent; parent = program.parent(parent)) {
    if (
      parent.type === 'ObjectProperty' ||
      parent.type === 'ArrayExpression' ||
      parent.type === 'VariableDeclarator'
    ) {
      // `const config = { server: … }` is a root of its own; `{ server: { … } }` is not
      return parent.type === 'VariableDeclarator';
    }
  }
  return true;
}
