#!/usr/bin/env node
/** Lays out the trees of a labelled corpus, checks every labelled line, and scores the built plugin on them. */
import './faults-thrown.mjs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BUILT_PLUGIN, CANNOT_RUN, exitWith, isBuilt, WRONG_USE } from './command.mjs';
import { layOutAll } from './corpus/lay-out.mjs';
import { familyNamed, readCorpus, treeName, verifySites } from './corpus/labels.mjs';

const DEFAULT_TREES = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'rebind',
  'corpus',
);

const HELP = `Usage: node bench/corpus.mjs CORPUS [options]

Lays out the source trees that the labels in CORPUS (a folder with sites.jsonl and sources.json) need, once; checks
each labelled line against its hash; then scores the built plugin on them and tries its fixes, in memory.

  --trees DIR          where the trees are laid out (default: ${DEFAULT_TREES})
  --git-mirrors DIR    folder of git mirrors named owner+name; may be given several times
  --clone              clone from github.com what no mirror has at its commit
  --debian-suites S    Debian releases to look for source packages in (default: bookworm,trixie)
  --family NAME        languages to score (default: js)
  --lay-out-only       stop before scoring
  --plugin PATH        the plugin to score (default: eslint-plugin/dist/index.js)
  --config NAME        which of its configs (default: strict-all)
  --details DIR        where the lists to read are written (default: DIR of --trees, folder .score)
  --help               print this

Needs npm, git, tar and, for Debian's sources, apt. Exit code: 0 recall >= 99 % and no false alarm on high-confidence
labels, and fixes that converge, parse and close their reports; 1 not so; 2 wrong use; 3 nothing to score.`;

await exitWith(main);

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  const family = familyNamed(options.family);
  if (!options.layOutOnly && !isBuilt(options.plugin)) return CANNOT_RUN;
  const { sites, sources } = await readCorpus(options.corpus, family);
  const origins = {
    gitMirrors: options.gitMirrors,
    clone: options.clone,
    debianSuites: options.debianSuites,
  };
  const trees = await layOutAll(sources, options.trees, origins, progress);
  const { available, missing } = await verifySites(sites, options.trees);

  const absent = trees.filter((tree) => tree.state === 'not reachable').length;
  console.log(`Trees: ${trees.length - absent} of ${trees.length} laid out below ${options.trees}`);
  console.log(`Sites: ${sites.length - missing.length} of ${sites.length} there and verified by their hash`);
  for (const { site, reason } of missing) {
    console.log(`  not laid out: ${treeName(site)}/${site.path}:${site.line} (${reason})`);
  }
  if (options.layOutOnly) return missing.length === 0 ? 0 : 1;
  if (available.size === 0) return CANNOT_RUN;
  // Laying out needs no linter, so that it works before anything is installed.
  const { score } = await import('./corpus/score.mjs');
  return (await score({ ...options, family, available, sites, progress })) ? 0 : 1;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        trees: { type: 'string', default: DEFAULT_TREES },
        'git-mirrors': { type: 'string', multiple: true, default: [] },
        clone: { type: 'boolean', default: false },
        'debian-suites': { type: 'string', default: 'bookworm,trixie' },
        family: { type: 'string', default: 'js' },
        'lay-out-only': { type: 'boolean', default: false },
        plugin: { type: 'string', default: BUILT_PLUGIN },
        config: { type: 'string', default: 'strict-all' },
        details: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [corpus, ...extra] = positionals;
    if (corpus === undefined || extra.length > 0)
      throw new TypeError('name one folder with a labelled corpus');
    familyNamed(values.family);
    const trees = path.resolve(values.trees);
    return {
      corpus: path.resolve(corpus),
      trees,
      gitMirrors: values['git-mirrors'].map((folder) => path.resolve(folder)),
      clone: values.clone,
      debianSuites: values['debian-suites'].split(','),
      family: values.family,
      layOutOnly: values['lay-out-only'],
      plugin: path.resolve(values.plugin),
      config: values.config,
      details: path.resolve(values.details ?? path.join(trees, '.score')),
    };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return WRONG_USE;
  }
}

/** @param {string} message */
function progress(message) {
  process.stderr.write(`${message}\n`);
}
