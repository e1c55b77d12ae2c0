import { describe, expect, it } from 'vitest';
import { commandPorts } from '../../../experiment/src/configured-port/command.ts';

type Row = [line: string, ...ports: string[]];

/** Each port with the name of its variable or flag; the text must stand at the place that is told. */
function ports(line: string): string[] {
  return commandPorts(line, () => undefined).map(({ port, protocol, offset, name, isDefault, address }) => {
    expect(line.slice(offset)).toMatch(isDefault ? new RegExp(name) : new RegExp(`^\\S*${port}`));
    return [isDefault ? 'default' : name, port, protocol === 'udp' ? 'udp' : '', address ?? '']
      .filter(Boolean)
      .join(' ');
  });
}

describe('the port of a command line', () => {
  it.each<Row>([
    ['PORT=3000 node server.js', 'PORT 3000'],
    ['NODE_ENV=production PORT=3000 node server.js', 'PORT 3000'],
    ['cross-env NODE_ENV=x PORT=3000 node server.js', 'PORT 3000'],
    ['set PORT=3000 && node server.js', 'PORT 3000'],
    ['export PORT=3000; node server.js', 'PORT 3000'],
    ['PORT="3000" node server.js', 'PORT 3000'],
    ['PORT=${PORT:-3000} node server.js', 'PORT 3000'],
    ['API_PORT=3001 node api.js', 'API_PORT 3001'],
    ['SUPPORT=3000 node server.js'],
  ])('of an assignment: %s', (line, ...expected) => {
    expect(ports(line)).toEqual(expected);
  });

  it.each<Row>([
    ['node server.js --port 4000', '--port 4000'],
    ['node server.js --port=4000', '--port 4000'],
    ['next dev -p 4000', '-p 4000'],
    ['next dev -p4000 -H 127.0.0.1', '-p 4000 127.0.0.1'],
    ['vite --host 0.0.0.0 --port 4000', '--port 4000 0.0.0.0'],
    ['vite --host --port 4000', '--port 4000'],
    ['npx -y http-server public -p 8081 -a localhost', '-p 8081 localhost'],
    ['ng serve --port 4201', '--port 4201'],
    ['npm run start -- --port 4001', '--port 4001'],
    ['node node_modules/vite/bin/vite.js --port 5000', '--port 5000'],
    ['dotenv -e .env -- next dev -p 4000', '-p 4000'],
    ['serve -l tcp://0.0.0.0:5001 build', '-l 5001 0.0.0.0'],
    ['php -S localhost:8000 -t public', '-S 8000 localhost'],
    ['gunicorn -b 0.0.0.0:8001 app:app', '-b 8001 0.0.0.0'],
    ['python -m http.server 8002', '8002'],
    ['python manage.py runserver 0.0.0.0:8003', '8003 0.0.0.0'],
    ['python -m uvicorn app:app --port 8004', '--port 8004'],
    ['java -Dserver.port=8085 -jar app.jar', 'server.port 8085'],
    ['./mvnw spring-boot:run -Dspring-boot.run.arguments=--server.port=8086', 'server.port 8086'],
    ['docker run -p 127.0.0.1:8087:80 -p 53:53/udp image', '-p 8087 127.0.0.1', '-p 53 udp'],
  ])('of a flag: %s', (line, ...expected) => {
    expect(ports(line)).toEqual(expected);
  });

  it.each<Row>([
    ['concurrently "vite --port 3000" "PORT=3001 node api.js"', '--port 3000', 'PORT 3001'],
    ["sh -c 'node server.js --port 3000'", '--port 3000'],
    ['tsc && (vite --port 3000 & node api.js --port 3001)', '--port 3000', '--port 3001'],
  ])('of each command in a line: %s', (line, ...expected) => {
    expect(ports(line)).toEqual(expected);
  });

  it.each<Row>([
    ['vite', 'default 5173'],
    ['vite preview', 'default 4173'],
    ['next dev', 'default 3000'],
    ['ng serve', 'default 4200'],
    ['nuxt dev', 'default 3000'],
    ['vite build'],
    ['next build'],
    ['vite --version'],
  ])('of a known tool without one: %s', (line, ...expected) => {
    expect(ports(line)).toEqual(expected);
  });

  it.each([
    'psql -h localhost --port 5432',
    'wait-on http://localhost:3000 --port 3000',
    'mkdir -p 3000',
    'tsc -p 3000',
    'node --inspect=9229 main.js',
    'npm run serve',
    'echo "use --port 3000"',
    'node server.js --port 0',
    'node server.js --port 65536',
    'node server.js --port $UNKNOWN',
    '',
  ])('and none of what is not a server: %s', (line) => {
    expect(ports(line)).toEqual([]);
  });
});
