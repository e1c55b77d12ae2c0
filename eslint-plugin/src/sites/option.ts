/** The platforms that Rebind gives verdicts for, by Node's `process.platform` names. */
export const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** `exclusive` is Node's for cluster workers, `exclusiveAddrUse` SO_EXCLUSIVEADDRUSE of Windows. */
export type OptionName = 'reusePort' | 'reuseAddr' | 'exclusive' | 'exclusiveAddrUse';
