import { memoize } from '../../memoize.ts';
import { valueOf, variable, type Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { ancestors } from '../../tree-sitter/walk.ts';
import { ownerOfField, ownerOfName } from './owner.ts';

/** The place an expression or declarator names; undefined for any other. */
export function placeOf(expression: SyntaxNode): Place | undefined {
  const node = unwrap(expression);
  const spelled = (): string => node.text.replaceAll(/\s+/g, '');
  switch (node.type) {
    case 'identifier': {
      const isShared = !isLocal(node, node.text);
      return {
        text: node.text,
        name: node.text,
        isShared,
        ...(isShared ? { owner: ownerOfName(node) } : {}),
      };
    }
    case 'call_expression': {
      const owner = ownerOf(node);
      if (owner) {
        return placeOf(owner);
      }
      // the value of a call that no variable takes: `serve(socket(...))`, `return socket(...)`
      return valueOf(node);
    }
    case 'field_identifier':
      return { text: node.text, name: node.text, isShared: true, owner: ownerOfName(node) };
    case 'field_expression': {
      const text = spelled();
      return {
        text,
        name: node.field('field')?.text ?? text,
        isShared: true,
        owner: ownerOfField(node),
      };
    }
    case 'subscript_expression': {
      const array = node.field('argument');
      const inside = array && placeOf(array);
      return inside && { ...inside, text: spelled() };
    }
    case 'pointer_declarator':
    case 'reference_declarator': {
      const inside = node.named.at(-1);
      return inside && placeOf(inside);
    }
    case 'pointer_expression': {
      const inside = node.field('argument');
      const place = inside && placeOf(inside);
      const text = spelled();
      return (
        place &&
        (text.startsWith('&') ? { ...place, isReference: true } : { ...place, text, pointer: place.text })
      );
    }
    default:
      return undefined;
  }
}

/** What a pointer points at: `*out`. */
export const pointedAt = (pointer: string): Place => ({ ...variable(`*${pointer}`), pointer });

/** Methods without arguments that tell the descriptor an object holds, and change nothing. */
const ACCESSOR =
  /^(?:get_?)?(?:native_?|raw_?|sock_?|socket_?)?(?:fd|handle|descriptor|sock|socket)$|^(?:get|fileno)$/i;

/** The object whose descriptor a call tells: `listener` of `listener.fd()`; undefined for any other call. */
export function ownerOf(call: SyntaxNode): SyntaxNode | undefined {
  const callee = call.field('function');
  const owner = callee?.type === 'field_expression' ? callee.field('argument') : undefined;
  return owner &&
    /^(?:identifier|field_expression)$/.test(owner.type) &&
    ACCESSOR.test(callee?.field('field')?.text ?? '') &&
    call.field('arguments')?.named.length === 0
    ? owner
    : undefined;
}

/** Whether a function declares a name: as a variable or a parameter. C has no closures to reach others'. */
function isLocal(node: SyntaxNode, name: string): boolean {
  const definition = functionAround(node);
  return definition !== undefined && namesDeclaredIn(definition).has(name);
}

const functions = new WeakMap<SyntaxNode, { readonly definition: SyntaxNode | undefined }>();

/** The function that holds a node; what is climbed over is remembered, as blocks may nest thousands deep. */
function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  const climbed: SyntaxNode[] = [];
  let around: { readonly definition: SyntaxNode | undefined } = { definition: undefined };
  for (const ancestor of ancestors(node)) {
    const known =
      ancestor.type === 'function_definition' ? { definition: ancestor } : functions.get(ancestor);
    if (known) {
      around = known;
      break;
    }
    climbed.push(ancestor);
  }
  climbed.forEach((ancestor) => functions.set(ancestor, around));
  return around.definition;
}

const namesDeclaredIn = memoize((definition: SyntaxNode): ReadonlySet<string> => {
  const found = new Set<string>();
  const stack = [definition];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (/(?:^|_)declarator$|^parameter_declaration$/.test(node.type) || node.type === 'declaration') {
      for (const declarator of node.fields('declarator')) {
        if (declarator.type === 'identifier') {
          found.add(declarator.text);
        }
      }
    }
    for (const child of node.named) {
      stack.push(child);
    }
  }
  return found;
});

/** The place that takes a call's result, seen through parentheses, casts and assignments in conditions. */
export function targetOf(call: SyntaxNode): Place | undefined {
  let node = call;
  for (let { parent } = node; parent; { parent } = parent) {
    switch (parent.type) {
      case 'parenthesized_expression':
      case 'cast_expression':
        node = parent;
        continue;
      case 'initializer_list':
        // `int fd_{::socket(...)};`
        if (parent.parent?.type !== 'field_declaration') {
          return undefined;
        }
        node = parent;
        continue;
      case 'field_declaration': {
        const into = parent.field('declarator');
        return parent.field('default_value') === node && into ? placeOf(into) : undefined;
      }
      case 'assignment_expression':
      case 'init_declarator': {
        const isInit = parent.type === 'init_declarator';
        const value = parent.field(isInit ? 'value' : 'right');
        const into = parent.field(isInit ? 'declarator' : 'left');
        return value === node && into ? placeOf(into) : undefined;
      }
      default:
        return undefined;
    }
  }
  return undefined;
}
