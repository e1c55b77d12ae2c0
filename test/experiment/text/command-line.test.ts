import { expect, it } from 'vitest';
import { commandLine } from '../../../experiment/src/text/command-line.ts';

it.each([
  [['node', 'dist/server.js', '--port', '3000'], 'node dist/server.js --port 3000'],
  [
    ['python3', '-c', '\nimport socket\n\ns = socket.socket()'],
    String.raw`python3 -c \nimport socket\n\ns = socket.socket()`,
  ],
  [['sh', '-c', '\u001b]0;owned\u0007\u001b[2Jclear'], String.raw`sh -c \x1b]0;owned\x07\x1b[2Jclear`],
  [['node', 'server.js', '--token', 'abc', '--port', '3000'], 'node server.js --token … --port 3000'],
  [['x'.repeat(200)], `${'x'.repeat(119)}…`],
])('shows %j as one harmless line', (command, line) => {
  expect(commandLine(command)).toBe(line);
});
