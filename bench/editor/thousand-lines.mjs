/** A TypeScript file of a thousand lines with one listen call at its end: handlers, types and classes, as a server has. */
export function thousandLines() {
  const head = [
    "import http from 'node:http';",
    '',
    'interface Order { readonly id: number; readonly lines: readonly string[] }',
    '',
  ];
  const block = (/** @type {number} */ index) => [
    `/** Answers for order ${index}. */`,
    `export async function handler${index}(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {`,
    `  const url = new URL(request.url ?? '/', \`http://\${request.headers.host ?? 'localhost'}\`);`,
    `  const orders: Order[] = await load${index}<Order>(url.searchParams.get('id') ?? '${index}');`,
    '  for (const { id, lines } of orders.filter((order) => order.id > 0)) {',
    "    response.write(`${id}: ${lines.map((line) => line.trim()).join(', ')}\\n`);",
    '  }',
    "  response.end(orders.length === 0 ? 'none' : undefined);",
    '}',
    '',
    `async function load${index}<T extends object>(key: string): Promise<T[]> {`,
    `  return key === '${index}' ? [] : ([{ id: Number(key), lines: [key] }] as unknown as T[]);`,
    '}',
    '',
  ];
  const tail = [
    'const server = http.createServer((request, response) => void handler0(request, response));',
    'server.listen(3000);',
  ];
  const body = [];
  for (let index = 0; head.length + body.length + 14 + tail.length <= 1000; index += 1) {
    body.push(...block(index));
  }
  const filling = Array.from(
    { length: 1000 - head.length - body.length - tail.length },
    (_, index) => `// ${index}`,
  );
  return `${[...head, ...body, ...filling, ...tail].join('\n')}\n`;
}
