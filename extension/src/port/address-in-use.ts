/** "Address already in use" in somebody's output. */
export interface AddressInUse {
  /** Undefined where the message does not say. */
  readonly port: number | undefined;
  /** The message's place in the line, in UTF-16 units. */
  readonly start: number;
  readonly length: number;
}

interface Wording {
  /** Who says so. */
  readonly who: string;
  readonly pattern: RegExp;
}

/** The first that matches a line counts; those that name a port come first. */
const WORDINGS: readonly Wording[] = [
  {
    who: 'Node.js, Bun and what runs on them',
    pattern: /\b(?:listen|bind) EADDRINUSE(?:: address already in use)? \S*:(?<port>\d+)\b/,
  },
  {
    who: 'Go, and so Docker, Podman, kubectl, Caddy, Traefik, Hugo',
    pattern:
      /\blisten (?:tcp|udp)[46]? \S*:(?<port>\d+): bind: (?:address already in use|Only one usage of each socket address)/,
  },
  { who: 'Docker', pattern: /\bBind for \S*:(?<port>\d+) failed: port is already allocated/ },
  {
    who: 'Docker since 28',
    pattern:
      /\bfailed to bind host port (?:for )?(?:\[[^\]]*\]|[\d.]+):(?<port>\d+)\S*: address already in use/,
  },
  { who: 'nginx', pattern: /\bbind\(\) to \S*:(?<port>\d+) failed \(\d+: Address already in use/ },
  {
    who: 'Apache httpd',
    pattern: /\bAddress already in use: .*could not bind to address \S*:(?<port>\d+)/,
  },
  {
    who: 'Python asyncio, uvicorn, aiohttp',
    pattern: /\bbind on address \('[^']*', (?<port>\d+)(?:, \d+)*\): .*address already in use/,
  },
  { who: 'gunicorn', pattern: /\bConnection in use: \('[^']*', (?<port>\d+)/ },
  {
    who: '.NET',
    pattern: /\bFailed to bind to address \w+:\/\/\S*:(?<port>\d+): address already in use/,
  },
  {
    who: 'PHP',
    pattern: /\bFailed to listen on "?(?:\w+:\/\/)?\S*?:(?<port>\d+)"?.*Address already in use/,
  },
  {
    who: "PHP's streams",
    pattern: /\bUnable to connect to \w+:\/\/\S*:(?<port>\d+) \(Address already in use\)/,
  },
  {
    who: 'Ruby',
    pattern: /\bAddress already in use - bind\(2\) for (?:"[^"]*" port |\S*:)(?<port>\d+)/,
  },
  {
    who: 'Rust: hyper and others',
    pattern:
      /\b(?:error binding|failed to bind) to:? \S*?:(?<port>\d+)\b.*(?:Address already in use|AddrInUse)/i,
  },
  { who: 'Netty, Jetty', pattern: /\bFailed to bind to:? \S*:(?<port>\d+)\b/ },
  { who: 'Quarkus', pattern: /\bPort(?:\(s\))? already bound: (?<port>\d+)/ },
  { who: 'OpenSSH', pattern: /\bbind \[[^\]]*\]:(?<port>\d+): Address already in use/ },
  { who: 'Redis', pattern: /\S+:(?<port>\d+): bind: Address already in use/ },
  {
    who: 'Spring Boot, Vite, Next.js, Angular, Flask, Streamlit, Jupyter, Phoenix, Expo, Metro',
    pattern:
      /\bport:? (?<port>\d+) (?:(?:is|was|seems to be|are) )?(?:already |currently )?(?:in use|being used|used by|occupied|taken|allocated)\b/i,
  },
  { who: 'Create React App', pattern: /\bSomething is already running on port (?<port>\d+)/ },
  { who: 'Bun.serve', pattern: /\bIs port (?<port>\d+) in use\?/ },
  {
    who: 'PostgreSQL, MySQL',
    pattern: /\balready (?:running|have another \w+ server running) on port:? (?<port>\d+)/,
  },
  { who: 'Storybook', pattern: /\bPort (?<port>\d+) is not available\b/ },
  {
    who: 'Deno, Rust, Java, C, Python, Django, Windows, and all that say no port',
    pattern:
      /\bEADDRINUSE\b|\bWSAEADDRINUSE\b|\bAddrInUse\b|\baddress already in use\b|\bOnly one usage of each socket address\b|\bThat port is already in use\b/i,
  },
];

/** Cheap enough for every line of every terminal. */
const HINT = /in use|inuse|already|only one usage|being used|not available|failed to bind|connection in use/i;
const LAST_PORT = 65_535;
/** Longer lines are data, not messages; what is matched is cut first. */
export const LONGEST_LINE = 2000;

/** Finds the message in one line of output, free of control characters. */
export function findAddressInUse(line: string): AddressInUse | undefined {
  const text = line.slice(0, LONGEST_LINE);
  if (!HINT.test(text)) {
    return undefined;
  }
  for (const { pattern } of WORDINGS) {
    const match = pattern.exec(text);
    if (match) {
      const port = match.groups?.port === undefined ? undefined : Number(match.groups.port);
      const valid = port === undefined || (port > 0 && port <= LAST_PORT);
      return valid ? { port, start: match.index, length: match[0].length } : undefined;
    }
  }
  return undefined;
}
