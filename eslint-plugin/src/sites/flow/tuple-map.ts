/** Values by tuples, whose parts are compared one by one as the keys of a Map are. */
export class TupleMap<V> {
  readonly #next = new Map<unknown, TupleMap<V>>();
  #found: { readonly value: V } | undefined;

  /** The value of a tuple, made when it is first asked for. */
  get(tuple: readonly unknown[], make: () => V): V {
    const end = this.#at(tuple);
    end.#found ??= { value: make() };
    return end.#found.value;
  }

  /** Keeps the value of a tuple that has none yet; says whether it had none. */
  add(tuple: readonly unknown[], value: V): boolean {
    const end = this.#at(tuple);
    const isNew = end.#found === undefined;
    end.#found ??= { value };
    return isNew;
  }

  #at(tuple: readonly unknown[]): TupleMap<V> {
    return tuple.reduce<TupleMap<V>>((at, part) => at.#then(part), this);
  }

  #then(part: unknown): TupleMap<V> {
    let next = this.#next.get(part);
    if (!next) {
      next = new TupleMap();
      this.#next.set(part, next);
    }
    return next;
  }
}
