// Writes the generated parts of the documentation, between <!-- begin NAME --> and <!-- end NAME -->: the head and the
// options of each rule's page, the tables of the plugin's README, and those of the
// extension in README.md and README.zh-CN.md. With --check writes nothing, and fails where a part is out
// of date. Reads the plugin's sources, so it needs a Node that strips types: npm run docs has one.
import { readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import rebind from '../eslint-plugin/src/index.ts';
import { families } from '../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { families as cFamilies } from '../eslint-plugin/src/sites/c/catalogue/index.ts';
import { families as javaFamilies } from '../eslint-plugin/src/sites/java/catalogue/index.ts';
import { SPELLED } from '../eslint-plugin/src/sites/flow/catalogue.ts';
import { DISPATCHER, SOCKET_TCP } from '../eslint-plugin/src/sites/python/catalogue/apis.ts';
import { families as pythonFamilies } from '../eslint-plugin/src/sites/python/catalogue/index.ts';
import { SERVERS } from '../eslint-plugin/src/sites/python/catalogue/servers.ts';
import { RUNTIMES } from '../eslint-plugin/src/sites/runtimes/index.ts';
import { parseJson } from './json.mjs';
import { root } from './run.mjs';

/**
 * @typedef {ReturnType<typeof metas>[number]['meta']} Meta
 * @typedef {typeof families[number]} Family
 * @typedef {NonNullable<Family['calls']>[string]} Listener
 * @typedef {typeof cFamilies[number]} CFamily
 * @typedef {NonNullable<CFamily['types']>[number]} CType
 * @typedef {import('../eslint-plugin/src/sites/c/catalogue/family.ts').SwitchlessCall} CServerCall
 * @typedef {typeof SOCKET_TCP} PythonApi
 */

const README = 'eslint-plugin/README.md';
const page = (/** @type {string} */ rule) => `docs/rules/${rule}.md`;

const sentence = (/** @type {string} */ text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
const table = (/** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/**
 * What `eslint --fix` and an editor can do about a rule's reports.
 * @param {Meta} meta
 */
function remedyOf({ fixable, hasSuggestions }) {
  return [fixable ? 'fix' : '', hasSuggestions ? 'suggestions' : ''].filter(Boolean).join(', ');
}

/** The one thing that a fix takes for granted. */
const ASSUMPTION =
  "that in JavaScript [what is named a port](../../eslint-plugin/README.md#settings) holds no pipe's name";

/**
 * @param {string} name
 * @param {Meta} meta
 */
function head(name, { docs, fixable, hasSuggestions, type }) {
  return `# rebind/${name}

${sentence(docs.description)}

- Type: ${type}. In the \`recommended\` config: ${severity(name, 'recommended')}; in \`strict\`: ${severity(name, 'strict')}.
- ${fixable ? `\`eslint --fix\` mends what takes nothing for granted but ${ASSUMPTION}` : 'No automatic fix'}${hasSuggestions ? '; editors offer suggestions' : ''}.`;
}

/**
 * What a config makes of a rule: `error`, with its options where it gives some.
 * @param {string} name
 * @param {'recommended' | 'strict'} config
 */
function severity(name, config) {
  const [level, ...own] = [rebind.configs[config].rules?.[`rebind/${name}`]].flat();
  return [String(level), ...own.map((option) => `\`${JSON.stringify(option)}\``)].join(' with ');
}

/** @param {Meta} meta */
function options({ schema, defaultOptions = [{}] }) {
  /** @type {{ properties: Record<string, { type: string, description: string }> }[]} */
  const [first] = /** @type {any[]} */ (schema);
  if (!first) {
    return 'None.';
  }
  const rows = Object.entries(first.properties).map(([name, { type, description }]) => [
    `\`${name}\``,
    type,
    `\`${JSON.stringify(/** @type {Record<string, unknown>[]} */ (defaultOptions)[0]?.[name])}\``,
    description,
  ]);
  return table(['option', 'type', 'default', 'meaning'], rows);
}

/** The rules' descriptions; each has one, with a page and what it says. */
function metas() {
  return Object.entries(rebind.rules).map(([name, { meta }]) => {
    const { url, description } = meta?.docs ?? {};
    if (meta === undefined || url === undefined || description === undefined) {
      throw new Error(`the rule ${name} says nothing of itself`);
    }
    return { name, meta: { ...meta, docs: { url, description } } };
  });
}

const rules = metas().map(({ name, meta }) => [
  `[${name}](${meta.docs.url})`,
  sentence(meta.docs.description),
  remedyOf(meta),
]);

/**
 * What an API does with `reusePort` and its like.
 * @param {Listener} listener
 */
function behaviour({ api: { forwards, instead, sharesByDefault, options: own, ignoredBy = {} } }) {
  const drops = Object.entries(ignoredBy).map(
    ([runtime, ignored]) =>
      `${RUNTIMES[/** @type {keyof typeof RUNTIMES} */ (runtime)].name} ignores ${ignored.join(', ')}`,
  );
  const passes = {
    yes: 'takes the option',
    untyped: 'takes the option, which its types do not know',
    no: own.length > 0 ? `drops the option: ${instead}` : instead,
  }[forwards];
  return [sharesByDefault ? `shares the port by itself; ${passes}` : passes, ...drops].join('; ');
}

/**
 * @param {Family} family
 * @returns {string[][]}
 */
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
    [...new Set(alike.map((listener) => `\`${listener.api.name}\``))].join(', '),
    what,
  ]);
}

const known = families.flatMap(knownRows);

const read = (/** @type {string} */ file) => readFileSync(`${root}/${file}`, 'utf8');
/**
 * @typedef {object} Contributes
 * @property {{ command: string, category: string, title: string }[]} commands
 * @property {{ properties: Record<string, { default: unknown, markdownDescription?: string }> }[]} configuration
 */
const { contributes } = /** @type {{ contributes: Contributes }} */ (parseJson(read('package.json')));

/** A text of the extension's manifest, which is a key in its `%`s. */
const manifestText = (/** @type {Record<string, string>} */ nls, /** @type {string} */ text) =>
  text.replace(/^%(.+)%$/, (whole, /** @type {string} */ key) => nls[key] ?? whole);

/**
 * The extension's commands and settings, in the language of a file of texts.
 * @param {string} nlsFile
 * @param {{ commands: string[], settings: string[] }} heads
 */
function extensionParts(nlsFile, heads) {
  const nls = /** @type {Record<string, string>} */ (parseJson(read(nlsFile)));
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
      // deprecated settings have no description: the editor shows them to nobody but who has them
      settings.flatMap(([name, { default: value, markdownDescription }]) =>
        markdownDescription === undefined
          ? []
          : [[`\`${name}\``, `\`${JSON.stringify(value)}\``, manifestText(nls, markdownDescription)]],
      ),
    ),
  };
}

/**
 * The calls of a family of Java that bind, by what they do about reuse.
 * @param {typeof javaFamilies[number]} family
 */
function javaRows({ name, source = '', types }) {
  const bindings = Object.values(types).flatMap(({ constructs, statics = {}, methods = {}, isGeneral }) =>
    isGeneral
      ? []
      : [
          constructs?.binding,
          ...[...Object.values(statics), ...Object.values(methods)].map((made) =>
            'binding' in made ? made.binding : undefined,
          ),
        ],
  );
  const byBehaviour = Map.groupBy(
    bindings.flatMap((binding) => binding ?? []),
    ({ unbound, api: { forwards, instead, options: own, statement, restart, unstated } }) =>
      unstated === 'javaUnverified'
        ? 'not verified: what the library does was not read'
        : forwards === 'no'
          ? `no option: ${instead}`
          : unbound
            ? 'binds at once: make it unbound, set the option, then bind'
            : own.length === 0 || !statement
              ? unstated === 'javaSets'
                ? 'sets it by itself'
                : 'no option'
              : `\`${statement('reuseAddr', 'on')}\` before it${restart === 'fails' ? '; off unless it is set' : unstated === 'javaSets' ? '; sets it by itself' : ''}`,
  );
  return [...byBehaviour].map(([what, alike], index) => [
    index === 0 ? name : '',
    [...new Set(alike.map(({ api }) => `\`${api.name}\``))].join(', '),
    what,
    index === 0 ? source : '',
  ]);
}

/** What libraries do about reuse by themselves. */
const BEHAVIOURS = {
  sets: 'sets it',
  shares: 'sets SO_REUSEPORT',
  unset: 'off',
  unverified: 'not verified',
};

/**
 * What a call without a switch does, and what there is instead.
 * @param {string} call
 * @param {CServerCall} server
 */
const cServerRow = (call, { does, instead }) => [`\`${call}\``, BEHAVIOURS[does], instead];

/**
 * What a constructor or method of a C++ class does about SO_REUSEADDR, and how to say it.
 * @param {string} call
 * @param {NonNullable<CType['methods']>[string]} parameters
 * @param {CType} known
 */
function cCallRow(call, parameters, { on, setter, name }) {
  if ('does' in parameters) {
    return cServerRow(call, parameters);
  }
  if ('mode' in parameters) {
    const modes = [...parameters.on, ...parameters.off].map((mode) => `\`${mode}\``);
    return [`\`${call}\``, 'off', modes.join(', ')];
  }
  const { reuse, restart, instead } = parameters;
  const statement =
    instead ??
    (reuse === undefined
      ? `\`${setter?.write('', name).replace(/;$/, '')}\` before it`
      : `\`${on}\` as argument ${reuse + 1}`);
  return [`\`${call}\``, restart === 'safe' ? 'sets it' : 'off', statement];
}

/**
 * The calls of a library of C or C++ that bind, with the default of SO_REUSEADDR in each.
 * @param {CFamily} library
 * @returns {string[][]}
 */
function cRows({ name, source, types = [], calls = {}, passedOver = {} }) {
  const rows = [
    ...types.flatMap((known) => [
      ...(known.constructs ? [cCallRow(`${known.name}(...)`, known.constructs, known)] : []),
      ...Object.entries(known.methods ?? {}).map(([method, call]) =>
        cCallRow(`${known.name}::${method}()`, call, known),
      ),
    ]),
    ...Object.entries(calls).map(([call, known]) =>
      'flags' in known
        ? [
            `\`${call}()\``,
            known.isOn ? 'sets it' : 'off',
            `${Object.values(known.spelled)
              .map((flag) => `\`${flag}\``)
              .join(', ')} among its flags`,
          ]
        : cServerRow(`${call}()`, known),
    ),
    ...Object.entries(passedOver).map(([call, why]) => [`\`${call}\``, 'sets it', `not reported: ${why}`]),
  ];
  return rows.map((row, index) => [index === 0 ? name : '', ...row, index === 0 ? source : '']);
}

/**
 * What states reuse for a call or class of Python.
 * @param {PythonApi} api
 */
function pythonBehaviour({
  forwards,
  options: own,
  instead,
  statement = () => '',
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

/**
 * The calls of a library of Python that bind, by what they do about reuse.
 * @param {{ name: string, version?: string | undefined, apis: PythonApi[] }} library
 */
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
  statement: (/** @type {string} */ option) =>
    api === DISPATCHER
      ? 'set_reuse_addr()'
      : `setsockopt(SOL_SOCKET, ${new Map(Object.entries(SPELLED)).get(option) ?? option}, 1)`,
}));
const pythonLibraries = [
  { name: 'socket, asyncore', apis: sockets },
  {
    name: 'socketserver, http, wsgiref, xmlrpc',
    apis: Object.values(SERVERS).map(({ api }) => api),
  },
  ...pythonFamilies.map(({ name, version, calls = {}, methods = {}, servers = {} }) => ({
    name,
    version,
    apis: [...Object.values(calls), ...Object.values(methods), ...Object.values(servers)].map(
      ({ api }) => api,
    ),
  })),
];

/**
 * File → name of a part → its text.
 * @type {Record<string, Record<string, string>>}
 */
const parts = {
  ...Object.fromEntries(
    metas().map(({ name, meta }) => [page(name), { header: head(name, meta), options: options(meta) }]),
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
      cFamilies.flatMap(cRows),
    ),
    'known-java': table(
      ['library', 'call', 'what states reuse', 'known from'],
      javaFamilies.flatMap(javaRows),
    ),
    'known-python': table(
      ['library', 'version observed', 'call', 'what states reuse'],
      pythonLibraries.flatMap(pythonRows),
    ),
  },
};

const check = process.argv.includes('--check');
/** @type {string[]} */
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
