import { noDisabledReuse } from '../../../eslint-plugin/src/rules/no-disabled-reuse.ts';
import { commonjs } from '../rule-tester.ts';

const receiver = (option: string): string =>
  `const socket = require('dgram').createSocket({ type: 'udp4', reuseAddr: ${option} });\nsocket.bind(5353, () => socket.addMembership('224.0.0.251'));`;
const worker = (options: string): string =>
  `const cluster = require('cluster');\nif (!cluster.isPrimary) {\n  require('http').createServer().listen({ ${options} });\n}`;

commonjs.run('no-disabled-reuse', noDisabledReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [
    { name: 'a multicast receiver with reuse on', code: receiver('true') },
    { name: 'a value from elsewhere', code: receiver('config.share') },
    {
      name: 'off for unicast, which is a statement',
      code: `const s = require('dgram').createSocket({ type: 'udp4', reuseAddr: false });\ns.bind(5000);`,
    },
    {
      name: 'reusePort: false, which is a statement',
      code: `require('net').createServer().listen({ port: 3000, reusePort: false });`,
    },
    {
      name: 'exclusive outside workers',
      code: `require('net').createServer().listen({ port: 3000, exclusive: true });`,
    },
    { name: 'exclusive: false in a worker', code: worker('port: 3000, exclusive: false') },
    {
      name: 'exclusive in a worker that shares by reusePort',
      code: worker('port: 3000, exclusive: true, reusePort: true'),
    },
    {
      name: 'exclusive in the primary',
      code: worker('port: 3000, exclusive: true').replace('!cluster', 'cluster'),
    },
  ],
  invalid: [
    {
      name: 'a multicast receiver',
      code: receiver('false'),
      output: receiver('true'),
      errors: [{ messageId: 'multicast' }],
    },
    {
      name: 'a multicast receiver by its address',
      code: `const s = require('dgram').createSocket({ type: 'udp6', reuseAddr: false });\ns.bind(5353, 'ff02::fb');`,
      output: `const s = require('dgram').createSocket({ type: 'udp6', reuseAddr: true });\ns.bind(5353, 'ff02::fb');`,
      errors: [{ messageId: 'multicast' }],
    },
    {
      name: 'exclusive in a worker',
      code: worker('port: 3000, exclusive: true'),
      errors: [
        {
          messageId: 'clusterWorker',
          suggestions: [{ messageId: 'switchOff', output: worker('port: 3000, exclusive: false') }],
        },
      ],
    },
    {
      name: 'exclusive in a worker after the primary has left',
      code: `const cluster = require('cluster');\nfunction main() {\n  if (cluster.isPrimary) {\n    cluster.fork();\n    return;\n  }\n  require('http').createServer().listen({ port: 3000, exclusive: true });\n}`,
      errors: [
        {
          messageId: 'clusterWorker',
          suggestions: [
            {
              messageId: 'switchOff',
              output: `const cluster = require('cluster');\nfunction main() {\n  if (cluster.isPrimary) {\n    cluster.fork();\n    return;\n  }\n  require('http').createServer().listen({ port: 3000, exclusive: false });\n}`,
            },
          ],
        },
      ],
    },
  ],
});
