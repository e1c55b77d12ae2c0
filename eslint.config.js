import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    ...['**/dist/', 'examples/', 'test/fixtures/', '.cache/'],
    // what the benchmark gives to an editor, and to another linter
    ...['bench/editor/{probe,stub}/', 'bench/c-tree/eslint.config.mjs'],
  ]),
  {
    files: ['**/*.ts', '{bench,scripts}/**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          './test/tsconfig.json',
          './scripts/tsconfig.json',
          './extension/tsconfig.json',
          './extension/src/panel/view/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // TSESTree types its nodes by a string enum; visitors everywhere compare the strings
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // a discarded property, in `const { remove: _, ...rest } = option`
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['eslint-plugin/src/**/*.ts'],
    ignores: ['eslint-plugin/src/sites/{runtimes,*/catalogue}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'BinaryExpression[left.property.name="runtime"] > Literal, BinaryExpression[left.name="runtime"] > Literal',
          message: 'What a runtime does is a row of sites/runtimes/.',
        },
      ],
    },
  },
  {
    files: ['eslint-plugin/src/rules/*.ts'],
    extends: [eslintPlugin.configs.recommended],
    // reports are made in report.ts, out of this rule's sight
    rules: { 'eslint-plugin/require-meta-has-suggestions': 'off' },
  },
);
