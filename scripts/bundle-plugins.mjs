// What esbuild leaves out of the language server.

/**
 * ESLint's own rules are never switched on here; without them half of the bundle is gone.
 * @type {import('esbuild').Plugin}
 */
export const noCoreRules = {
  name: 'no-core-rules',
  setup(build) {
    build.onLoad({ filter: /eslint[\\/]lib[\\/]rules[\\/]index\.js$/ }, () => ({
      contents: 'module.exports = new Map();',
    }));
  },
};

/**
 * The names of TypeScript's own types, which no call of a server resolves to.
 * @type {import('esbuild').Plugin}
 */
export const noTypeLibraries = {
  name: 'no-type-libraries',
  setup(build) {
    build.onLoad({ filter: /scope-manager[\\/]dist[\\/]lib[\\/]index\.js$/ }, () => ({
      contents: 'exports.lib = new Map();',
    }));
  },
};
