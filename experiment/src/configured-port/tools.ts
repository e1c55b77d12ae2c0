/** A command that starts a server. */
export interface Tool {
  /** Subcommands that serve, each with its port when none is given; `''` stands for no subcommand. */
  serves: Readonly<Record<string, number>>;
  /** Other subcommands, where `''` serves and takes a folder or module as its argument. */
  otherCommands?: readonly string[];
  portFlags: readonly string[];
  hostFlags?: readonly string[];
  /** Flags that take `host:port`, `tcp://host:port` or `port`. */
  addressFlags?: readonly string[];
  /** Its argument is `port` or `host:port`. */
  positionalAddress?: true;
  /** Environment variables it takes its port from. */
  variables?: readonly string[];
  /** It reads those variables from `.env` files too. */
  readsEnvFiles?: true;
}

const host = ['--host'];
const long = ['--port'];
const short = ['--port', '-p'];

/** Ports and flags from each tool's own documentation or `--help`. */
export const tools: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  [
    'vite',
    {
      serves: { '': 5173, dev: 5173, serve: 5173, preview: 4173 },
      otherCommands: ['build', 'optimize'],
      portFlags: long,
      hostFlags: host,
    },
  ],
  // `.env` comes too late for its port: "PORT cannot be set in .env" (https://nextjs.org/docs/app/api-reference/cli/next)
  [
    'next',
    {
      serves: { '': 3000, dev: 3000, start: 3000 },
      otherCommands: ['build', 'export', 'lint', 'info', 'telemetry', 'typegen'],
      portFlags: short,
      hostFlags: ['-H', '--hostname'],
      variables: ['PORT'],
    },
  ],
  [
    'nuxt',
    {
      serves: { dev: 3000, start: 3000, preview: 3000 },
      portFlags: short,
      hostFlags: ['-h', '--host'],
      variables: ['NUXT_PORT', 'NITRO_PORT', 'PORT'],
      readsEnvFiles: true,
    },
  ],
  [
    'nuxi',
    {
      serves: { dev: 3000, preview: 3000 },
      portFlags: short,
      hostFlags: ['-h', '--host'],
      variables: ['NUXT_PORT', 'NITRO_PORT', 'PORT'],
      readsEnvFiles: true,
    },
  ],
  ['ng', { serves: { serve: 4200, s: 4200, dev: 4200 }, portFlags: long, hostFlags: host }],
  ['react-scripts', { serves: { start: 3000 }, portFlags: [], variables: ['PORT'], readsEnvFiles: true }],
  [
    'vue-cli-service',
    { serves: { serve: 8080 }, portFlags: long, hostFlags: host, variables: ['PORT'], readsEnvFiles: true },
  ],
  ['astro', { serves: { dev: 4321, preview: 4321 }, portFlags: long, hostFlags: host }],
  ['gatsby', { serves: { develop: 8000, serve: 9000 }, portFlags: short, hostFlags: ['-H', '--host'] }],
  [
    'vitepress',
    {
      serves: { '': 5173, dev: 5173, preview: 4173, serve: 4173 },
      otherCommands: ['build', 'init'],
      portFlags: long,
      hostFlags: host,
    },
  ],
  [
    'docusaurus',
    {
      serves: { start: 3000, serve: 3000 },
      portFlags: short,
      hostFlags: ['-h', '--host'],
      variables: ['PORT'],
    },
  ],
  ['storybook', { serves: { dev: 6006 }, portFlags: short, hostFlags: ['-h', '--host'] }],
  ['react-router', { serves: { dev: 5173 }, portFlags: long, hostFlags: host }],
  ['webpack', { serves: { serve: 8080, server: 8080, s: 8080 }, portFlags: long, hostFlags: host }],
  ['webpack-dev-server', { serves: { '': 8080 }, portFlags: long, hostFlags: host }],
  [
    'parcel',
    {
      serves: { '': 1234, serve: 1234 },
      otherCommands: ['build', 'watch'],
      portFlags: short,
      hostFlags: host,
    },
  ],
  ['wrangler', { serves: { dev: 8787 }, portFlags: long, hostFlags: ['--ip'] }],
  [
    'ember',
    {
      serves: { serve: 4200, server: 4200, s: 4200 },
      portFlags: ['--port', '-p'],
      hostFlags: ['--host', '-H'],
    },
  ],
  ['http-server', { serves: { '': 8080 }, portFlags: short, hostFlags: ['-a'], variables: ['PORT'] }],
  [
    'serve',
    { serves: { '': 3000 }, portFlags: ['-p'], addressFlags: ['-l', '--listen'], variables: ['PORT'] },
  ],
  ['json-server', { serves: { '': 3000 }, portFlags: short, hostFlags: ['--host', '-h'] }],
  ['live-server', { serves: { '': 8080 }, portFlags: long, hostFlags: host, variables: ['PORT'] }],
  ['uvicorn', { serves: { '': 8000 }, portFlags: long, hostFlags: host }],
  ['fastapi', { serves: { dev: 8000, run: 8000 }, portFlags: long, hostFlags: host }],
  [
    'flask',
    {
      serves: { run: 5000 },
      portFlags: short,
      hostFlags: ['--host', '-h'],
      variables: ['FLASK_RUN_PORT'],
      readsEnvFiles: true,
    },
  ],
  ['gunicorn', { serves: { '': 8000 }, portFlags: [], addressFlags: ['-b', '--bind'], variables: ['PORT'] }],
  ['hypercorn', { serves: { '': 8000 }, portFlags: [], addressFlags: ['-b', '--bind'] }],
  ['manage.py', { serves: { runserver: 8000 }, portFlags: [], positionalAddress: true }],
  [
    'http.server',
    { serves: { '': 8000 }, portFlags: [], hostFlags: ['-b', '--bind'], positionalAddress: true },
  ],
  ['php', { serves: {}, portFlags: [], addressFlags: ['-S'] }],
  [
    'rails',
    {
      serves: { server: 3000, s: 3000 },
      portFlags: short,
      hostFlags: ['-b', '--binding'],
      variables: ['PORT'],
    },
  ],
]);

/** Commands whose `--port` is the port of somebody else. */
export const clients: ReadonlySet<string> = new Set(
  'curl createdb dropdb echo fkill kill-port ab autocannon k6 mongosh mysql mysqladmin mysqldump nc ncat newman pg_dump pg_isready pg_restore printf psql redis-cli rsync scp sftp ssh tsc mkdir wait-for-it wait-on wait-port wget wrk'.split(
    ' ',
  ),
);
