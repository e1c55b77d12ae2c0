/** What stands in a secret's place. */
const CUT = '…';

/** Words that make the name of an option or a variable one of a secret: `--db-password`, `GITHUB_TOKEN`, `apiKey`. */
const SECRET_WORDS = new Set(
  'pass password passwd passphrase passcode pwd secret secrets token tokens key keys apikey credential credentials cred creds auth authorization cookie signature sig'.split(
    ' ',
  ),
);
/** Where it is written without a seam: `PGPASSWORD`. */
const SECRET_ENDING = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey)$/;

/** `password=`, `"token": `, `Cookie: `, and `--token ` within one argument, as after `sh -c`. */
const NAMED =
  /(?<![\w.-])-{0,2}"?(?<name>[\w.-]{1,80})(?:"?\s{0,3}[=:]\s{0,3})|(?<!\S)--?(?<option>[\w.-]{1,80})\s{1,3}(?!-)/g;
/** What follows such a name. Matched where one was found, so that the time is that of the text's length. */
const VALUE = /"[^"]*"|'[^']*'|(?:Bearer |Basic )?[^\s&;"',]+/iy;
const USER_INFO = /(?<![\w+.-])([a-z][a-z\d+.-]{0,20}:\/\/)([^\s/@]{1,1000})@/gi;
const BEARER = /\b(Bearer|Basic)\s{1,3}[\w.~+/=-]{8,}/gi;
/** As well-known services begin theirs, and JSON Web Tokens. */
const WELL_KNOWN =
  /(?<![\w-])(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|sk-|[prs]k_|npm_|AKIA|AIza|eyJ)[\w.-]{8,}/g;
const RUN = /[\w+/=-]{24,}/g;
/** Of an argument: the rest is nobody's to read. */
const LONGEST = 10_000;

/**
 * A process's arguments without what looks like a secret: the values of options and variables with such a name, the user
 * and password in an address, long base64 and hex. It guesses, and cuts too much rather than too little.
 */
export function withoutSecrets(command: readonly string[]): string[] {
  return command.map((argument, index) =>
    isValueOfSecret(argument, command[index - 1] ?? '') ? CUT : cutSecrets(argument),
  );
}

function isValueOfSecret(argument: string, before: string): boolean {
  const [, name] = /^--?([\w.-]{1,80})$/.exec(before) ?? [];
  return (
    name !== undefined &&
    !argument.startsWith('-') &&
    (isSecretName(name) || (/^u(?:ser)?$/.test(name) && argument.includes(':')))
  );
}

/** The same for a text of any kind. */
export function cutSecrets(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}${CUT}` : text;
  const anonymous = short.replace(USER_INFO, (all, scheme: string, user: string) =>
    user.includes(':') ? `${scheme}${CUT}@` : all,
  );
  return cutNamed(anonymous)
    .replace(BEARER, `$1 ${CUT}`)
    .replace(WELL_KNOWN, CUT)
    .replace(RUN, (run) => (run.split('/').some(isRandom) ? CUT : run));
}

function cutNamed(text: string): string {
  let cut = '';
  let done = 0;
  for (const match of text.matchAll(NAMED)) {
    const { index, 0: all, groups } = match;
    VALUE.lastIndex = index + all.length;
    if (index >= done && isSecretName(groups?.name ?? groups?.option ?? '') && VALUE.test(text)) {
      cut += `${text.slice(done, index)}${all}${CUT}`;
      done = VALUE.lastIndex;
    }
  }
  return cut + text.slice(done);
}

function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDING.test(word));
}

/** Whether letters and digits are mixed as in a key or a hash, and not as in a name. */
function isRandom(segment: string): boolean {
  const hex = segment.replaceAll('-', '');
  if (hex.length >= 32 && /^[\da-f]+$/i.test(hex)) {
    return true;
  }
  const long = /[A-Z]/.test(segment) ? 24 : /[-_]/.test(segment) ? Infinity : 32;
  return segment.length >= long && /[a-z]/.test(segment) && /\d.*\d/.test(segment);
}
