import type { Command } from 'commander';

/**
 * Whether the arguments ask for JSON, also where they cannot be understood otherwise: then the error is a document too.
 * @param words the arguments of the process, the command's name first
 */
export function wantsJson(program: Command, [name, ...words]: readonly string[]): boolean {
  const command = program.commands.find((candidate) => candidate.name() === name);
  for (let index = 0; command && index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--json') {
      return true;
    }
    const isOperand = !word.startsWith('-');
    // what follows is another program's
    if (word === '--' || (isOperand && name === 'drill')) {
      return false;
    }
    index += command.options.some(
      ({ required, short, long }) => required && (short === word || long === word),
    )
      ? 1
      : 0;
  }
  return false;
}
