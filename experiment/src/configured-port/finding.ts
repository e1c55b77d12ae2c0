import type { Place, PortSource, Protocol } from './model.ts';

export interface TextFile {
  /** Relative to the searched folder, with `/`. */
  path: string;
  text: string;
}

/** What an interpreter found in one file. Becomes a `ConfiguredPort` once its position and package are known. */
export interface Finding {
  source: PortSource;
  port: number;
  protocol: Protocol;
  /** Where the value stands in the text, in UTF-16 code units. */
  offset: number;
  address?: string;
  name?: string;
  condition?: string;
  definedAt?: Place;
  containerPort?: number;
  inactive?: true;
  dependency?: true;
  /** The folder of the server, where it is not the file's own. */
  folder?: string;
  /** Order among findings of one source; smaller is better. Default 0. */
  weight?: number;
  /** The known tool it is the port of, by its command. */
  tool?: string;
  /** Present when the finding means: a server of this folder binds the port on this host. */
  claim?: Claim;
}

/** Who binds a port. Two claims of different ids are different servers, with the exceptions below. */
export interface Claim {
  /** The place of the value where it is absent: servers that share one constant or variable cannot be meant to run together. */
  id?: string;
  /** Within one file, claims of different scopes are alternatives (other branches, other scripts). */
  scope?: string;
  /** Claims of different variants are alternatives across files (compose.yaml and compose.production.yaml). */
  variant?: string;
  /** The address that the server takes, where that is known better than by the address that is written. */
  address?: string;
  /** It shares the port with whoever else says so: SO_REUSEPORT, or for datagrams SO_REUSEADDR. */
  isShared?: true;
  /** Certainly not the package's own program, such as a database of a compose file. */
  foreign?: true;
}

/** The value of an environment variable, and where a `.env` file sets it. */
export interface Variable {
  value: string;
  place: Place;
}

export type Lookup = (name: string) => Variable | undefined;

/** What an interpreter may know besides its file. */
export interface Context {
  /** Variables of the `.env` files between the file and its package's folder. */
  variable: Lookup;
  /** Variables of the one file named `.env` beside the file. */
  dotEnv: Lookup;
}

/** Pure: the ports a file's text configures. Throws `MalformedError` alone, when the text is not what the file's name promises. */
export type Interpret = (file: TextFile, context: Context) => Finding[];

/** Calls of one file that are looked at. A file with more is generated, and following each costs the length of the file. */
export const callLimit = 200;

export class MalformedError extends Error {
  override name = 'MalformedError';
}

/** Runs a parser whose own errors, a stack exhausted by deep nesting among them, mean that the text is malformed. */
export function parsing<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MalformedError) {
      throw error;
    }
    throw new MalformedError(
      error instanceof RangeError
        ? 'nested too deeply'
        : firstLine(error instanceof Error ? error.message : String(error)),
    );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
