import type { ConfiguredPort } from './model.ts';
import type { Located } from './rank.ts';
import { tools } from './tools.ts';

/**
 * Drops a tool's own port where the package gives it another, and all but one of what remains for a tool: a configuration file
 * and three scripts all tell the same.
 */
export function withoutNeedlessDefaults(
  located: readonly Located[],
  hasVariable: (folder: string, name: string) => boolean,
): Located[] {
  const seen = new Set<string>();
  return located.filter(({ port, tool }) => {
    if (port.source !== 'default' || tool === undefined) {
      return true;
    }
    const isConfigured = located.some(
      (other) =>
        configures(other.port, port) &&
        other.tool === tool &&
        other.port.package === port.package &&
        other.port.inactive === undefined &&
        other.port.condition === undefined,
    );
    const { variables = [], readsEnvFiles } = tools.get(tool) ?? {};
    const isInEnvironment =
      readsEnvFiles === true && variables.some((name) => hasVariable(port.package, name));
    const key = JSON.stringify([port.package, tool, port.port]);
    return !isConfigured && !isInEnvironment && !seen.has(key) && seen.add(key);
  });
}

/** A script's flag is for that script; a configuration file is for all of them. */
function configures(other: ConfiguredPort, byDefault: ConfiguredPort): boolean {
  const isScript = byDefault.file.endsWith('package.json');
  return (
    other.source === 'framework' || other.source === 'spring' || (other.source === 'script' && !isScript)
  );
}

/**
 * Marks `PORT` of a `.env` file as not in force where the package only runs a tool that does not read it there, such as Next.js or
 * Vite, and no code of the package mentions it.
 */
export function markUnread(located: readonly Located[], mentionsPort: (folder: string) => boolean): void {
  for (const { port } of located) {
    if (port.source !== 'env' || port.name !== 'PORT' || mentionsPort(port.package)) {
      continue;
    }
    const here = located.filter((other) => other.port.package === port.package);
    const runs = here.flatMap(({ tool }) => tools.get(tool ?? '') ?? []);
    if (
      runs.length > 0 &&
      runs.every(({ readsEnvFiles }) => !readsEnvFiles) &&
      !here.some((other) => other.port.definedAt)
    ) {
      port.inactive = true;
    }
  }
}
