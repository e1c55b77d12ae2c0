/** This package's folder. Its sources, and what is built of them as modules and as bundles, are one folder below it. */
export const PACKAGE_FOLDER = new URL('..', import.meta.url);
