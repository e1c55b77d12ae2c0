/** What a change broke, in a few words that are the same for all of its kind, and the particulars. */
export interface Fault {
  readonly kind: string;
  readonly detail: string;
}
