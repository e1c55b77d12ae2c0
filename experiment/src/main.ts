/** The command: starts the child of an experiment before it reads its own arguments, for both take a while to load. */
const EXPERIMENTS = ['matrix', 'claims'];

const early = EXPERIMENTS.includes(process.argv[2] ?? '') ? await import('./spawn-child.ts') : undefined;
early?.startChildEarly();
await import('./cli.ts');
early?.dismissEarlyChild();
