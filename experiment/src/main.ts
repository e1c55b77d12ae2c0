/** The command: starts the child of an experiment before it reads its own arguments, for both take a while to load. */
import { dismissEarlyChild, startChildEarly } from './child/spawn-child.ts';

const EXPERIMENTS = ['matrix', 'claims'];

if (EXPERIMENTS.includes(process.argv[2] ?? '')) {
  startChildEarly();
}
void import('./cli.ts').then(async ({ main }) => {
  await main();
  dismissEarlyChild();
});
