/** What a change may alter in what a program does: the reuse options of the sockets it is about, and nothing else. */
import { SUGGESTED } from '../../test/eslint-plugin/execution/changes.ts';
import { isReuse, livesOf } from '../../test/eslint-plugin/execution/lives.ts';

/**
 * @import { Call, Outcome } from '../../test/eslint-plugin/execution/run/outcome.ts'
 * @import { Life } from '../../test/eslint-plugin/execution/lives.ts'
 * @import { Change } from './changes.mjs'
 * @import { Watched } from './watch.mjs'
 */

/** @param {Outcome} outcome */
export const bindsOf = ({ calls }) => calls.filter(({ name }) => name === 'bind');

/**
 * @param {Change} change
 * @param {Watched} was
 * @param {Watched} is
 * @returns {string | undefined} what differs and may not
 */
export function differenceOf(change, was, is) {
  const [before, after] = [was, is].map(({ calls }) =>
    calls.flatMap((call) => (isReuse(call) ? [] : [call.text])).join('\n'),
  );
  if (was.port !== is.port) return `another port: ${was.port} became ${is.port}`;
  if (before !== after) return `other system calls:\n${before}\nbecame\n${after}`;
  if (was.status !== is.status) return `another exit: ${was.status} became ${is.status}`;
  if (was.output !== is.output) return `another output:\n${was.output}\nbecame\n${is.output}`;
  const old = livesOf(was.calls);
  for (const [index, life] of livesOf(is.calls).entries()) {
    const own = old[index];
    if (!own) return 'another number of sockets';
    const due = dueTo(change, own, callsOf(is.calls, index));
    const given = life.before.join(' ');
    if (!due.includes(given)) {
      return `socket ${index + 1} has ${given || 'nothing'} instead of ${due.map((one) => one || 'nothing').join(' or ')}`;
    }
    const late = life.after.join(' ');
    if (late !== own.after.join(' ')) return `options after the bind: ${late || 'none'}`;
  }
  return undefined;
}

/**
 * @param {readonly Call[]} calls
 * @param {number} index among the sockets, in the order in which they were made
 */
function callsOf(calls, index) {
  const number = [...new Set(calls.map(({ socket }) => socket))][index];
  return calls.filter(({ socket }) => socket === number);
}

/**
 * @param {Change} change
 * @param {Life} own the socket in the program as it is
 * @param {readonly Call[]} calls of the socket
 * @returns {readonly string[]} the options that it may have before its bind after the change
 */
function dueTo({ suggestion, fixed }, own, calls) {
  const has = own.before.join(' ');
  const binds = calls.filter(({ name }) => name === 'bind');
  if (binds.length === 0 || calls.some(({ name }) => name === 'connect')) return [has];
  if (suggestion !== undefined) return [has, `${has} ${SUGGESTED[suggestion] ?? ''}`.trim()];
  if (has !== '') return [has];
  if (!own.isStream) return [fixed.includes('udpMulticast') ? 'SO_REUSEADDR=1 SO_REUSEPORT=1' : ''];
  // one whose bind fails does not come to listen
  const isServer = calls.some(({ name }) => name === 'listen') || !binds.at(-1)?.text.endsWith(' = 0');
  return [isServer && fixed.some((id) => !id.startsWith('udp')) ? 'SO_REUSEADDR=1' : ''];
}
