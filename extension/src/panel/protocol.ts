import type { Action, Page } from './page.ts';

/** From the host: always the whole truth. */
export interface ToPage {
  readonly type: 'snapshot';
  readonly page: Page;
}

/** From the page: it is there and knows nothing, or the user did something. */
export type FromPage = { readonly type: 'ready' } | { readonly type: 'action'; readonly action: Action };

type Check = (value: unknown) => boolean;

const natural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const text: Check = (value) => typeof value === 'string' && value.length <= 10_000;
const target: Check = (value) => value === 'port' || value === 'free';

/** The fields of each action besides its kind. */
const FIELDS: Readonly<Record<Action['kind'], Readonly<Record<string, Check>>>> = {
  run: { on: target },
  cancel: {},
  refresh: {},
  choosePort: {},
  openPort: {},
  stop: { pid: natural },
  showTerminal: { pid: natural },
  release: {},
  copy: { port: natural },
  openCall: { id: text },
  fixCall: { id: text },
  trace: { cell: natural },
  closeTrace: {},
  claims: {},
  showLog: {},
  manageTrust: {},
  dismiss: { id: text },
};

/** Reads a message that crossed from the page. @returns undefined where it is none of ours */
export function readMessage(message: unknown): FromPage | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  if (message.type === 'ready') {
    return { type: 'ready' };
  }
  const { action } = message;
  return message.type === 'action' && isAction(action) ? { type: 'action', action } : undefined;
}

function isAction(value: unknown): value is Action {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Object.hasOwn(FIELDS, value.kind)) {
    return false;
  }
  const fields = FIELDS[value.kind as Action['kind']];
  return (
    Object.keys(value).every((key) => key === 'kind' || Object.hasOwn(fields, key)) &&
    Object.entries(fields).every(([key, check]) => check(value[key]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
