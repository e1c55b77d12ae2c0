import type { GivenOption } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import type { OptionSetting } from './step.ts';

/** Whether an option is set in a branch that the bind is not in: it may be so, or not. */
export function isConditional(call: SyntaxNode, bind: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (ancestor.start <= bind.start && bind.end <= ancestor.end) {
      return false;
    }
    if (/^(?:if_statement|switch_expression|ternary_expression)$/.test(ancestor.type)) {
      return true;
    }
  }
  return false;
}

/** SO_REUSEPORT that is asked for first, or that is epoll's or kqueue's, is not set on Windows. */
export function valuesOf({ name, call }: OptionSetting, value: boolean | 'unknown'): GivenOption['values'] {
  const isElsewhere =
    name === 'reusePort' &&
    (/Epoll|KQueue|Unix/.test(call.field('arguments')?.text ?? '') || isGuarded(call));
  return { linux: value, darwin: value, win32: isElsewhere ? false : value };
}

const GUARD =
  /SO_REUSEPORT|supportedOptions|os\.name|isAvailable|[Ww]indows|[Ll]inux|isWin|IS_WIN|[Rr]euse_?[Pp]ort/;

function isGuarded(call: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (ancestor.type === 'if_statement' && GUARD.test(ancestor.field('condition')?.text ?? '')) {
      return true;
    }
    if (
      ancestor.type === 'try_statement' &&
      ancestor.named.some(
        ({ type, text }) =>
          type === 'catch_clause' && /UnsupportedOperation|\b(?:Exception|Throwable)\b/.test(text),
      )
    ) {
      return true;
    }
  }
  return false;
}
