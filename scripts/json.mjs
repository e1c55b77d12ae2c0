/**
 * JSON.parse(), whose answer is of no type until somebody says of which: `any` would pass for each.
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  return JSON.parse(text);
}
