/** What the name of an unknown value suggests it holds. */
export type Evidence = 'port' | 'path' | 'handle' | 'callback' | 'options' | 'backlog' | undefined;

const WORDS: Readonly<Record<string, Exclude<Evidence, undefined>>> = {
  ...words('port', ['port', 'ports', 'portno', 'portnum', 'portnumber', 'porta', 'puerto']),
  ...words('path', [
    'pipe',
    'sock',
    'socket',
    'path',
    'file',
    'filename',
    'pathname',
    'unix',
    'ipc',
    'socketpath',
    'sockpath',
    'socketfile',
    // listen(host) alone: a host without a port is the name of a pipe
    'host',
    'hostname',
  ]),
  // a server in a port's place is one that listens already
  ...words('handle', ['fd', 'handle', 'handles', 'descriptor', 'server']),
  ...words('backlog', ['backlog']),
  ...words('callback', [
    'cb',
    'fn',
    'func',
    'function',
    'done',
    'next',
    'resolve',
    'reject',
    'callback',
    'call',
    'called',
    'exit',
    'listener',
    'handler',
    'ready',
  ]),
  ...words('options', [
    'opt',
    'opts',
    'option',
    'options',
    'config',
    'configuration',
    'settings',
    'params',
    'args',
    'argv',
    // eslint-disable-next-line no-restricted-syntax -- what people call it, no node of a grammar
    'arguments',
    'addr',
    'address',
    'endpoint',
    'info',
  ]),
};

function words<E>(evidence: E, list: readonly string[]): Record<string, E> {
  return Object.fromEntries(list.map((word) => [word, evidence]));
}

/** Ports in one word, `httpport`, but not what else ends so. */
const ENDS_IN_PORT = /(?<!^(?:trans|ex|im|re|sup|pass|view|air|s|rap|pur))port$/;

function evidenceOfWord(word: string): Evidence {
  return WORDS[word] ?? (ENDS_IN_PORT.test(word) ? 'port' : undefined);
}

/** What a name suggests: the last word of camelCase, snake_case or CONSTANT_CASE that says anything. */
export function evidenceOfName(name: string): Evidence {
  if (/^on[A-Z]/.test(name)) {
    return 'callback';
  }
  return partsOf(name)
    .map(evidenceOfWord)
    .findLast((evidence) => evidence !== undefined);
}

/** The words of camelCase, snake_case or CONSTANT_CASE, in small letters. */
export function partsOf(name: string): readonly string[] {
  return name
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Words of an expression looked at; one that has more is no name. */
const MAX_WORDS = 20;

const wordsOf = (text: string): readonly string[] => (text.match(/[A-Za-z_]\w*/gu) ?? []).slice(0, MAX_WORDS);

/** Whether an expression names a port: `args.port`, `config["http_port"]`, `Integer.parseInt(PORT)`. */
export const saysPort = (text: string): boolean =>
  wordsOf(text).some((word) => evidenceOfName(word) === 'port');

/** Words for where a server listens, beside its port. */
const HOST =
  /^(?:(?:.*[_a-z])?(?:host(?:name)?s?|addr(?:ess)?|interface|bind|listen|loopback|localhost)|ip(?:v4|v6|addr)?|.*_ip)$/iu;

/** Whether an expression names a host or an address. */
export const saysHost = (text: string): boolean => wordsOf(text).some((word) => HOST.test(word));

/** Whether a number can be a port that a program asks for. */
export const isPortNumber = (value: number): boolean =>
  Number.isInteger(value) && value > 0 && value < 65_536;
