import { open } from 'node:fs/promises';

/**
 * The text of a file that is no larger than it may be: its size is looked at first, and of what has none, such as a pipe,
 * no more is read.
 * @throws RangeError where it is larger
 */
export async function readSized(file: string, mostBytes: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const parts: Buffer[] = [];
    let read = size;
    if (size <= mostBytes) {
      read = 0;
      for await (const part of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
        parts.push(part);
        read += part.length;
        if (read > mostBytes) {
          break;
        }
      }
    }
    if (read > mostBytes) {
      throw new RangeError(`it is larger than ${Math.round(mostBytes / 1024 / 1024)} MB`);
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    await handle.close();
  }
}
