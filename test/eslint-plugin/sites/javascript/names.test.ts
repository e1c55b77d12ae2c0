import { describe, expect, it } from 'vitest';
import { evidenceOfName } from '../../../../eslint-plugin/src/sites/javascript/names.ts';

describe('what a name suggests', () => {
  it.each([
    ['port', 'port'],
    ['PORT', 'port'],
    ['port1', 'port'],
    ['ports', 'port'],
    ['httpPort', 'port'],
    ['HTTP_PORT', 'port'],
    ['portNumber', 'port'],
    ['debugServerPort', 'port'],
    ['httpport', 'port'],
    ['PORTNUMBER', 'port'],
    ['puerto', 'port'],
    ['passport', undefined],
    ['export', undefined],
    ['transport', undefined],
    ['report', undefined],
    ['support', undefined],
    ['path', 'path'],
    ['socketPath', 'path'],
    ['SOCK', 'path'],
    ['PIPE', 'path'],
    ['proxyPipe', 'path'],
    ['portFile', 'path'],
    ['fd', 'handle'],
    ['_handle', 'handle'],
    ['_boundServer', 'handle'],
    ['hostname', 'path'],
    ['hostPort', 'port'],
    ['cb', 'callback'],
    ['callback', 'callback'],
    ['resolve', 'callback'],
    ['onListening', 'callback'],
    ['options', 'options'],
    ['listenOptions', 'options'],
    ['config', 'options'],
    ['x', undefined],
    ['', undefined],
  ])('%s: %s', (name, evidence) => {
    expect(evidenceOfName(name)).toBe(evidence);
  });
});
