import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../eslint-plugin/src/index.ts';
import { ROOT } from './versions.ts';

const rules = Object.entries(rebind.rules);
const names = rules.map(([name]) => name);

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
}

/** The schemas in a rule's schema that stand for something a user writes, with what leads to them. */
function* properties(
  schema: unknown,
  at: string,
): Generator<{ at: string; schema: { description?: string } }> {
  if (Array.isArray(schema)) {
    for (const [index, item] of schema.entries()) {
      yield* properties(item, `${at}[${index}]`);
    }
  } else if (typeof schema === 'object' && schema !== null) {
    for (const [name, property] of Object.entries((schema as { properties?: object }).properties ?? {})) {
      yield { at: `${at}.${name}`, schema: property as { description?: string } };
      yield* properties(property, `${at}.${name}`);
    }
  }
}

describe.each(rules)('the rule %s', (name, { meta }) => {
  it('has a page, which its reports lead to', () => {
    expect(existsSync(path.join(ROOT, `docs/rules/${name}.md`))).toBe(true);
    expect(meta?.docs?.url).toMatch(new RegExp(`^https://.*/docs/rules/${name}\\.md$`));
  });

  it('has tests of its own', () => {
    expect(existsSync(path.join(ROOT, `test/eslint-plugin/rules/${name}.test.ts`))).toBe(true);
  });

  const isPreference = name.startsWith('prefer');

  it('is a problem and an error, or a preference and a warning that strict makes an error', () => {
    expect(meta?.type).toBe(isPreference ? 'suggestion' : 'problem');
    expect(rebind.configs.recommended.rules?.[`rebind/${name}`]).toBe(isPreference ? 'warn' : 'error');
    expect([rebind.configs.strict.rules?.[`rebind/${name}`]].flat()[0]).toBe('error');
  });

  it('describes itself and each of its options', () => {
    expect(meta?.docs?.description).toMatch(/^(?:require|disallow) .*[^.]$/);
    const schema: unknown = meta?.schema;
    expect(schema).toBeInstanceOf(Array);
    const found = [...properties(schema, 'options')];
    expect(found.filter((property) => !property.schema.description)).toEqual([]);
    const [defaults = {}] = (meta?.defaultOptions ?? []) as object[];
    expect(found.map(({ at }) => at)).toEqual(Object.keys(defaults).map((key) => `options[0].${key}`));
  });
});

describe('the plugin', () => {
  it('has no page, test or source of a rule that it lacks', () => {
    expect(filesIn('docs/rules', '.md').sort()).toEqual([...names].sort());
    expect(filesIn('test/eslint-plugin/rules', '.test.ts').sort()).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining(filesIn('eslint-plugin/src/rules', '-reuse.ts').map((n) => `${n}-reuse`)),
    );
  });

  it('switches on nothing but its own rules', () => {
    expect(Object.keys(rebind.configs.recommended.rules ?? {})).toEqual(
      names.map((name) => `rebind/${name}`),
    );
    expect(rebind.configs.all).toContain(rebind.configs.recommended);
    expect(rebind.configs['strict-all']).toContain(rebind.configs.strict);
    expect(
      rebind.configs.all.every(({ files, name }) => files !== undefined && name?.startsWith('rebind/')),
    ).toBe(true);
  });

  it.each([
    ['app.py', true],
    ['.venv/lib/python3.11/site-packages/uvicorn/main.py', false],
    ['venv/lib/server.py', false],
    ['target/generated-sources/Server.java', false],
    ['build/_deps/mongoose-src/mongoose.c', false],
    ['dist/server.cpp', false],
    ['node_modules/uws/src/server.cpp', false],
    ['third_party/server.c', true],
  ])('leaves out what tools write in C, C++, Java and Python: %s is linted: %s', async (file, isLinted) => {
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: rebind.configs.all });
    expect(await eslint.isPathIgnored(file)).toBe(!isLinted);
  });

  it('says its name and the version of its package', async () => {
    const { default: manifest } = (await import('../../../eslint-plugin/package.json', {
      with: { type: 'json' },
    })) as {
      default: { name: string; version: string };
    };
    expect(rebind.meta).toEqual({ name: manifest.name, version: manifest.version, namespace: 'rebind' });
  });
});
