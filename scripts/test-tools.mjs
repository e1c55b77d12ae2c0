// Installs what the tests need and this machine lacks: Debian packages as root, and code-server from npm into a cache folder.
// What cannot be installed is named with the way to get it; tests that need it are then skipped, or fail where CI=true.
// Reads TypeScript, so it needs a Node that strips types: npm test has one.
import * as codeServer from '../test/tools/code-server.ts';
import { installPackages, missingPackages, which } from '../test/tools/debian-packages.ts';

/** @type {string[]} */
const needs = [];

/**
 * @param {string} what
 * @param {() => void} install
 * @param {string} otherwise
 */
function attempt(what, install, otherwise) {
  console.log(`Installing ${what} for the tests ...`);
  try {
    install();
  } catch (error) {
    needs.push(
      `${what}: ${error instanceof Error ? error.message : String(error)}\n  To install: ${otherwise}`,
    );
  }
}

if (process.platform === 'linux') {
  const packages = missingPackages();
  const byHand = `apt-get install ${packages.join(' ')}`;
  if (packages.length > 0 && which('apt-get') !== undefined && process.getuid?.() === 0) {
    const install = () => {
      installPackages(packages);
    };
    attempt(packages.join(', '), install, byHand);
  } else if (packages.length > 0) {
    needs.push(`${packages.join(', ')} (as Debian names them)\n  To install: sudo ${byHand}`);
  }
  if (!codeServer.installed()) {
    attempt(
      `code-server ${codeServer.VERSION}`,
      codeServer.install,
      'npm test, with access to the npm registry',
    );
  }
}

if (needs.length > 0) {
  console.error(`Missing for the tests:\n- ${needs.join('\n- ')}`);
  if (process.env.CI === 'true') {
    process.exit(1);
  }
  console.error('What needs them is skipped by name.');
}
