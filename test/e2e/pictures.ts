import { fileURLToPath } from 'node:url';
import type { Workbench } from './editor/workbench.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Whether this run writes the pictures of the documentation: REBIND_PICTURES=write npx vitest run test/e2e */
const WRITE = process.env.REBIND_PICTURES === 'write';

/** A picture for the documentation: the window as it is, small, without what changes from run to run. */
export async function picture(workbench: Workbench, name: string): Promise<void> {
  if (WRITE) {
    await workbench.page.screenshot({ path: `${IMAGES}/${name}.png`, animations: 'disabled', caret: 'hide' });
  }
}
