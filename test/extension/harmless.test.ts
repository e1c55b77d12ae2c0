import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  forDialog,
  forMenu,
  forNotification,
  harmlessChannel,
  menuEntry,
} from '../../extension/src/harmless.ts';
import { HOSTILE, obeyed, SHOWN } from '../experiment/hostile.ts';

describe("others' text", () => {
  it('in a notification is shown, has no links that run commands, and no secrets', () => {
    expect(forNotification(HOSTILE)).toBe(SHOWN);
    expect(forNotification('[fix](command:workbench.action.quit) a')).toBe(
      '[fix] (command:workbench.action.quit) a',
    );
    expect(forNotification('stop node s.js --token abc')).toBe('stop node s.js --token …');
  });

  it('in a dialog is shown, in lines', () => {
    expect(forDialog(`${HOSTILE}\nb`)).toBe(`${SHOWN}\nb`);
  });

  it('in a menu and in the status bar is shown, and has no icons', () => {
    expect(forMenu(`$(check) ${HOSTILE}`)).toBe(`$ (check) ${SHOWN}`);
    expect(menuEntry({ label: HOSTILE, description: HOSTILE, detail: HOSTILE, choice: HOSTILE })).toEqual({
      label: SHOWN,
      description: SHOWN,
      detail: SHOWN,
      choice: HOSTILE,
    });
    expect(menuEntry({ label: 'a' })).toEqual({ label: 'a' });
  });
});

describe('a channel of output', () => {
  it('shows what others wrote, whoever writes to it and however', () => {
    const written: unknown[][] = [];
    const channel = harmlessChannel(
      // as the editor makes them
      Object.freeze({
        name: 'Rebind',
        error(this: unknown, ...parts: unknown[]) {
          expect(this).toHaveProperty('name');
          written.push(parts);
        },
        append: (...parts: unknown[]) => written.push(parts),
        show: (...parts: unknown[]) => written.push(parts),
      }),
    );
    channel.error(HOSTILE, 7, `a\n${HOSTILE}`);
    const failure = new Error(HOSTILE);
    channel.error(failure);
    channel.append(HOSTILE);
    channel.show(true);
    expect(channel.name).toBe('Rebind');
    expect(written[0]).toEqual([SHOWN, 7, `a\n${SHOWN}`]);
    expect(written[1]?.[0]).toMatch(/^Error: a\\x1b.*\n {4}at /s);
    expect(written.slice(2)).toEqual([[SHOWN], [true]]);
    expect(obeyed(written.flat().join('\n'))).toEqual([]);
  });
});

it('nothing else of the extension speaks to users by itself', () => {
  const folder = fileURLToPath(new URL('../../extension/src', import.meta.url));
  const speakers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) =>
      /\bshow(?:Error|Warning|Information)Message\b|\bshowQuickPick\b|\bcreateQuickPick\b|\bcreateOutputChannel\b|\bsetStatusBarMessage\b|\bwithProgress\b/.test(
        readFileSync(path.join(folder, name), 'utf8'),
      ),
    );
  expect(speakers.sort()).toEqual(['log.ts', 'say.ts']);
});
