import koffi from 'koffi';

type Call<Arguments extends unknown[]> = (...parameters: Arguments) => number;

/**
 * Opens a shared library; null stands for what this process has loaded, the C library among it.
 * @returns how to get one of its functions by its C prototype
 * @throws where the library, or then the function, is missing
 */
export function openLibrary(name: string | null) {
  const library = koffi.load(name);
  return <Arguments extends unknown[]>(prototype: string) =>
    library.func(prototype) as unknown as Call<Arguments>;
}

export { koffi };
