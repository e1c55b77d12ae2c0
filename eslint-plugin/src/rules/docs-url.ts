/** The page of a rule. */
export function docsUrl(rule: string): string {
  return `https://github.com/rebind-dev/rebind/blob/main/docs/rules/${rule}.md`;
}
