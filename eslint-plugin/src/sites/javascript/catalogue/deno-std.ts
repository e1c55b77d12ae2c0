import { dropping } from './apis.ts';
import type { Family, Listener } from './family.ts';

/** http/server.ts, serve(): `new Server({ port, hostname, handler, onError })`, which gives Deno.listen() port and hostname alone. */
const serve = (name: string, defaultPort: number): Listener => ({
  api: dropping(name, 'use Deno.serve()', { runtime: 'deno' }),
  defaultPort,
  arguments: { shape: 'options', at: 1 },
  // the first versions took the address first and handed it to Deno.listen() whole: `for await (const request of serve({ port }))`
  onlyWhen: [{ at: 0, in: ['port'], is: [] }],
});

export const denoStd: Family = {
  name: 'std/http/server.ts',
  modules: ['https://deno.land/std*', 'std/http/server.ts', '@std/http/server'],
  calls: { serve: serve('serve() of std/http', 8000), serveTls: serve('serveTls() of std/http', 8443) },
};
