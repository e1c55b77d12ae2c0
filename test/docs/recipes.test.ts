import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createProtocolConnection, type ProtocolConnection } from 'vscode-languageserver-protocol/node';
import { projectWithPlugin, type Project } from '../eslint-plugin/package/project.ts';
import { packageFolder, ROOT } from '../eslint-plugin/package/versions.ts';
import { codeBlocks } from './code-blocks.ts';

const blocks = codeBlocks(readFileSync(path.join(ROOT, 'docs/recipes.md'), 'utf8'));

function block(role: string): string {
  const found = blocks.find((one) => one.role === role);
  if (!found) {
    throw new Error(`docs/recipes.md has no block "${role}"`);
  }
  return found.code;
}

/** A server of each language that is reported and fixed. */
const SERVERS = {
  'server.c': readFileSync(path.join(ROOT, 'examples/c/s1_server.c'), 'utf8'),
  'GreetingServer.java': readFileSync(path.join(ROOT, 'examples/java/GreetingServer.java'), 'utf8'),
  'chat.py': readFileSync(path.join(ROOT, 'examples/python/s11_chat_server.py'), 'utf8'),
  'server.mjs': "import net from 'node:net';\nnet.createServer().listen(9527);\n",
};
const FIXES = {
  'server.c': 'SO_REUSEADDR',
  'GreetingServer.java': 'setReuseAddress(true)',
  'chat.py': 'allow_reuse_address = os.name != "nt"',
  'server.mjs': 'reusePort: false',
};
const FILES = Object.keys(SERVERS) as (keyof typeof SERVERS)[];

const PACKAGES = Object.fromEntries(
  [
    'eslint',
    'lint-staged',
    '@microsoft/eslint-formatter-sarif',
    'eslint-formatter-rdjson',
    'vscode-langservers-extracted',
  ].map((name) => [name, packageFolder(name) ?? '']),
);

/** A project with these servers that ESLint is set up in, as a git repository with all of it staged. */
async function createRepository(files: Record<string, string> = {}): Promise<Project> {
  const project = await projectWithPlugin(PACKAGES, {
    'eslint.config.mjs': block('eslint.config.mjs'),
    '.gitignore': 'node_modules/\n',
    ...SERVERS,
    ...files,
  });
  const bin = path.join(project.folder, 'node_modules/.bin');
  mkdirSync(bin);
  symlinkSync('../eslint/bin/eslint.js', path.join(bin, 'eslint'));
  git(project, 'init', '--quiet');
  git(project, 'add', '.');
  return project;
}

function git({ folder }: Project, ...command: string[]): string {
  return execFileSync('git', command, { cwd: folder, encoding: 'utf8' });
}

function expectFixed(project: Project): void {
  for (const file of FILES) {
    expect([file, project.read(file).includes(FIXES[file])]).toEqual([file, true]);
  }
}

const eslint = 'node_modules/eslint/bin/eslint.js';

describe('a project with servers in four languages', () => {
  it('gets them all fixed by eslint --fix', async () => {
    using project = await createRepository();
    const { stdout, stderr } = await project.run(eslint, { arguments: ['--fix', '.'] });
    expect([stdout, stderr]).toEqual(['', '']);
    expectFixed(project);
  });

  it('gets what is staged fixed by lint-staged', async () => {
    const config = '.lintstagedrc.json';
    using project = await createRepository({ [config]: block(config) });
    git(project, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '-m', 'x', '--', config);
    const { status, stderr } = await project.run('node_modules/lint-staged/bin/lint-staged.js');
    expect([status, stderr.includes('✖')]).toEqual([0, false]);
    expectFixed(project);
    expect(git(project, 'diff', '--name-only')).toBe('');
  });

  const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;
  it.skipIf(!hasPreCommit && process.env.CI === undefined)(
    'gets what is staged fixed by pre-commit (needs pre-commit)',
    async () => {
      const config = '.pre-commit-config.yaml';
      using project = await createRepository({ [config]: block(config) });
      const { status, stdout } = spawnSync('pre-commit', ['run', 'eslint'], {
        cwd: project.folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${path.dirname(process.execPath)}:${process.env.PATH ?? ''}`,
          PRE_COMMIT_HOME: path.join(project.folder, '.cache'),
        },
      });
      // it fails where a hook has changed a file, so that the change is looked at
      expect([status, stdout.includes('files were modified by this hook')]).toEqual([1, true]);
      expectFixed(project);
    },
  );

  it('gets a SARIF file for GitHub', async () => {
    using project = await createRepository();
    const [, ...command] = block('sarif').trim().split(' ').slice(1);
    await project.run(eslint, { arguments: command });
    const { runs } = JSON.parse(project.read('eslint.sarif')) as {
      runs: {
        results: {
          ruleId: string;
          locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
        }[];
      }[];
    };
    const reported = (runs[0]?.results ?? []).flatMap(({ ruleId, locations }) =>
      locations.map(
        ({ physicalLocation }) => `${path.basename(physicalLocation.artifactLocation.uri)} ${ruleId}`,
      ),
    );
    expect(reported.sort()).toEqual(
      [
        'GreetingServer.java rebind/no-disabled-reuse',
        'chat.py rebind/require-reuse',
        'server.c rebind/require-reuse',
        'server.mjs rebind/prefer-explicit-reuse',
      ].sort(),
    );
  });

  it('gets reports with their fixes for reviewdog', async () => {
    using project = await createRepository();
    const [, command = ''] = /npx eslint (.*) \| reviewdog -f=rdjson/.exec(block('rdjson')) ?? [];
    const { stdout } = await project.run(eslint, { arguments: command.split(' ') });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { location: { path: string }; suggestions?: { text: string }[] }[];
    };
    const fixes = diagnostics.map(({ location, suggestions = [] }) => {
      const file = path.basename(location.path) as keyof typeof FIXES;
      return [
        file,
        suggestions.some(({ text }) => FIXES[file].includes(text.trim()) || text.includes(FIXES[file])),
      ];
    });
    expect(Object.fromEntries(fixes)).toEqual(Object.fromEntries(FILES.map((file) => [file, true])));
  });
});

it('old code keeps its errors to itself by suppressions', async () => {
  using project = await createRepository();
  const [, ...command] = block('suppressions').trim().split(' ').slice(1);
  await project.run(eslint, { arguments: command });
  const { stdout, status } = await project.run(eslint, { arguments: ['.', '--format', 'json'] });
  const left = (JSON.parse(stdout) as { messages: { ruleId: string }[] }[]).flatMap(
    ({ messages }) => messages,
  );
  expect(status).toBe(0);
  expect([...new Set(left.map(({ ruleId }) => ruleId))]).toEqual(['rebind/prefer-explicit-reuse']);
});

it('a matrix lints for each of its platforms', async () => {
  using project = await createRepository({
    'eslint.config.mjs': block('matrix/eslint.config.mjs'),
    'server.mjs':
      "import net from 'node:net';\nnet.createServer().listen({ port: 9527, reusePort: true });\n",
  });
  const found = async (target: string): Promise<string> => {
    const { stdout } = await project.run(eslint, { arguments: ['server.mjs'], env: { TARGET: target } });
    return /rebind\/\S+/.exec(stdout)?.[0] ?? 'nothing';
  };
  expect([await found('linux'), await found('darwin')]).toEqual(['nothing', 'rebind/no-unsafe-reuse']);
});

it.each(['turbo.json', 'nx.json'])('%s is JSON that names the configuration as an input', (file) => {
  expect(JSON.stringify(JSON.parse(block(file)))).toContain('eslint.config.mjs');
});

const LANGUAGE_IDS = { '.c': 'c', '.java': 'java', '.py': 'python', '.mjs': 'javascript' } as const;

/** The server of the ESLint extension, as packaged for other editors, with the settings that the page shows. */
function startServer(project: Project): { connection: ProtocolConnection; stop: () => void } {
  const server = spawn(
    process.execPath,
    [
      path.join(
        project.folder,
        'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server',
      ),
      '--stdio',
    ],
    { cwd: project.folder, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const connection = createProtocolConnection(server.stdout, server.stdin);
  const { 'eslint.validate': validate } = JSON.parse(block('.vscode/settings.json')) as {
    'eslint.validate': string[];
  };
  connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
    items.map(({ scopeUri }) => {
      const id = LANGUAGE_IDS[path.extname(scopeUri ?? '') as keyof typeof LANGUAGE_IDS];
      return {
        validate: validate.includes(id) ? 'on' : 'off',
        packageManager: 'npm',
        useESLintClass: true,
        useFlatConfig: true,
        experimental: {},
        codeActionOnSave: { mode: 'all' },
        format: false,
        quiet: false,
        onIgnoredFiles: 'off',
        run: 'onType',
        problems: { shortenToSingleLine: false },
        codeAction: { disableRuleComment: { enable: true }, showDocumentation: { enable: true } },
        rulesCustomizations: [],
        options: {},
        nodePath: null,
        workspaceFolder: { uri: pathToFileURL(project.folder).href, name: 'project' },
        workingDirectory: { directory: project.folder },
      };
    }),
  );
  connection.listen();
  return {
    connection,
    stop: () => {
      connection.dispose();
      server.kill();
    },
  };
}

describe("the ESLint extension's server with these settings", () => {
  it.each(FILES)('reports %s', async (file) => {
    using project = await createRepository();
    const { connection, stop } = startServer(project);
    try {
      const uri = pathToFileURL(path.join(project.folder, file)).href;
      await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: pathToFileURL(project.folder).href,
        capabilities: { workspace: { configuration: true } },
      });
      await connection.sendNotification('initialized', {});
      const languageId = LANGUAGE_IDS[path.extname(file) as keyof typeof LANGUAGE_IDS];
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text: SERVERS[file] },
      });
      const { items } = await connection.sendRequest<{ items: { code: string }[] }>(
        'textDocument/diagnostic',
        {
          textDocument: { uri },
        },
      );
      expect(items.map(({ code }) => code)).toEqual([expect.stringMatching(/^rebind\//)]);
    } finally {
      stop();
    }
  });
});
