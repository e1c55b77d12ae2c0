import { describe, expect, it } from 'vitest';
import { lint, type LintOptions } from '../../lint.ts';

const TS = { filename: 'server.ts' };

type Row = readonly [what: string, code: string];

/** What is said of a program's one server, and what is offered. */
function told(code: string, options: LintOptions = TS) {
  const [report, ...others] = lint(code, options);
  expect(others).toEqual([]);
  return {
    message: report?.message ?? '',
    offered: [report?.fix?.text, ...(report?.suggestions ?? []).map(({ fix }) => fix.text)].join('\n'),
    titles: (report?.suggestions ?? []).map(({ desc }) => desc).join('\n'),
  };
}

describe('a server that Deno runs is told about Deno', () => {
  it.each<Row>([
    [
      'oak of JSR',
      "import { Application } from 'jsr:@oak/oak';\nawait new Application().listen({ port: 8000 });",
    ],
    [
      'oak by its address',
      "import { Application } from 'https://deno.land/x/oak@v17/mod.ts';\nawait new Application().listen({ port: 8000 });",
    ],
    [
      'oak by its entry file',
      "import { Application } from '../mod.ts';\nawait new Application().listen({ port: 8000 });",
    ],
    ['Express of npm', "import express from 'npm:express@5';\nexpress().listen(8000);"],
    ['Koa of npm, with its path', "import Koa from 'npm:/koa@^3';\nnew Koa().listen(8000);"],
    ['h3 of npm', "import { serve } from 'npm:h3@2';\nserve(app, { port: 8000 });"],
    [
      'Fastify of npm, in JavaScript',
      "import fastify from 'npm:fastify';\nfastify().listen({ port: 8000 });",
    ],
    [
      "Node's own module, beside the standard library",
      "import { parseArgs } from '@std/cli';\nimport http from 'node:http';\nhttp.createServer().listen(8000);",
    ],
    [
      "Node's own module, beside Deno's global",
      "import http from 'node:http';\nhttp.createServer().listen({ port: 8000 });\nDeno.addSignalListener('SIGINT', () => Deno.exit());",
    ],
    [
      "Node's own module, by the #! line",
      "#!/usr/bin/env -S deno run -A\nimport http from 'node:http';\nhttp.createServer().listen(8000);",
    ],
  ])('%s', (_, code) => {
    const { message, offered } = told(code, { filename: 'server.js' });
    expect(message).toContain("relies on Deno's defaults");
    expect(offered).not.toContain('process.platform');
    expect(offered).toContain('reusePort: false');
  });

  it('in its settings too', () => {
    const { message } = told("import http from 'node:http';\nhttp.createServer().listen(8000);", {
      settings: { runtime: 'deno' },
    });
    expect(message).toContain("relies on Deno's defaults");
  });

  it('a datagram socket of Node is offered what Deno takes', () => {
    const { offered } = told(
      "import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(8000);\nDeno.exit();",
    );
    expect(offered).toContain('reuseAddr: false');
    expect(offered).not.toContain('reusePort');
  });

  it.each<Row>([
    [
      'a framework',
      "import { Application } from 'jsr:@oak/oak';\nawait new Application().listen({ port: 8000 });",
    ],
    ['Deno.serve()', 'Deno.serve({ port: 8000 }, handler);'],
    ['srvx', "import { serve } from 'npm:srvx';\nserve({ port: 8000, fetch });"],
  ])('sharing names the flag that it needs: %s', (_, code) => {
    const { titles, offered } = told(code);
    expect(titles).toContain('with --unstable-net');
    expect(offered).toContain('reusePort: true /* needs --unstable-net */');
    const suggestion = lint(code, TS)[0]?.suggestions?.find(({ desc }) => desc.includes('--unstable-net'));
    const [start, end] = suggestion?.fix.range ?? [0, 0];
    expect(lint(code.slice(0, start) + (suggestion?.fix.text ?? '') + code.slice(end), TS)).toEqual([]);
  });

  it("sharing by Node's modules needs no flag", () => {
    const { titles } = told("import express from 'npm:express';\nexpress().listen(8000);");
    expect(titles).not.toContain('--unstable-net');
  });

  it('sharePort writes nothing that Deno would refuse', () => {
    const options: LintOptions = {
      ...TS,
      settings: { sharePort: true },
    };
    const [report] = lint('Deno.serve({ port: 8000 }, handler);', options);
    expect(report?.fix).toBeUndefined();
  });

  it.each<Row>([
    [
      'asks for Deno',
      "import http from 'node:http';\nhttp.createServer().listen(8000);\nif (typeof Deno !== 'undefined') Deno.exit();",
    ],
    [
      'asks globalThis',
      "import http from 'node:http';\nhttp.createServer().listen(8000);\nif (globalThis.Deno) Deno.exit();",
    ],
    [
      'has a Deno of its own',
      "import http from 'node:http';\nimport { Deno } from './shim.js';\nhttp.createServer().listen(8000);\nDeno.exit();",
    ],
    [
      'speaks of it',
      "import http from 'node:http';\n// Deno.serve() would do too\nhttp.createServer().listen(8000);",
    ],
  ])('but a program that %s is told about Node', (_, code) => {
    expect(told(code).message).toContain("relies on Node's defaults");
  });
});
