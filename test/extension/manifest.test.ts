import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import plugin from '../../eslint-plugin/src/index.ts';
import { languages } from '../../eslint-plugin/src/sites/languages.ts';
import { RULES } from '../../extension/src/lint/rules.ts';
import { ROOT } from '../eslint-plugin/package/versions.ts';
import { DEFAULTS } from '../../extension/src/lint/default-settings.ts';

interface Property {
  readonly default: unknown;
  readonly markdownDeprecationMessage?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly media: { readonly svg: string } }[];
    }[];
  };
};
const text = JSON.stringify(manifest);
const nls = JSON.parse(readFileSync(path.join(ROOT, 'package.nls.json'), 'utf8')) as Record<string, string>;
const properties: Readonly<Record<string, Property>> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((section) => section.properties),
) as Record<string, Property>;

describe("the extension's manifest", () => {
  it('has the defaults that the linter is tested with', () => {
    const defaults = Object.keys(DEFAULTS).map((name) => [name, properties[`rebind.${name}`]?.default]);
    expect(Object.fromEntries(defaults)).toEqual(DEFAULTS);
  });

  it('names a setting that is no longer used, and in which other one the user finds it', () => {
    const old = Object.entries(properties).filter(([, property]) => property.markdownDeprecationMessage);
    expect(old.map(([name]) => name)).toEqual(['rebind.lint.checkSafeDefaults']);
    expect(nls['setting.lint.checkSafeDefaults']).toContain('`#rebind.lint.severity#`');
  });

  it("knows the plugin's rules", () => {
    expect(RULES).toEqual(Object.keys(plugin.rules));
    expect(Object.keys(properties['rebind.lint.severity']?.properties ?? {})).toEqual([...RULES]);
  });

  it('starts for the languages that are checked', () => {
    const started = manifest.activationEvents.filter((event) => event.startsWith('onLanguage:'));
    expect(started).toEqual(languages.map(({ id }) => `onLanguage:${id}`));
  });

  it('has a text for each key, and a key for each text', () => {
    const keys = [...text.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    expect(new Set(keys)).toEqual(new Set(Object.keys(nls)));
  });

  it('has four steps to begin with, each with a picture and a command that there is', () => {
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps).toHaveLength(4);
    expect(steps.filter(({ media }) => !existsSync(path.join(ROOT, media.svg)))).toEqual([]);
    const commands = manifest.contributes.commands.map(({ command }) => command);
    const linked = steps.flatMap(
      ({ description }) => /\(command:(rebind\.[^)]+)\)/.exec(nls[description.slice(1, -1)] ?? '')?.[1] ?? [],
    );
    expect(linked).toHaveLength(3);
    expect(linked.filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('has an icon of 256 pixels', () => {
    const png = readFileSync(path.join(ROOT, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
  });
});
