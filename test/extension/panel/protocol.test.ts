import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../extension/src/panel/html.ts';
import { readMessage } from '../../../extension/src/panel/protocol.ts';

const action = (fields: object) => ({ type: 'action', action: fields });

describe('a message of the page', () => {
  it.each([
    [{ type: 'ready' }],
    [action({ kind: 'run', on: 'free' })],
    [action({ kind: 'stop', pid: 4711 })],
    [action({ kind: 'openCall', id: 'file:///a.js#1:2' })],
    [action({ kind: 'trace', cell: 0 })],
  ])('is read: %j', (message) => {
    expect(readMessage(message)).toEqual(message);
  });

  it.each([
    [undefined],
    [null],
    ['ready'],
    [{}],
    [{ type: 'action' }],
    [action({ kind: 'format' })],
    [action({ kind: 'constructor' })],
    [action({ kind: 'run', on: 'everything' })],
    [action({ kind: 'stop', pid: -1 })],
    [action({ kind: 'stop', pid: '4711' })],
    [action({ kind: 'stop', pid: 4711, signal: 'SIGKILL' })],
    [action({ kind: 'stop' })],
    [action({ kind: 'trace', cell: 1.5 })],
    [action({ kind: 'openCall', id: 'x'.repeat(10_001) })],
  ])('is refused: %j', (message) => {
    expect(readMessage(message)).toBeUndefined();
  });
});

describe('the frame of the page', () => {
  const files = { script: 'https://s/main.js', style: 'https://s/style.css', cspSource: 'https://s' };

  it('allows its own script and style sheet, and nothing else', () => {
    const html = pageHtml(files, 'en');
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    expect(/content="(default-src[^"]*)"/.exec(html)?.[1]).toBe(
      `default-src 'none'; style-src https://s; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has another nonce every time', () => {
    expect(pageHtml(files, 'en')).not.toBe(pageHtml(files, 'en'));
  });
});
