import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';

/** How grammars of tree-sitter name most of their nodes. */
const NODE_NAME =
  /(?:^|_)(?:statement|expression|definition|clause|declaration|declarator|identifier|specifier|parameters?|argument\w*)\b|_(?:literal|list|block|group|body|loop|operator|pattern|rule)\b|\bpreproc_/;

/** A comparison with the name of a runtime. */
const RUNTIME_NAME = {
  selector:
    'BinaryExpression[left.property.name="runtime"] > Literal, BinaryExpression[left.name="runtime"] > Literal',
  message: 'What a runtime does is a row of sites/runtimes/.',
};

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
    files: ['{eslint-plugin,experiment,extension}/src/**/*.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] },
  },
  {
    files: ['eslint-plugin/src/**/*.ts'],
    ignores: ['eslint-plugin/src/sites/{runtimes,*/catalogue}/**'],
    rules: { 'no-restricted-syntax': ['error', RUNTIME_NAME] },
  },
  // what is the same for all languages knows the grammar of none
  {
    files: ['eslint-plugin/src/sites/flow/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        RUNTIME_NAME,
        ...['Literal[value', 'Literal[regex.pattern', 'TemplateElement[value.raw'].map((selector) => ({
          selector: `${selector}=/${NODE_NAME.source}/]`,
          message:
            'Names of nodes belong to a language: it tells flow/ what they mean, as in c/dialect/branches.ts.',
        })),
        {
          selector: 'CallExpression[callee.property.name=/^fields?$/] > :matches(Literal, TemplateLiteral)',
          message:
            'Names of fields belong to a language: it tells flow/ which parts a node has, as in c/dialect/branches.ts.',
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
