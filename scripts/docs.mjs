// Writes the generated parts of the documentation, between <!-- begin NAME --> and <!-- end NAME -->: the head and the
// options of each rule's page, the tables of the plugin's README, and those of the
// extension in README.md and README.zh-CN.md. With --check writes nothing, and fails where a part is out
// of date. Reads the plugin's sources, so it needs a Node that strips types: npm run docs has one.
import { readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import rebind from '../eslint-plugin/src/index.ts';
import { families } from '../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { libraries as cLibraries } from '../eslint-plugin/src/sites/c/catalogue/index.ts';
import { families as javaFamilies } from '../eslint-plugin/src/sites/java/catalogue/index.ts';
import { DISPATCHER, SOCKET_TCP, SPELLED } from '../eslint-plugin/src/sites/python/apis.ts';
import { libraries } from '../eslint-plugin/src/sites/python/catalogue/index.ts';
import { SERVER_CLASSES, SERVER_MAKERS } from '../eslint-plugin/src/sites/python/catalogue/server-classes.ts';
import { root } from './run.mjs';

const README = 'eslint-plugin/README.md';
const page = (rule) => `docs/rules/${rule}.md`;

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;
const cell = (text) => text.replaceAll('|', '\\|');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** What `eslint --fix` and an editor can do about a rule's reports. */
function remedyOf({ fixable, hasSuggestions }) {
  return [fixable ? 'fix' : '', hasSuggestions ? 'suggestions' : ''].filter(Boolean).join(', ');
}

function head(name, { docs, fixable, hasSuggestions, type }) {
  return `# rebind/${name}

${sentence(docs.description)}

- Type: ${type}. In the \`recommended\` config: error.
- ${fixable ? '`eslint --fix` mends what takes nothing for granted' : 'No automatic fix'}${hasSuggestions ? '; editors offer suggestions' : ''}.`;
}

function options({ schema, defaultOptions = [{}] }) {
  const [first] = schema;
  if (!first) {
    return 'None.';
  }
  const rows = Object.entries(first.properties).map(([name, { type, description }]) => [
    `\`${name}\``,
    type,
    `\`${JSON.stringify(defaultOptions[0][name])}\``,
    description,
  ]);
  return table(['option', 'type', 'default', 'meaning'], rows);
}

const rules = Object.entries(rebind.rules).map(([name, { meta }]) => [
  `[${name}](${meta.docs.url})`,
  sentence(meta.docs.description),
  remedyOf(meta),
]);

/** What an API does with `reusePort` and its like. */
function behaviour({ forwards, instead, sharesByDefault, options: own, ignoredBy = {} }) {
  const names = { node: 'Node', deno: 'Deno', bun: 'Bun' };
  const drops = Object.keys(ignoredBy).map(
    (runtime) => `${names[runtime]} ignores ${ignoredBy[runtime].join(', ')}`,
  );
  const passes = {
    yes: 'takes the option',
    untyped: 'takes the option, which its types do not know',
    no: own.length > 0 ? `drops the option: ${instead}` : instead,
  }[forwards];
  return [sharesByDefault ? `shares the port by itself; ${passes}` : passes, ...drops].join('; ');
}

function knownRows({ name, version = '', note, calls = {}, types = {}, creates = {} }) {
  const listeners = [
    ...Object.values(calls),
    ...Object.values(types).flatMap((type) => Object.values(type.listeners ?? {})),
  ];
  const label = name.startsWith('node:') ? `\`${name}\`` : name;
  if (listeners.length === 0) {
    const made = Object.values(creates).map((type) => `\`${type}\``);
    return [[label, version, '', note ?? `creates a ${made.join(', ')}`]];
  }
  const byBehaviour = Map.groupBy(listeners, behaviour);
  return [...byBehaviour].map(([what, alike], index) => [
    index === 0 ? label : '',
    index === 0 ? version : '',
    [...new Set(alike.map((listener) => `\`${listener.name}\``))].join(', '),
    what,
  ]);
}

const known = families.flatMap(knownRows);

const read = (file) => readFileSync(`${root}/${file}`, 'utf8');
const { contributes } = JSON.parse(read('package.json'));

/** A text of the extension's manifest, which is a key in its `%`s. */
const manifestText = (nls, text) => text.replace(/^%(.+)%$/, (_, key) => nls[key]);

/** The extension's commands and settings, in the language of a file of texts. */
function extensionParts(nlsFile, heads) {
  const nls = JSON.parse(read(nlsFile));
  const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  return {
    commands: table(
      heads.commands,
      contributes.commands.map(({ command, category, title }) => [
        `${category}: ${manifestText(nls, title)}`,
        `\`${command}\``,
      ]),
    ),
    settings: table(
      heads.settings,
      settings.map(([name, { default: value, markdownDescription }]) => [
        `\`${name}\``,
        `\`${JSON.stringify(value)}\``,
        manifestText(nls, markdownDescription),
      ]),
    ),
  };
}

/** The calls of a family of Java that bind, by what they do about reuse. */
function javaRows({ name, types }) {
  const apis = Object.values(types).flatMap(({ constructs, statics = {}, methods = {}, isGeneral }) =>
    isGeneral
      ? []
      : [
          constructs?.binding,
          ...[...Object.values(statics), ...Object.values(methods)].map(({ binding }) => binding),
        ],
  );
  const byBehaviour = Map.groupBy(
    apis.filter(Boolean).map(({ api }) => api),
    ({ name: call, forwards, instead, statement, restart }) =>
      forwards === 'no'
        ? `no option: ${instead}`
        : /^new |createServerSocket/.test(call)
          ? 'binds at once: make it unbound, set the option, then bind'
          : `\`${statement('reuseAddr', 'on')}\` before it${restart === 'fails' ? '; off unless it is set' : ''}`,
  );
  return [...byBehaviour].map(([what, alike], index) => [
    index === 0 ? name : '',
    [...new Set(alike.map((api) => `\`${api.name}\``))].join(', '),
    what,
  ]);
}

/** What a constructor or method of a C++ class does about SO_REUSEADDR, and how to say it. */
function cCallRow(call, { reuse, byDefault, instead }, { on, setter, name }) {
  const statement =
    instead ??
    (reuse === undefined
      ? `\`${setter.write('', name).replace(/;$/, '')}\` before it`
      : `\`${on}\` as argument ${reuse + 1}`);
  return [`\`${call}\``, byDefault ? 'sets it' : 'off', statement];
}

/** The calls of a library of C or C++ that bind, with the default of SO_REUSEADDR in each. */
function cRows({ name, source, classes = [], functions = [], switchless = [], moded = [], passedOver = {} }) {
  const rows = [
    ...classes.flatMap((known) => [
      ...(known.construction ? [cCallRow(`${known.name}(...)`, known.construction, known)] : []),
      ...Object.entries(known.methods ?? {}).map(([method, call]) =>
        cCallRow(`${known.name}::${method}()`, call, known),
      ),
    ]),
    ...functions.map(({ name: call, options: flags }) => [
      `\`${call}()\``,
      'off',
      `${Object.keys(flags)
        .map((flag) => `\`${flag}\``)
        .join(', ')} among its flags`,
    ]),
    ...switchless.map(({ name: call, instead }) => [`\`${call}()\``, 'sets it', instead]),
    ...moded.map(({ name: type, method, on, off }) => [
      `\`${type}::${method}()\``,
      'off',
      [...on, ...off].map((mode) => `\`${mode}\``).join(', '),
    ]),
    ...Object.entries(passedOver).map(([call, why]) => [`\`${call}\``, 'sets it', `not reported: ${why}`]),
  ];
  return rows.map((row, index) => [index === 0 ? name : '', ...row, index === 0 ? source : '']);
}

/** What states reuse for a call or class of Python. */
function pythonBehaviour({
  forwards,
  options: own,
  instead,
  statement,
  sharesByDefault,
  restart,
  states = {},
}) {
  if (sharesByDefault) {
    return `shares the port by itself; to keep it: ${instead}`;
  }
  if (forwards === 'no' || own.length === 0) {
    return `no option: ${instead}`;
  }
  const stated = [
    ...new Map(
      Object.values(states)
        .flat()
        .map((one) => [one.option + one.value, one]),
    ).values(),
  ];
  const texts = [...new Set(stated.map(({ option, value }) => `\`${statement(option, value)}\``))];
  const where =
    texts.length > 0 ? texts.join(' or ') : `\`${statement('reuseAddr', 'on')}\` in the class it is given`;
  return `${where}${restart === 'fails' ? '; off unless it is set' : ''}`;
}

/** The calls of a library of Python that bind, by what they do about reuse. */
function pythonRows({ name, version = '', apis }) {
  return [...Map.groupBy(apis, pythonBehaviour)].map(([what, alike], index) => [
    index === 0 ? name : '',
    index === 0 ? version : '',
    [...new Set(alike.map((api) => `\`${api.name}\``))].join(', '),
    what,
  ]);
}

const sockets = [SOCKET_TCP, DISPATCHER].map((api) => ({
  ...api,
  statement: (option) =>
    api === DISPATCHER ? 'set_reuse_addr()' : `setsockopt(SOL_SOCKET, ${SPELLED[option]}, 1)`,
}));
const pythonLibraries = [
  { name: 'socket, asyncore', apis: sockets },
  {
    name: 'socketserver, http, wsgiref, xmlrpc',
    apis: Object.values({ ...SERVER_CLASSES, ...SERVER_MAKERS }),
  },
  ...libraries.map(({ name, version, calls = {}, methods = {} }) => ({
    name,
    version,
    apis: [...Object.values(calls), ...Object.values(methods)].map(({ api }) => api),
  })),
];

/** File → name of a part → its text. */
const parts = {
  ...Object.fromEntries(
    Object.entries(rebind.rules).map(([name, { meta }]) => [
      page(name),
      { header: head(name, meta), options: options(meta) },
    ]),
  ),
  'README.md': extensionParts('package.nls.json', {
    commands: ['command', 'id'],
    settings: ['setting', 'default', 'meaning'],
  }),
  'README.zh-CN.md': extensionParts('package.nls.zh-cn.json', {
    commands: ['命令', 'id'],
    settings: ['设置', '默认值', '含义'],
  }),
  [README]: {
    rules: table(['rule', 'what for', 'offers'], rules),
    known: table(['package', 'version observed', 'call', 'what it does'], known),
    'known-c': table(
      ['library', 'call', 'SO_REUSEADDR', 'what states reuse', 'source'],
      cLibraries.flatMap(cRows),
    ),
    'known-java': table(['library', 'call', 'what states reuse'], javaFamilies.flatMap(javaRows)),
    'known-python': table(
      ['library', 'version observed', 'call', 'what states reuse'],
      pythonLibraries.flatMap(pythonRows),
    ),
  },
};

const check = process.argv.includes('--check');
const stale = [];
for (const [file, contents] of Object.entries(parts)) {
  const path = `${root}/${file}`;
  const config = await prettier.resolveConfig(path);
  const before = readFileSync(path, 'utf8');
  let after = before;
  for (const [name, text] of Object.entries(contents)) {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [from, to] = [after.indexOf(begin), after.indexOf(end)];
    if (from < 0 || to < from) {
      console.error(`${file}: ${begin} and ${end} are missing.`);
      process.exit(1);
    }
    const formatted = await prettier.format(text, { ...config, parser: 'markdown' });
    after = `${after.slice(0, from)}${begin}\n\n${formatted}\n${after.slice(to)}`;
  }
  if (after !== before) {
    stale.push(file);
    if (!check) {
      writeFileSync(path, after);
      console.log(`written: ${file}`);
    }
  }
}
if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run docs`);
  process.exit(1);
}
