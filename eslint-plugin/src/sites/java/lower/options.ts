import type { GivenOption, Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors, holds } from '../../tree-sitter/walk.ts';
import { platformsAt, platformsWhere } from './conditions.ts';
import type { Names } from './names.ts';
import type { OptionSetting } from './step.ts';

/** Whether an option is set in a branch that the bind is not in, by more than the platform: it may be so, or not. */
export function isConditional(names: Names, call: SyntaxNode, bind: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    if (holds(ancestor, bind)) {
      return false;
    }
    if (/^(?:if_statement|switch_expression|ternary_expression)$/.test(ancestor.type)) {
      const test = ancestor.field('condition');
      if (!test || ancestor.type === 'switch_expression' || !platformsWhere(names, test)) {
        return true;
      }
    }
  }
  return false;
}

/**
 * SO_REUSEPORT that is asked for first, or that is epoll's or kqueue's, is not set on Windows. Where an option is not set at all,
 * a listener has what the JVM gives it: SO_REUSEADDR but for Windows. Source: OpenJDK 17, sun/nio/ch/Net.java serverSocket().
 */
export function valuesOf(
  names: Names,
  { name, call }: OptionSetting,
  value: boolean | 'unknown',
): GivenOption['values'] {
  const reached = platformsAt(names, call);
  const isElsewhere =
    name === 'reusePort' &&
    (/Epoll|KQueue|Unix/.test(call.field('arguments')?.text ?? '') || isGuarded(names, call));
  const isUnset = name === 'reusePort' ? false : 'unknown';
  const on = (platform: Platform, unset: boolean | 'unknown'): boolean | 'unknown' =>
    reached.includes(platform) ? value : unset;
  return {
    linux: on('linux', isUnset),
    darwin: on('darwin', isUnset),
    win32: isElsewhere ? false : on('win32', false),
  };
}

const GUARD =
  /SO_REUSEPORT|supportedOptions|os\.name|isAvailable|[Ww]indows|[Ll]inux|isWin|IS_WIN|[Rr]euse_?[Pp]ort/;

function isGuarded(names: Names, call: SyntaxNode): boolean {
  for (const ancestor of ancestors(call)) {
    const test = ancestor.type === 'if_statement' ? ancestor.field('condition') : undefined;
    if (test && GUARD.test(test.text) && !platformsWhere(names, test)) {
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
