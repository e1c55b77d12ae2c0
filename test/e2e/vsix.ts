import { fileURLToPath } from 'node:url';

/** What `npm run package` writes for this machine. */
export const vsix = fileURLToPath(
  new URL(`../../dist/rebind-${process.platform}-${process.arch}.vsix`, import.meta.url),
);
