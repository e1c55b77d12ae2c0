import { bestPort, type ConfiguredPort, type ConfiguredPorts } from 'rebind/port';
import type { Ask } from '../experiment/ask.ts';
import type { PortChoice } from './port-choice.ts';

/** A folder of this machine's file system. */
export interface Folder {
  /** As text: what choices are kept by. */
  readonly uri: string;
  readonly path: string;
}

/** Where choices are kept: `workspaceState` of an extension. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export interface PortsHost {
  readonly isTrusted: () => boolean;
  /** `rebind.port` of the folder. */
  readonly setting: (folder: Folder) => number | undefined;
}

/** What the user chose for a folder; without a place, a number typed by hand. */
export type StoredChoice = Pick<ConfiguredPort, 'port' | 'protocol'> & {
  readonly place?: PortChoice['place'];
};

const KEY = 'rebind.ports';
const NOTHING: ConfiguredPorts = { ports: [], conflicts: [], skipped: [] };

/** The ports of the workspace's folders, and which one each folder is about. */
export class Ports {
  readonly #ask: Ask;
  readonly #memory: Memory;
  readonly #host: PortsHost;
  readonly #found = new Map<string, Promise<ConfiguredPorts>>();
  readonly #listeners = new Set<() => void>();

  constructor(ask: Ask, memory: Memory, host: PortsHost) {
    this.#ask = ask;
    this.#memory = memory;
    this.#host = host;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  /** Every configured port of the folder, best first; none where the workspace is not trusted. Read once until `forget`. */
  async all(folder: Folder): Promise<ConfiguredPorts> {
    if (!this.#host.isTrusted()) {
      return NOTHING;
    }
    let found = this.#found.get(folder.uri);
    if (!found) {
      const setting = this.#host.setting(folder);
      found = this.#ask({
        command: 'port',
        folder: folder.path,
        ...(setting === undefined ? {} : { setting }),
      });
      this.#found.set(folder.uri, found);
      // a folder that cannot be read now may be readable later
      found.catch(() => this.#found.delete(folder.uri));
    }
    return found;
  }

  /** The port the folder is about: the user's choice, else the best of the configured ones. */
  async current(folder: Folder): Promise<PortChoice | undefined> {
    const stored = this.#stored()[folder.uri];
    if (isStoredChoice(stored) && (stored.place === undefined || this.#host.isTrusted())) {
      const { port, protocol, place } = stored;
      return { port, protocol, place, folder: folder.uri, by: place ? 'configured' : 'chosen' };
    }
    const best = bestPort(await this.all(folder));
    return best && configured(best, folder);
  }

  /** Keeps the user's choice; undefined goes back to the best of the configured ones. */
  async choose(folder: Folder, choice: StoredChoice | undefined): Promise<void> {
    const { [folder.uri]: _, ...others } = this.#stored();
    await this.#memory.update(KEY, choice ? { ...others, [folder.uri]: choice } : others);
    this.#changed();
  }

  /** Files have changed: the next question reads them again. */
  forget(): void {
    this.#found.clear();
    this.#changed();
  }

  #stored(): Readonly<Record<string, unknown>> {
    const stored = this.#memory.get(KEY);
    return isRecord(stored) ? stored : {};
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** By hand: this is loaded at the editor's start, where a library of schemas has no place. */
function isStoredChoice(value: unknown): value is StoredChoice {
  const isPlace = (place: unknown) =>
    isRecord(place) &&
    typeof place.file === 'string' &&
    [place.line, place.column].every((number) => Number.isSafeInteger(number) && (number as number) >= 0);
  return (
    isRecord(value) &&
    Number.isInteger(value.port) &&
    (value.port as number) > 0 &&
    (value.port as number) <= 65_535 &&
    (value.protocol === 'tcp' || value.protocol === 'udp') &&
    (value.place === undefined || isPlace(value.place))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A configured port as a folder's. */
export function configured(
  { port, protocol, file, line, column }: ConfiguredPort,
  folder: Folder,
): PortChoice {
  return { port, protocol, place: { file, line, column }, folder: folder.uri, by: 'configured' };
}
