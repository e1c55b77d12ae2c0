export type Protocol = 'tcp' | 'udp';

/** The kinds of places a port is configured in, best first: this order is the first criterion of the ranking. */
export const portSources = [
  'setting',
  'vscode-settings',
  'env',
  'launch',
  'script',
  'compose',
  'dockerfile',
  'devcontainer',
  'framework',
  'spring',
  'listen',
  'env-example',
  'default',
] as const;

export type PortSource = (typeof portSources)[number];

/** A position in a file of the folder. Lines and columns count from 1; a column counts UTF-16 code units. */
export interface Place {
  /** Relative to the folder, with `/` on every platform. */
  file: string;
  line: number;
  column: number;
}

export interface ConfiguredPort extends Place {
  /** 1 to 65535. */
  port: number;
  protocol: Protocol;
  /** The address the file names, as written. Absent when it names none. */
  address?: string;
  source: PortSource;
  /** Folder of the nearest package or module, relative to the folder; `.` for the folder itself. */
  package: string;
  /** The variable, key, service, script or tool that has the port. */
  name?: string;
  /** Under which mode, profile, build stage or configuration it applies. Absent when it always does. */
  condition?: string;
  /** Where the value stands when `file` only names a variable: `process.env.PORT` there, `PORT=4000` in `.env`. */
  definedAt?: Place;
  /** The port inside the container that a compose file publishes as `port`. */
  containerPort?: number;
  /** Not in force: another file takes precedence, the mode or profile is not the active one, or nothing here reads it. */
  inactive?: true;
  /** A database or another service the folder's own servers talk to, such as `DB_PORT`. */
  dependency?: true;
}

/** One port that servers of the folder would both bind, of which only one can at a time. */
export interface PortConflict {
  port: number;
  protocol: Protocol;
  /** At least two, of different servers, best first. */
  claims: ConfiguredPort[];
}

export interface SkippedFile {
  file: string;
  reason: string;
}

export interface ConfiguredPorts {
  /** Best first. */
  ports: ConfiguredPort[];
  conflicts: PortConflict[];
  /** Files that looked like configuration and could not be read or understood, and limits that were met. */
  skipped: SkippedFile[];
}

export interface FindOptions {
  /** An explicit choice of the user, such as the value of an editor's setting. Ranks before everything else. */
  setting?: number;
  /** Which `.env.<mode>` files and configurations count. Default `development`. */
  mode?: string;
  /**
   * Only what is written of this port: files that name neither it nor a variable that a `.env` file sets to it are not understood,
   * which is what takes time.
   */
  port?: number;
  /** Upper bounds; see `defaultLimits`. */
  limits?: Partial<Limits>;
}

export interface Limits {
  /** Directory entries looked at. */
  entries: number;
  /** Files read. */
  files: number;
  /** Size of one file, in bytes. */
  fileSize: number;
  /** Folders below the given one. */
  depth: number;
}
