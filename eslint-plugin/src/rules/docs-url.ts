import { VERSION } from '../version.ts';

/** The page of a rule as it was when this version was published: by the tag that the release gives the package. */
export function docsUrl(rule: string): string {
  return `https://github.com/rebind-dev/rebind/blob/eslint-plugin-rebind@${VERSION}/docs/rules/${rule}.md`;
}
