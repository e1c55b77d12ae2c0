// Writes l10n/bundle.l10n.json: every text of the extension that can be translated, in English. The plugin's messages are
// among them, since the language server shows them. With --check writes nothing, and fails where the file is out of date or a
// translation is not complete. Reads the plugin's sources, so it needs a Node that strips types: npm run l10n has one.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import * as messages from '../eslint-plugin/src/messages.ts';
import { parseJson } from './json.mjs';
import { root } from './run.mjs';

const BUNDLE = 'l10n/bundle.l10n.json';

/** What each language's catalogue says in the middle of messages. */
async function insteads() {
  const catalogues = globSync('eslint-plugin/src/sites/*/catalogue/index.ts', { cwd: root }).sort();
  /** @type {string[]} */
  const found = [];
  for (const file of catalogues) {
    /** @type {unknown} */
    const catalogue = await import(path.join(root, file));
    const { families } = /** @type {{ families: readonly object[] }} */ (catalogue);
    JSON.stringify(families, (/** @type {string} */ key, /** @type {unknown} */ value) => {
      if (key === 'instead' && typeof value === 'string') {
        found.push(value);
      }
      return value;
    });
  }
  return found;
}

/** The texts of the plugin: whole messages, and the words that fill them. */
async function pluginTexts() {
  return [...Object.values(messages).flatMap((table) => Object.values(table)), ...(await insteads())];
}

const files = globSync('extension/src/**/*.ts', { cwd: root }).sort();
const own = await getL10nJson(
  files.map((file) => ({ extension: '.ts', contents: readFileSync(path.join(root, file), 'utf8') })),
);
const bundle = {
  ...own,
  ...Object.fromEntries([...new Set(await pluginTexts())].map((text) => [text, text])),
};

const read = (/** @type {string} */ file) =>
  /** @type {Record<string, unknown>} */ (parseJson(readFileSync(path.join(root, file), 'utf8')));
/** @type {string[]} */
const problems = [];

if (process.argv.includes('--check')) {
  if (JSON.stringify(read(BUNDLE)) !== JSON.stringify(bundle)) {
    problems.push(`${BUNDLE} is out of date. Run: npm run l10n`);
  }
} else {
  writeFileSync(path.join(root, BUNDLE), `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`written: ${BUNDLE} (${Object.keys(bundle).length} texts)`);
}

/**
 * Says what a translation lacks, and what it has that nothing asks for.
 * @param {Record<string, unknown>} english
 * @param {string} file
 */
function compare(english, file) {
  /** @type {Record<string, unknown>} */
  let translated = {};
  try {
    translated = read(file);
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(translated, key));
  const surplus = Object.keys(translated).filter((key) => !Object.hasOwn(english, key));
  problems.push(
    ...missing.map((key) => `${file} lacks: ${JSON.stringify(key)}`),
    ...surplus.map((key) => `${file} translates what there is not: ${JSON.stringify(key)}`),
  );
}

for (const file of globSync('l10n/bundle.l10n.*.json', { cwd: root })) {
  compare(bundle, file);
}
for (const file of globSync('package.nls.*.json', { cwd: root })) {
  compare(read('package.nls.json'), file);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
