import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { fix, lint } from '../../lint.ts';
import { frameworks } from './catalogue/listeners.ts';

const TS = { filename: 'server.ts' };

const SERVER = "import { createServer, type Server } from 'node:http';\n";

/** Programs whose servers are declared in the file, as something that may not take an options object. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a union with something else': `${SERVER}type Either = Server | { listen(port: number): void };\nexport function start(app: Either) { app.listen(3000); }`,
  'an interface of the file, given a server': `${SERVER}interface App { listen(port: number): unknown }\nfunction start(app: App) { app.listen(3000); }\nstart(createServer());`,
  'a variable of such an interface': `${SERVER}interface App { listen(port: number): unknown }\nconst app: App = createServer();\napp.listen(3000);`,
  'a variable that is given a server later': `${SERVER}let app: { listen(port: number, done?: () => void): unknown };\napp = createServer();\napp.listen(3000, () => {});`,
  'a field of such a type': `${SERVER}class Own { app: { listen(port: number): unknown } = createServer(); start() { this.app.listen(3000); } }\nnew Own().start();`,
  'a class with a listen() of its own': `import { Server } from 'node:net';\nclass Own { #server = new Server(); listen(port: number) { this.#server.listen(port); } }\nnew Own().listen(3000);`,
  'a subclass with overloads': `import { Server } from 'node:net';\nclass Own extends Server { start(port: number): void; start(port: string): void; start(port: number | string) { this.listen(Number(port)); } }\nnew Own().start(3000);`,
  'a function with overloads': `${SERVER}function start(port: number): Server;\nfunction start(port: string): Server;\nfunction start(port: number | string) { return createServer().listen(Number(port)); }\nstart(3000);`,
  'what a function is declared to give': `${SERVER}function make(): { listen(port: number): unknown } { return createServer(); }\nmake().listen(3000);`,
  'a part of a server': `${SERVER}export function start(app: Pick<Server, 'listen' | 'close'>) { app.listen(3000); }`,
  'more than a server': `${SERVER}export function start(app: Server & { name: string }) { app.listen(3000); }`,
  'a type parameter': `${SERVER}export function start<T extends Server>(app: T) { app.listen(3000); }`,
  'an interface that extends a server': `${SERVER}interface App extends Server { name: string }\nexport function start(app: App) { app.listen(3000); }`,
  'an object that holds a server': `${SERVER}interface Context { server: Server; port: number }\nexport function start({ server, port }: Context) { server.listen(port); }`,
  'a runtime that the file declares': `interface Bun { serve(options: { port?: number; fetch: () => string }): void }\ndeclare const Bun: Bun;\nBun.serve({ port: 3000, fetch: () => '' });`,
  'a runtime that the file declares with the option': `declare const Bun: { serve: (options: { port?: number; reusePort?: boolean }) => void };\nBun.serve({ port: 3000 });`,
  'a port as text': `${SERVER}export const start = (port: string) => createServer().listen(port);`,
  'a port that may be missing': `${SERVER}createServer().listen(process.env.PORT, () => {});`,
  'a server of Express': `import express from 'express';\nconst app = express();\napp.listen(3000, (error) => { console.log(error?.message); });`,
  'a server of Express with all arguments': `import express, { type Express } from 'express';\nconst start = (app: Express, port: number, host: string) => app.listen(port, host, 511, () => {}).close();\nstart(express(), 3000, '::');`,
  'a server of Express on a port from the environment': `import express from 'express';\nconst port = process.env.PORT || 3000;\nexpress().listen(port, () => { console.log(port); });`,
  'a server of Fastify': `import fastify from 'fastify';\nconst app = fastify();\nawait app.listen({ port: 3000 });`,
  'a server of Fastify that calls back': `import fastify, { type FastifyInstance } from 'fastify';\nconst start = (app: FastifyInstance) => { app.listen({ port: 3000, host: '0.0.0.0' }, (error, address) => { console.log(error?.message, address); }); };\nstart(fastify());`,
  'options of a server of Fastify': `import fastify, { type FastifyListenOptions } from 'fastify';\nconst options: FastifyListenOptions = { port: 3000 };\nawait fastify().listen(options);`,
  'a server of Nest': `import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(class {});\nawait app.listen(3000);`,
  'a server of Nest with a host and a callback': `import { NestFactory } from '@nestjs/core';\nimport type { INestApplication } from '@nestjs/common';\nconst start = (app: INestApplication): Promise<unknown> => app.listen(process.env.PORT ?? 3000, '0.0.0.0', () => {});\nawait start(await NestFactory.create(class {}));`,
  'a server of Nest on Express': `import { NestFactory } from '@nestjs/core';\nimport type { NestExpressApplication } from '@nestjs/platform-express';\nconst app = await NestFactory.create<NestExpressApplication>(class {});\nconst server = await app.listen(3000);\nserver.close();`,
  'a server of Nest on Fastify': `import { NestFactory } from '@nestjs/core';\nimport { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';\nconst app = await NestFactory.create<NestFastifyApplication>(class {}, new FastifyAdapter());\nawait app.listen({ port: 3000, host: '0.0.0.0' });`,
  'a server of Nest on Fastify by a port': `import { NestFactory } from '@nestjs/core';\nimport { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';\nconst app = await NestFactory.create<NestFastifyApplication>(class {}, new FastifyAdapter());\nawait app.listen(3000, '0.0.0.0');`,
  'a server of http-proxy': `import httpProxy from 'http-proxy';\nhttpProxy.createProxyServer({ target: 'http://localhost:9000' }).listen(8000, 'localhost');`,
  'a server of Koa': `import Koa from 'koa';\nconst app = new Koa();\napp.listen(3000);`,
  'a datagram socket': `import dgram, { type Socket } from 'node:dgram';\nconst socket: Socket = dgram.createSocket('udp4');\nsocket.bind(3000);`,
};

interface Remedy {
  readonly name: string;
  readonly text: string;
}

/** What --fix and each suggestion leave of a program. */
function remediesOf(code: string): Remedy[] {
  const fixed = fix(code, TS);
  const suggested = lint(code, TS).flatMap(({ suggestions = [] }) =>
    suggestions.map(({ desc, fix: { range, text } }) => ({
      name: desc,
      text: code.slice(0, range[0]) + text + code.slice(range[1]),
    })),
  );
  return [...(fixed === code ? [] : [{ name: '--fix', text: fixed }]), ...suggested];
}

const withFrameworks = fileURLToPath(frameworks);
const withNode20 = fileURLToPath(new URL('../../../fixtures/typed-node-20/', import.meta.url));
const fileName = (program: number, remedy: number): string =>
  `${withFrameworks}type-check-${program}-${remedy}.mts`;

/** What the compiler says of each file, all of them in memory. */
function errorsIn(files: ReadonlyMap<string, string>, folder = withFrameworks): (name: string) => string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const disk = ts.createCompilerHost(options);
  const program = ts.createProgram([...files.keys()], options, {
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
  });
  return (name) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(name)),
      ...program.getSemanticDiagnostics(program.getSourceFile(name)),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('what is written in TypeScript type-checks', { timeout: 60_000 }, () => {
  const all = Object.entries(PROGRAMS).map(([name, code]) => ({
    name,
    variants: [{ name: 'as it was', text: code }, ...remediesOf(code)],
  }));
  let errorsOf: (name: string) => string[];
  beforeAll(() => {
    errorsOf = errorsIn(
      new Map(
        all.flatMap(({ variants }, program) =>
          variants.map(({ text }, remedy) => [fileName(program, remedy), `${text}\nexport {};\n`] as const),
        ),
      ),
    );
  }, 60_000);

  it.each(all.map(({ name, variants }, index) => [name, variants, index] as const))(
    '%s',
    (_, variants, index) => {
      const said = variants.map(({ name }, remedy) => ({ name, errors: errorsOf(fileName(index, remedy)) }));
      expect(said.filter(({ errors }) => errors.length > 0)).toEqual([]);
    },
  );

  it.each([
    'a part of a server',
    'more than a server',
    'a type parameter',
    'an object that holds a server',
    'a port as text',
    'a server of Express',
    'a server of Express with all arguments',
    'a server of Express on a port from the environment',
    'a server of Fastify',
    'a server of Fastify that calls back',
    'options of a server of Fastify',
    'a server of Nest',
    'a server of Nest with a host and a callback',
    'a server of Nest on Express',
    'a server of Nest on Fastify',
    'a server of Nest on Fastify by a port',
    'a server of http-proxy',
    'a server of Koa',
    'a runtime that the file declares with the option',
  ])('and something is offered for %s', (name) => {
    expect(remediesOf(PROGRAMS[name] ?? '')).not.toEqual([]);
  });
});

describe('where @types/node does not know the option', { timeout: 60_000 }, () => {
  it.each([
    ['a server', `${SERVER}createServer().listen(3000);`],
    ['a server with all arguments', `${SERVER}createServer().listen(3000, '::', 511, () => {});`],
    ['a port as text', `${SERVER}export const start = (port: string) => createServer().listen(port);`],
  ])('%s is written an option that type-checks all the same', (_, code) => {
    const remedies = remediesOf(code);
    const files = new Map(remedies.map(({ text }, index) => [`${withNode20}type-check-${index}.mts`, text]));
    const errorsOf = errorsIn(files, withNode20);
    expect(remedies.map(({ name }) => name)).toContain('--fix');
    expect([...files.keys()].flatMap(errorsOf)).toEqual([]);
  });
});
