import { Linter, type SourceCode } from 'eslint';
import rebind from '../../../eslint-plugin/src/index.ts';
import { typescriptParser as parser } from '../typescript-parser.ts';

/** Settings under which programs are linted. */
export interface Setup {
  readonly name: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const DEFAULTS: Setup = { name: 'defaults' };
export const PIPE_PORTS: Setup = { name: 'pipePorts', settings: { pipePorts: true } };

export const SETUPS: readonly Setup[] = [
  PIPE_PORTS,
  { name: 'Linux', settings: { platforms: ['linux'] } },
  { name: 'macOS and Windows', settings: { platforms: ['darwin', 'win32'] } },
  { name: 'Node 22.12', settings: { node: '>=22.12', platforms: ['linux'] } },
  { name: 'Node 20', settings: { node: '>=20' } },
  { name: 'Bun', settings: { runtime: 'bun' } },
  { name: 'Deno', settings: { runtime: 'deno' } },
  { name: 'unknown calls too', settings: { checkUnknown: true } },
  { name: 'shared ports', settings: { sharePort: true } },
  { name: 'shared ports on Linux', settings: { platforms: ['linux'], sharePort: true } },
  { name: 'shared ports, pipes', settings: { pipePorts: true, sharePort: true } },
];

const linter = new Linter();

function configure({ settings = {} }: Setup): Linter.Config[] {
  return [
    rebind.configs.strict,
    { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
    { files: ['**/*.{mts,cts}'], languageOptions: { parser } },
    {
      files: ['**/*'],
      settings: { rebind: settings },
      rules: { 'no-dupe-keys': 'error' },
    },
  ];
}

const configs = new Map<Setup, Linter.Config[]>();

function configOf(setup: Setup): Linter.Config[] {
  const config = configs.get(setup) ?? configure(setup);
  configs.set(setup, config);
  return config;
}

/** What ESLint reports with the strict config; a message without a rule says that the text does not parse. */
export function lint(text: string, file: string, setup: Setup): Linter.LintMessage[] {
  return linter.verify(text, configOf(setup), file);
}

/** What `eslint --fix` makes of a text. */
export function fixAll(text: string, file: string, setup: Setup): Linter.FixReport {
  return linter.verifyAndFix(text, configOf(setup), file);
}

/** The comments of the text last linted, in order. */
export function sourceComments(): string[] {
  return (
    (linter.getSourceCode() as SourceCode | null)
      ?.getAllComments()
      .map(({ type, value }) => `${type} ${value}`) ?? []
  );
}

export function applyFix(
  text: string,
  { range: [start, end], text: replacement }: Linter.LintMessage['fix'] & object,
): string {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return text.slice(0, start + mark) + replacement + text.slice(end + mark);
}
