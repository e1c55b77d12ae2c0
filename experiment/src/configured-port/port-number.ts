/** The port a text spells in decimal, 1 to 65535; undefined for anything else, port 0 included. */
export function portNumber(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) {
    return undefined;
  }
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : undefined;
}

/** Where a text spells a port, such as the default of `${PORT:-3000}`; 0 when it does not, as for `$PORT`. */
export function portOffset(text: string, port: number): number {
  return Math.max(0, text.search(new RegExp(String.raw`(?<!\d)${port}(?!\d)`)));
}
