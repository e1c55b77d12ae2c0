/**
 * What the text between two binds may say, in any of the languages. Whoever gives the first port up, or expects the second bind to
 * fail, is taken at the word: nothing is claimed then.
 */

/**
 * What parts the ports of one program: a socket of one network interface leaves the others free (SO_BINDTODEVICE of socket(7),
 * IP_BOUND_IF of macOS), a network namespace has ports of its own.
 */
const PARTS = /BINDTODEVICE|IP(?:V6)?_BOUND_IF|\b(?:setns|unshare)\b|CLONE_NEWNET/u;

/** Whether a program may have several networks, so that its binds cannot be compared. */
export const mayPartNetworks = (text: string): boolean => PARTS.test(text);

/** Text between two binds that is looked at, in UTF-16 units; what stands further apart is not compared. */
export const MOST_BETWEEN = 20_000;

const GIVES_UP =
  /(?:serve|run)_forever\s*\(|\.run\s*\(|\.(?:wait|await|join)\s*\(\s*\)|clos|stop|shut|destroy|dispos|kill|terminat|releas|restor|unbind|unlisten|clean|tear_?down|finish|abort|cancel|quit|restart|\b(?:end|free|del|drop|reset)\b/iu;

/** Whether a text has a word for giving a socket up, or for serving until the program ends. */
export const mayGiveUp = (text: string): boolean => GIVES_UP.test(text);

const EXPECTS_FAILURE =
  /EADDRINUSE|already in use|AddressInUse|\.rejects|(?:\.|assert_?)throws|toThrow|raises|suppress|once\s*\([^)]*['"]error/iu;

/** Whether a text speaks of a bind that is meant to fail, or to be tried again elsewhere. */
export const expectsFailure = (text: string): boolean => EXPECTS_FAILURE.test(text);

const ASKS_OUTCOME =
  /err|fail|exception|success|\bok\b|ready|listen|bound|taken|busy|in_?use|avail|open|retr|try|tries|attempt|result|status|\br(?:c|et|es|v)?\b|[=!]=\s*-1|null|none|\(/iu;

/** Whether a condition may ask how a bind went; any call may. */
export const mayAskOutcome = (condition: string): boolean =>
  ASKS_OUTCOME.test(condition.replace(/^\s*\(|\)\s*$/gu, ''));

const KEYWORDS = new Set([
  'const',
  'let',
  'var',
  'await',
  'return',
  'new',
  'if',
  'this',
  'self',
  'final',
  'auto',
  'void',
  'int',
]);

/** The names in a text that a result is kept under. */
export const namesIn = (text: string): readonly string[] =>
  [...new Set(text.match(/[\p{L}_$][\p{L}\d_$]*/gu))].filter((name) => !KEYWORDS.has(name));

/** Whether a text has one of some names. */
export const hasName = (text: string, names: readonly string[]): boolean => {
  const words = new Set(namesIn(text));
  return names.some((name) => words.has(name));
};
