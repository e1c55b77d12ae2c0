/** Words for what Rebind finds, and what others wrote, made fit to be shown. Published as `rebind/report`. */
export { drillText, stepText, typed } from './drill-text.ts';
export { commandLine } from '../text/command-line.ts';
export { printable, printableAll, printableLines } from '../text/printable.ts';
export { cutSecrets, withoutSecrets } from '../text/secrets.ts';
export { describeSystemFailure, isSystemFailure } from '../text/system-failure.ts';
