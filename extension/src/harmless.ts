import { cutSecrets, printable, printableLines } from 'rebind/report';

/** A text for a notification, which shows Markdown's links and runs the commands they name: others' texts hold none. */
export function forNotification(text: string): string {
  return cutSecrets(printable(text)).replaceAll('](', '] (');
}

/** A text of our own with others' words in it, for a dialog: lines stay. */
export function forDialog(text: string): string {
  return printableLines(text);
}

/** A text for a menu or the status bar, where `$(name)` is an icon. */
export function forMenu(text: string): string {
  return printable(text).replaceAll('$(', '$ (');
}

/** The parts of an entry that a person reads. */
interface Entry {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** An entry of a menu, its texts harmless and the rest as it was. */
export function menuEntry<E extends Entry>(entry: E): E {
  const { label, description, detail } = entry;
  return {
    ...entry,
    label: forMenu(label),
    ...(description === undefined ? {} : { description: forMenu(description) }),
    ...(detail === undefined ? {} : { detail: forMenu(detail) }),
  };
}

const WRITES = new Set<string | symbol>([
  ...['append', 'appendLine', 'replace'],
  ...['trace', 'debug', 'info', 'warn', 'error'],
]);

/** A channel of output that shows what others wrote instead of obeying it, whoever writes to it. */
export function harmlessChannel<Channel extends object>(channel: Channel): Channel {
  // the editor's own object may be frozen, and its methods want to be called on it
  return new Proxy({} as Channel, {
    get: (_, name) => {
      const value: unknown = Reflect.get(channel, name);
      if (typeof value !== 'function') {
        return value;
      }
      return (...given: unknown[]): unknown =>
        Reflect.apply(value, channel, WRITES.has(name) ? given.map(harmlessPart) : given);
    },
    has: (_, name) => Reflect.has(channel, name),
  });
}

function harmlessPart(part: unknown): unknown {
  if (part instanceof Error) {
    return printableLines(part.stack ?? part.message);
  }
  return typeof part === 'string' ? printableLines(part) : part;
}
