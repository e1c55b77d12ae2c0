/** The plugin's rules by name; a test holds this to the plugin, which would be too much for the client to load. */
export const RULES = [
  'require-reuse',
  'prefer-explicit-reuse',
  'no-ineffective-reuse',
  'no-disabled-reuse',
  'no-unsafe-reuse',
] as const;
