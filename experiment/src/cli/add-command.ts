import type { Command } from 'commander';

/** Adds a command to the program, with what all of them have. */
export function addCommand(program: Command, name: string, summary: string, examples: string): Command {
  return program
    .command(name)
    .description(summary)
    .exitOverride()
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', "print the verdict's line alone")
    .addHelpText('after', `\nExamples:\n${examples}`);
}
