// The part of the WebAssembly API that is used here; the whole of it comes only with TypeScript's library for browsers.
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const RuntimeError: ErrorConstructor;
  const Instance: new (module: Module, imports: Imports) => Instance;
}
