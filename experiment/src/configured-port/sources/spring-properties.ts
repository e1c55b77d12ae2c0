import { parseLines, type Comment, type Pair } from 'dot-properties';
import { parsing, type Interpret } from '../finding.ts';
import { springPorts, type SpringProperty } from './spring.ts';

/** `application.properties` and its profiles; a comment `#---` begins a new document. */
export const interpretSpringProperties: Interpret = ({ path, text }, { variable }) => {
  const documents: SpringProperty[][] = [[]];
  for (const node of parsing(() => parseLines(text, true))) {
    if (isComment(node) && /^[#!]---\s*$/.test(node.comment)) {
      documents.push([]);
    } else if (isPair(node)) {
      documents.at(-1)?.push({ key: node.key, value: node.value, offset: node.range[2] });
    }
  }
  return springPorts(path, documents, variable);
};

type Line = ReturnType<typeof parseLines>[number] | { type: string };

const isComment = (node: Line): node is Comment => 'type' in node && node.type === 'COMMENT';

const isPair = (node: Line): node is Pair => 'type' in node && node.type === 'PAIR';
