import { expect, it } from 'vitest';
import { commandLine } from '../../experiment/src/command-line.ts';

it.each([
  [['node', 'dist/server.js', '--port', '3000'], 'node dist/server.js --port 3000'],
  [
    ['python3', '-c', '\nimport socket\n\ns = socket.socket()'],
    'python3 -c  import socket s = socket.socket()',
  ],
  [['sh', '-c', '\u001b]0;owned\u0007\u001b[2Jclear'], 'sh -c  ]0;owned [2Jclear'],
  [['x'.repeat(200)], `${'x'.repeat(119)}…`],
])('shows %j as one harmless line', (command, line) => {
  expect(commandLine(command)).toBe(line);
});
