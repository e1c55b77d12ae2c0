import { findConflicts } from './conflicts.ts';
import { markUnread, withoutNeedlessDefaults } from './defaults.ts';
import { Environments, envFileName, type EnvVariable } from './environment.ts';
import { isOfInterest } from './file-kinds.ts';
import { MalformedError, type Context, type Finding, type Interpret, type TextFile } from './finding.ts';
import { dependenciesOf } from './manifest.ts';
import type { ConfiguredPort, ConfiguredPorts, FindOptions, Limits, SkippedFile } from './model.ts';
import { isPortVariable, namesDependency, portVariableWeight } from './names.ts';
import { Packages } from './packages.ts';
import { fileNameOf, folderOf } from './paths.ts';
import { portNumber } from './port-number.ts';
import { byRank, type Located } from './rank.ts';
import { sources } from './sources.ts';
import { interpretEnv } from './sources/env.ts';
import { Lines } from './text.ts';
import { defaultLimits, listFiles, readText } from './walk.ts';

/**
 * The ports the servers of a folder are configured for, best first, with the place of each; what two servers claim; and the
 * files that could not be read or understood. Reads files only, and runs none of them.
 *
 * @param directory a folder; rejects with the error of `readdir` (`ENOENT`, `ENOTDIR`, `EACCES`) when it cannot be listed
 */
export async function findConfiguredPorts(
  directory: string,
  options: FindOptions = {},
): Promise<ConfiguredPorts> {
  const limits = { ...defaultLimits, ...options.limits };
  const mode = options.mode ?? 'development';
  const { paths, skipped } = await listFiles(directory, limits, isOfInterest);
  const reader = new Reader(directory, limits, skipped);
  const packages = new Packages(paths);

  const envFiles = await readEnvFiles(paths, reader);
  const nextFolders = await foldersOf(paths, reader, followsNext);
  const environments = new Environments(envFiles, mode, (folder) => nextFolders.has(packages.of(folder)));
  const contextOf = (path: string): Context => {
    const folder = folderOf(path);
    return {
      variable: (name) => environments.lookup(folder, packages.of(folder), name),
      dotEnv: (name) => environments.dotEnv(folder, name),
    };
  };

  const names = namesPort(options.port, envFiles);
  const located: Located[] = fromSetting(options.setting);
  const mentioning = new Set<string>();
  for (const { file, variables } of envFiles) {
    located.push(
      ...locate(
        file,
        variables.flatMap((variable) => fromVariable(file.path, variable)),
        packages,
      ),
    );
  }
  for (const { matches, load } of sources) {
    let interpret: Interpret | undefined;
    for (const path of paths.filter(matches)) {
      const text = await reader.read(path);
      if (text !== undefined && names(text)) {
        const file = { path, text };
        const interpretFile = (interpret ??= await load());
        const findings = reader.interpret(path, () => interpretFile(file, contextOf(path))) ?? [];
        if (findings.length > portsPerFile) {
          reader.skip(path, `more than ${portsPerFile} ports; the others were left out`);
        }
        located.push(...locate(file, findings.slice(0, portsPerFile), packages));
        if (/\bPORT\b/.test(text)) {
          mentioning.add(packages.of(folderOf(path)));
        }
      }
    }
  }

  markUnread(located, (folder) => mentioning.has(folder));
  const ranked = byRank(
    withoutNeedlessDefaults(
      located,
      (folder, name) => environments.lookup(folder, folder, name) !== undefined,
    ),
  );
  return { ports: ranked.map(({ port }) => port), conflicts: findConflicts(ranked), skipped: reader.skipped };
}

/** Whether a text may configure a port; any may where none is asked for. */
function namesPort(port: number | undefined, envFiles: readonly EnvFile[]): (text: string) => boolean {
  if (port === undefined) {
    return () => true;
  }
  const number = String(port);
  const words = envFiles.flatMap(({ variables }) =>
    variables.flatMap(({ name, value }) => (value === number ? [name] : [])),
  );
  return (text) => [number, ...words].some((word) => text.includes(word));
}

/** Where a media server publishes ranges of thousands, they would drown everything else. */
const portsPerFile = 256;

/** The folders of the package.json files for which something holds. */
async function foldersOf(
  paths: readonly string[],
  reader: Reader,
  holds: (dependencies: ReadonlySet<string>) => boolean,
): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const path of paths.filter((path) => fileNameOf(path) === 'package.json')) {
    const text = await reader.read(path);
    if (text !== undefined && holds(reader.interpret(path, () => dependenciesOf(text)) ?? new Set())) {
      folders.add(folderOf(path));
    }
  }
  return folders;
}

/** Their `.env.local` wins over `.env.development`. */
const followsNext = (dependencies: ReadonlySet<string>): boolean =>
  dependencies.has('next') || dependencies.has('react-scripts');

/** Reads files within the limits, and keeps account of the ones that are no good. */
class Reader {
  readonly skipped: SkippedFile[];
  readonly #root: string;
  readonly #limits: Limits;
  #left: number;

  constructor(root: string, limits: Limits, skipped: SkippedFile[]) {
    this.#root = root;
    this.#limits = limits;
    this.skipped = skipped;
    this.#left = limits.files;
  }

  async read(path: string): Promise<string | undefined> {
    if (this.#left-- <= 0) {
      if (this.#left === -1) {
        this.skip(path, `more than ${this.#limits.files} files; this one and others were not read`);
      }
      return undefined;
    }
    const result = await readText(this.#root, path, this.#limits);
    if (result && 'reason' in result) {
      this.skip(path, result.reason);
    }
    return result && 'text' in result ? result.text : undefined;
  }

  interpret<T>(path: string, interpretation: () => T): T | undefined {
    try {
      return interpretation();
    } catch (error) {
      if (!(error instanceof MalformedError)) {
        throw error;
      }
      this.skip(path, error.message);
      return undefined;
    }
  }

  skip(file: string, reason: string): void {
    if (!this.skipped.some((other) => other.file === file && other.reason === reason)) {
      this.skipped.push({ file, reason });
    }
  }
}

interface EnvFile {
  file: TextFile;
  variables: EnvVariable[];
}

async function readEnvFiles(paths: readonly string[], reader: Reader): Promise<EnvFile[]> {
  const files: EnvFile[] = [];
  for (const path of paths) {
    const name = envFileName(path);
    const text = name && (await reader.read(path));
    if (name && text !== undefined) {
      const file = { path, text };
      const lines = new Lines(text);
      const variables = (reader.interpret(path, () => interpretEnv(file)) ?? []).map((entry) => ({
        ...entry,
        mode: name.mode,
        inForce: false,
        place: { file: path, ...lines.position(entry.offset) },
      }));
      files.push({ file, variables });
    }
  }
  return files;
}

function fromVariable(path: string, variable: EnvVariable): Finding[] {
  const port = isPortVariable(variable.name) ? portNumber(variable.value) : undefined;
  if (port === undefined) {
    return [];
  }
  const isTemplate = envFileName(path)?.template === true;
  const isDependency = namesDependency(variable.name);
  return [
    {
      source: isTemplate ? 'env-example' : 'env',
      port,
      protocol: /UDP/i.test(variable.name) ? 'udp' : 'tcp',
      offset: variable.offset,
      name: variable.name,
      weight: portVariableWeight(variable.name),
      ...(variable.mode !== undefined && !isTemplate && { condition: variable.mode }),
      ...(!variable.inForce && !isTemplate && { inactive: true }),
      ...(isDependency && { dependency: true }),
      ...(variable.inForce && variable.name === 'PORT' && { claim: { id: 'PORT' } }),
    },
  ];
}

function fromSetting(setting: number | undefined): Located[] {
  if (setting === undefined) {
    return [];
  }
  const port: ConfiguredPort = {
    port: setting,
    protocol: 'tcp',
    file: '',
    line: 0,
    column: 0,
    source: 'setting',
    package: '.',
  };
  return [{ port, weight: 0, claim: undefined, tool: undefined }];
}

function locate({ path, text }: TextFile, findings: readonly Finding[], packages: Packages): Located[] {
  if (findings.length === 0) {
    return [];
  }
  const lines = new Lines(text);
  return findings.map(({ offset, folder, weight, claim, tool, port, protocol, source, ...rest }) => ({
    port: {
      port,
      protocol,
      file: path,
      ...lines.position(offset),
      source,
      package: packages.of(folder ?? ownFolder(path)),
      ...rest,
    },
    weight: (weight ?? 0) + (isSample(path) ? 10 : 0),
    claim,
    tool,
  }));
}

/** A server in a folder of samples is not what the package around it is for. */
const isSample = (path: string): boolean =>
  /(?:^|\/)(?:examples?|samples?|demos?|playgrounds?|templates?|docs?|bench(?:marks?)?)\//i.test(path);

/** `.vscode` and `.devcontainer` speak of the folder they are in. */
function ownFolder(path: string): string {
  const folder = folderOf(path);
  const hidden = folder.split('/').findIndex((name) => /^\.\w/.test(name));
  return hidden < 0 ? folder : folder.split('/').slice(0, hidden).join('/') || '.';
}
