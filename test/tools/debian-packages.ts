import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import packages from '../debian-packages.json' with { type: 'json' };

/** Where Debian keeps daemons; not on the PATH of ordinary users. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Asked by invoke-rc.d before it starts a service; 101 forbids it. Source: deb-systemd, invoke-rc.d(8), README.policy-rc.d. */
const POLICY = '/usr/sbin/policy-rc.d';

/** The path of a program, or undefined where it is not installed. */
export function which(command: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SBIN];
  return folders.map((folder) => join(folder, command)).find(executable);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian's names for what the tests need and this machine lacks. */
export function missingPackages(): string[] {
  return packages
    .filter(({ command, file }) => (command === undefined ? !existsSync(file) : which(command) === undefined))
    .map(({ package: name }) => name);
}

/** Installs packages without asking and without starting the services they bring. Throws with apt's own words. */
export function installPackages(names: readonly string[]): void {
  const forbid = !existsSync(POLICY);
  if (forbid) {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  }
  try {
    aptGet(['update']);
    aptGet(['install', '--yes', '--no-install-recommends', ...names]);
  } finally {
    if (forbid) {
      rmSync(POLICY);
    }
  }
}

function aptGet(arguments_: readonly string[]): void {
  const { status, stderr, error } = spawnSync('apt-get', ['--quiet', ...arguments_], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (error || status !== 0) {
    throw new Error(`apt-get ${arguments_.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }
}
