/**
 * What listens in a source text: the calls that bind a server socket, in JavaScript, TypeScript, C, C++, Java and Python, with
 * protocol, address, port and reuse options. Published as `eslint-plugin-rebind/sites`.
 */
export { type SiteInText, sitesOf, UnparsedError } from './from-text.ts';
export { type Language, languageOfFile, languages } from './languages.ts';
export { mayListen } from './may-listen.ts';
export type { ScriptRuntime } from './runtimes/index.ts';
export { type Reuse, reuseOf } from './reuse.ts';
export {
  type ApiFacts,
  type GivenOption,
  type ListenSite,
  type Platform,
  PLATFORMS,
  type Port,
  type WrittenPort,
} from './site.ts';
export { type AdditionalListener, readTargets, type Targets } from './targets.ts';
