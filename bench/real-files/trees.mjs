/** How files of the labelled trees are built and called, where it cannot be read from the files. */

/**
 * @typedef {object} Tree
 * @property {readonly (readonly string[])[]} [prepare] commands that the tree's own README names, run in a copy of it
 * @property {readonly string[]} flags
 * @property {readonly string[]} [shared] folders whose files without main() may be linked, beside the file's own
 * @property {readonly string[]} [libraries] built by `prepare`
 * @property {Readonly<Record<string, readonly string[]>>} [arguments] what a program is started with
 * @property {Readonly<Record<string, string>>} [mains] the file that has the main() of the file's program, where the file
 *   needs its variables
 * @property {Readonly<Record<string, string>>} [calls] the call that leads to the bind, where the function that binds
 *   is given its socket
 */

/** @type {Readonly<Record<string, Tree>>} by the name of the repository in the labels */
const TREES = {
  'unpbook/unpv13e': {
    prepare: [
      ['./configure', '--quiet'],
      ['make', '-C', 'lib'],
      ['make', '-C', 'libfree'],
    ],
    flags: ['-Ilib'],
    libraries: ['libunp.a'],
    arguments: { 'intro/daytimetcpsrv3.c': ['0.0.0.0', '13'], 'traceroute/traceloop.c': ['127.0.0.1'] },
    mains: { 'traceroute/traceloop.c': 'traceroute/main.c' },
  },
  'debian:can-utils': {
    flags: ['-Iinclude'],
    arguments: {
      'canlogserver.c': ['-p', '7000', 'can0'],
      'isotpserver.c': ['-l', '7000', '-s', '123', '-d', '321', 'can0'],
    },
  },
  'debian:avahi': {
    flags: ['-I.', '-D_GNU_SOURCE'],
    shared: ['avahi-common'],
    calls: { 'avahi-core/socket.c': 'avahi_open_socket_ipv4(0); avahi_open_socket_ipv6(0)' },
  },
};

/**
 * @param {string} repository
 * @returns {Tree}
 */
export const treeOf = (repository) => TREES[repository] ?? { flags: ['-I.'] };
