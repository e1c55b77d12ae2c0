import { describe, expect, it } from 'vitest';
import { cutSecrets, withoutSecrets } from '../../../experiment/src/text/secrets.ts';

describe('an argument that looks like a secret is cut', () => {
  it.each([
    ['--password=hunter2', '--password=…'],
    ['--token abc --port 3000', '--token … --port 3000'],
    ['--db-password x', '--db-password …'],
    ['-u me:pw', '-u …'],
    ['API_KEY=abc', 'API_KEY=…'],
    ['KEY=abc', 'KEY=…'],
    ['PGPASSWORD=abc', 'PGPASSWORD=…'],
    ['githubToken=abc', 'githubToken=…'],
    ['-Dspring.datasource.password=abc', '-Dspring.datasource.password=…'],
    ['postgres://me:pw@localhost/db', 'postgres://…@localhost/db'],
    ['redis://:pw@localhost', 'redis://…@localhost'],
    ['http://localhost/?access_token=abc&x=1', 'http://localhost/?access_token=…&x=1'],
    ['deadbeefdeadbeefdeadbeefdeadbeef', '…'],
    ['QWxhZGRpbjpvcGVuIHNlc2FtZTEyMzQ1Njc4OTA=', '…'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '…'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc', '…'],
  ])('%s', (line, cut) => {
    expect(withoutSecrets(line.split(' ')).join(' ')).toBe(cut);
  });

  it.each([
    [
      'DB_PASSWORD=x PORT=3000 node s.js --api-key k --port 3000',
      'DB_PASSWORD=… PORT=3000 node s.js --api-key … --port 3000',
    ],
    ['curl -H "Authorization: Bearer abcdefgh12345"', 'curl -H "Authorization: …"'],
    ['{"password":"abc","port":3}', '{"password":…,"port":3}'],
  ])('also within one argument, as after sh -c: %s', (argument, cut) => {
    expect(withoutSecrets(['sh', '-c', argument]).at(-1)).toBe(cut);
  });
});

it.each([
  'node dist/server.js --port 3000 --host 0.0.0.0',
  '/usr/lib/node_modules/some-very-long-package-name-2024/bin/server.js',
  '/home/ada/MyProject/node_modules/.bin/vite --keep-alive 5 --keyspace ks --author bob',
  'python3 -m http.server 3000 --bind 127.0.0.1',
  'java -Xmx512m -cp target/classes:target/lib/spring-boot-3.2.1.jar com.example.ServerApplication',
])('%s stays as it is', (line) => {
  expect(withoutSecrets(line.split(' ')).join(' ')).toBe(line);
});

it('the time is that of the length, whatever is written', () => {
  const forms = ['password', '-', 'a:', 'a', 'a://', 'token=', '--a ', '"', '/aB1', 'eyJ', 'Bearer '];
  const millisecondsOf = (text: string) => {
    const start = performance.now();
    cutSecrets(text);
    return performance.now() - start;
  };
  for (const form of forms) {
    // a quadratic one takes minutes for the longest that is looked at
    expect(millisecondsOf(form.repeat(1_000_000 / form.length)), form).toBeLessThan(1000);
  }
});
