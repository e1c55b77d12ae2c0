import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { families } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { frameworks, listenersOf, nodePackages } from './listeners.ts';

const folder = fileURLToPath(frameworks);

/** A program against a package's own types: what comes first, the call, and the call with the option. */
interface Snippet {
  readonly before: string;
  readonly plain: string;
  readonly withOption: string;
}

const listenOn = (before: string, receiver = 'app'): Snippet => ({
  before,
  plain: `${receiver}.listen(0);`,
  withOption: `${receiver}.listen({ port: 0, reusePort: true });`,
});
const options = (before: string, call: (option: string) => string): Snippet => ({
  before,
  plain: call(''),
  withOption: call(', reusePort: true'),
});

const SNIPPETS: Readonly<Record<string, Snippet>> = {
  'express express.Application.listen': listenOn("import express from 'express'; const app = express();"),
  'koa koa.Application.listen': listenOn("import Koa from 'koa'; const app = new Koa();"),
  'polka polka.Polka.listen': listenOn("import polka from 'polka'; const app = polka();"),
  'connect connect.Server.listen': listenOn("import connect from 'connect'; const app = connect();"),
  'restify restify.Server.listen': listenOn(
    "import restify from 'restify'; const app = restify.createServer();",
  ),
  'fastify fastify.Instance.listen': options(
    "import fastify from 'fastify'; const app = fastify();",
    (option) => `await app.listen({ port: 0${option} });`,
  ),
  '@nestjs/core nest.Application.listen': listenOn(
    "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(class {});",
  ),
  '@nestjs/core nest.Application.listen with Express': listenOn(
    "import { NestFactory } from '@nestjs/core'; import type { NestExpressApplication } from '@nestjs/platform-express';" +
      'const app = await NestFactory.create<NestExpressApplication>(class {});',
  ),
  '@nestjs/core nest.Application.listen with Fastify': options(
    "import { NestFactory } from '@nestjs/core'; import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';" +
      'const app = await NestFactory.create<NestFastifyApplication>(class {}, new FastifyAdapter());',
    (option) => `await app.listen({ port: 0${option} });`,
  ),
  'srvx serve': options(
    "import { serve } from 'srvx';",
    (option) => `serve({ fetch: () => new Response(), port: 0${option} });`,
  ),
  'h3 serve': options(
    "import { H3, serve } from 'h3';",
    (option) => `serve(new H3(), { port: 0${option} });`,
  ),
  'elysia elysia.Elysia.listen': options(
    "import { Elysia } from 'elysia';",
    (option) => `new Elysia().listen({ port: 0${option} });`,
  ),
  '@apollo/server startStandaloneServer': options(
    "import { ApolloServer } from '@apollo/server'; import { startStandaloneServer } from '@apollo/server/standalone';" +
      "const server = new ApolloServer({ typeDefs: '' });",
    (option) => `await startStandaloneServer(server, { listen: { port: 0${option} } });`,
  ),
  'http-proxy http-proxy.Server.listen': listenOn(
    "import httpProxy from 'http-proxy'; const app = httpProxy.createProxyServer();",
  ),
};

/** The type names a module brings, each with the package that declares it: `FastifyInstance of fastify`. */
function declaredNames(checker: ts.TypeChecker, module: ts.Symbol): readonly string[] {
  const assigned = module.exports?.get(ts.InternalSymbolName.ExportEquals);
  return [...checker.getExportsOfModule(module), ...(assigned ? [assigned] : [])].flatMap((symbol) => {
    const { name, declarations = [] } =
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return declarations.map((declaration) => `${name} of ${packageOf(declaration.getSourceFile().fileName)}`);
  });
}

/** `@types/koa` counts as koa. */
function packageOf(file: string): string {
  const path = file.split('/node_modules/').at(-1) ?? '';
  return /^(?:@types\/)?((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? '';
}

/** Compiles files that exist only in memory, in the folder of the frameworks. */
function compile(files: ReadonlyMap<string, string>): ts.Program {
  const compilerOptions: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const disk = ts.createCompilerHost(compilerOptions);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    getSourceFile: (name, languageVersion, ...rest) => {
      const text = files.get(name);
      return text === undefined
        ? disk.getSourceFile(name, languageVersion, ...rest)
        : ts.createSourceFile(name, text, languageVersion);
    },
    getCurrentDirectory: () => folder,
  };
  return ts.createProgram([...files.keys()], compilerOptions, host);
}

const fileName = (key: string, variant: string): string =>
  `${folder}${key.replaceAll(/[^\w]/g, '-')}.${variant}.mts`;

const typed = families.filter(
  ({ version, typeNames = {}, name }) =>
    version !== undefined &&
    Object.keys(typeNames).length > 0 &&
    nodePackages.some((other) => other.name === name),
);
const forwarding = nodePackages.flatMap((family) =>
  listenersOf(family)
    .filter(({ listener }) => listener.api.forwards !== 'no')
    .map(({ id, listener }) => ({ key: `${family.name} ${id}`, listener })),
);

let program: ts.Program;
beforeAll(() => {
  const files = new Map<string, string>();
  for (const [key, { before, plain, withOption }] of Object.entries(SNIPPETS)) {
    files.set(fileName(key, 'plain'), `${before}\n${plain}\nexport {};\n`);
    files.set(fileName(key, 'option'), `${before}\n${withOption}\nexport {};\n`);
  }
  for (const { name, modules, declaredIn = modules } of typed) {
    const imports = declaredIn.map((specifier, index) => `import type * as p${index} from '${specifier}';`);
    files.set(fileName(name, 'names'), `${imports.join('\n')}\nexport {};\n`);
  }
  program = compile(files);
});

function errorsOf(key: string, variant: string): readonly string[] {
  const file = program.getSourceFile(fileName(key, variant));
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

describe.each(forwarding)('$key', ({ key, listener }) => {
  const keys = Object.keys(SNIPPETS).filter((other) => other === key || other.startsWith(`${key} with `));

  it('has a program to compile', () => {
    expect(keys).not.toEqual([]);
  });

  it('compiles without the option', () => {
    for (const each of keys) {
      expect(errorsOf(each, 'plain')).toEqual([]);
    }
  });

  if (listener.api.forwards === 'yes') {
    it('has types that accept reusePort', () => {
      for (const each of keys) {
        expect(errorsOf(each, 'option')).toEqual([]);
      }
    });
  } else {
    it('has types that reject reusePort', () => {
      for (const each of keys) {
        expect(errorsOf(each, 'option').join('\n')).toMatch(/reusePort/);
      }
    });
  }
});

describe.each(typed)('the types of $name', ({ name, modules, declaredIn = modules, typeNames = {} }) => {
  it.each(Object.keys(typeNames))('%s is declared where the catalogue says', (typeName) => {
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(fileName(name, 'names'));
    const names = (file?.statements ?? []).flatMap((statement) => {
      const symbol =
        ts.isImportDeclaration(statement) && checker.getSymbolAtLocation(statement.moduleSpecifier);
      return symbol ? declaredNames(checker, symbol) : [];
    });
    expect(declaredIn.map((specifier) => `${typeName} of ${specifier}`)).toSatisfy((expected: string[]) =>
      expected.some((each) => names.includes(each)),
    );
  });
});
