import fc from 'fast-check';

/** A place where white space, a line break or a comment may stand. */
export const GAP = '¦';

export type Extension = 'mjs' | 'cjs' | 'mts' | 'cts';

/** A generated program. */
export interface Program {
  /** Its name tells the module system and the language. */
  readonly file: `program.${Extension}`;
  readonly text: string;
  /** Node runs it as it stands: nothing in it needs a compiler. */
  readonly runs: boolean;
}

type Generate = Parameters<Parameters<ReturnType<typeof fc.gen>['map']>[0]>[0];

/** A program under construction: random choices, and what the parts of it need from each other. */
export class Draft {
  readonly extension: Extension;
  /** Statements at the top of the file, each once. */
  readonly imports = new Set<string>();
  /** Declarations before the call, each once. */
  readonly declarations = new Set<string>();
  /** Parameters of the function around the call, and what it is called with. */
  readonly parameters = new Map<string, string>();
  /** Something declared is exported, so that the declarations have to stay at the top. */
  isExporting = false;
  runs = true;
  readonly #generate: Generate;

  constructor(generate: Generate) {
    this.#generate = generate;
    this.extension = this.pick(['mjs', 'mjs', 'cjs', 'cjs', 'mts', 'mts', 'cts']);
  }

  get language(): 'JavaScript' | 'TypeScript' {
    return this.extension === 'mts' || this.extension === 'cts' ? 'TypeScript' : 'JavaScript';
  }

  get isTypeScript(): boolean {
    return this.language === 'TypeScript';
  }

  get isModule(): boolean {
    return this.extension === 'mjs' || this.extension === 'mts';
  }

  below(limit: number): number {
    return this.#generate(fc.nat, limit - 1);
  }

  /** True in `percent` of all cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  import(text: string): void {
    this.imports.add(text);
  }

  declare(...texts: readonly string[]): void {
    for (const text of texts) {
      this.declarations.add(text);
    }
  }
}

/** Programs written by `write`, which returns the statements after the draft's declarations. */
export function programs(write: (draft: Draft) => string): fc.Arbitrary<Program> {
  return fc.gen().map((generate) => {
    const draft = new Draft(generate);
    const text = assemble(draft, write(draft));
    return {
      file: `program.${draft.extension}` as const,
      text: lineEnds(draft, fillGaps(draft, text)),
      // Node takes types away, but compiles nothing
      runs: draft.runs && !text.includes('<any>'),
    };
  });
}

/** The whole program; in a function where it needs parameters or `await`. */
function assemble(draft: Draft, statements: string): string {
  const imports = [...draft.imports];
  const declarations = [...draft.declarations];
  if (draft.parameters.size > 0) {
    const [[name, argument] = ['', '']] = draft.parameters;
    const body = [...declarations, statements].join('\n');
    return [
      ...imports,
      `${asynchronous(body)}function start(${name}) {`,
      indent(body),
      '}',
      `start(${argument});`,
    ].join('\n');
  }
  const isExported = /^(?:export|module\.exports)\b/m.test(statements);
  if (!isExported && ((/\bawait\b/.test(statements) && !draft.isModule) || draft.chance(10))) {
    const main = [`${asynchronous(statements)}function main() {`, indent(statements), '}', 'main();'];
    return [...imports, ...declarations, ...main].join('\n');
  }
  return [...imports, ...declarations, statements].join('\n');
}

const asynchronous = (body: string): string => (/\bawait\b/.test(body) ? 'async ' : '');

function indent(statements: string): string {
  return statements.replaceAll(/^(?=.)/gm, '  ');
}

/** How often, and with what, gaps are filled. */
const STYLES: readonly { readonly percent: number; readonly fillings: readonly ((n: number) => string)[] }[] =
  [
    { percent: 0, fillings: [() => ''] },
    { percent: 10, fillings: [(n) => ` /* c${n} */ `, (n) => ` // c${n}\n`] },
    { percent: 40, fillings: [() => '\n    '] },
    {
      percent: 60,
      fillings: [
        (n) => `/*c${n}*/`,
        (n) => ` // c${n}, ) } 🦊\n`,
        () => '\n\t',
        (n) => `\n  /* c${n}\n   * 𝒽 */ `,
        () => '  ',
      ],
    },
  ];

function fillGaps(draft: Draft, text: string): string {
  const { percent, fillings } = STYLES[draft.pick([0, 0, 0, 1, 1, 2, 3])] ?? { percent: 0, fillings: [] };
  let comments = 0;
  return text.replaceAll(GAP, () => {
    if (percent === 0 || !draft.chance(percent)) {
      return '';
    }
    comments += 1;
    return draft.pick(fillings)(comments);
  });
}

function lineEnds(draft: Draft, text: string): string {
  const end = draft.chance(15) ? '\r\n' : '\n';
  const mark = draft.chance(5) ? '\uFEFF' : '';
  return `${mark}${text}\n`.replaceAll('\n', end);
}
