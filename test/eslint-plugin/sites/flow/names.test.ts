import { describe, expect, it } from 'vitest';
import {
  evidenceOfName,
  isPortNumber,
  saysHost,
  saysPort,
} from '../../../../eslint-plugin/src/sites/flow/names.ts';

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

describe('an expression', () => {
  it.each([
    'port',
    'args.port',
    'config["http_port"]',
    'int(os.environ.get("PORT", 80))',
    'self.serverPort + 1',
  ])('names a port: %s', (text) => {
    expect(saysPort(text)).toBe(true);
  });
  it.each(['transport', 'report.number', 'backlog', '8080', 'support["import"]', ''])(
    'names none: %s',
    (text) => {
      expect(saysPort(text)).toBe(false);
    },
  );
  it.each(['host', 'HOST', 'args.listen_address', 'server_ip', 'self._host', 'bind'])(
    'names a host: %s',
    (text) => {
      expect(saysHost(text)).toBe(true);
    },
  );
  it.each(['handler', 'script', 'shipping', 'app', 'address_book'])('names no host: %s', (text) => {
    expect(saysHost(text)).toBe(false);
  });
});

describe('a number', () => {
  it.each([
    [80, true],
    [65_535, true],
    [0, false],
    [65_536, false],
    [8080.5, false],
  ])('%d may be a port: %s', (value, expected) => {
    expect(isPortNumber(value)).toBe(expected);
  });
});
