import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { deeper, spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import type { Edit } from '../site.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import { assignmentsOf } from './assignments.ts';
import { isCallee, outermost, type Node } from './ast.ts';
import { addProperty, removeProperty, replaceNode } from './edit.ts';
import { asNode, variableOf, type File } from './file.ts';
import { objectProperties, spreadsOf } from './members.ts';
import { resolve } from './interpret/interpret.ts';

/** A property that an options object has. */
export interface OptionProperty {
  readonly key: Node;
  readonly value: Node;
  /** Takes it out; absent where that would reach beyond the object. */
  readonly remove?: () => Edit[];
  readonly replace: (text: string) => Edit[];
}

/** One object that an options argument may be. */
export interface OptionsObject {
  /** The property of a name, the last one given. */
  readonly get: (name: string) => OptionProperty | undefined;
  /** Properties may come from elsewhere: `...rest`. */
  readonly opaque: boolean;
  /** Adds a property; absent where the object is used for something else too. */
  readonly add?: (property: string) => Edit[];
}

/** Every object that an expression may be; `opaque` when it may be something that the file does not show. */
export interface OptionsReading {
  readonly objects: readonly OptionsObject[];
  readonly opaque: boolean;
}

const UNKNOWN: OptionsReading = { objects: [], opaque: true };

/** What expressions were read as. */
const readings = memoize<File, Readings>(() => ({ known: new WeakMap(), within: new Set(), cuts: 0 }));

interface Readings {
  readonly known: WeakMap<Node, OptionsReading>;
  /** The literals that are being read. */
  readonly within: Set<Node>;
  cuts: number;
}

/** Reads an options argument: inline, in a variable, conditional, returned by a function of the file. */
export function readOptions(file: File, expression: Node): OptionsReading {
  const reading = readings(file);
  const known = reading.known.get(expression);
  if (known) {
    return known;
  }
  const { cuts } = reading;
  const read = readAll(file, expression, reading);
  // what a cycle cut short is another where the question starts elsewhere
  if (reading.cuts === cuts) {
    reading.known.set(expression, read);
  }
  return read;
}

function readAll(file: File, expression: Node, reading: Readings): OptionsReading {
  const objects: OptionsObject[] = [];
  let opaque = false;
  const seen = new Set<Node>();
  for (const value of resolve(file, expression)) {
    if (value.kind === 'object') {
      // `options = { ...options, host }`: what an object spreads of itself adds nothing
      if (reading.within.has(value.node)) {
        reading.cuts += 1;
      } else if (!seen.has(value.node)) {
        seen.add(value.node);
        reading.within.add(value.node);
        try {
          objects.push(readLiteral(file, value.node, expression));
        } finally {
          reading.within.delete(value.node);
        }
      }
    } else {
      opaque = true;
    }
  }
  return { objects, opaque };
}

function readLiteral(file: File, literal: TSESTree.ObjectExpression, use: Node): OptionsObject {
  const holder = holderOf(file, literal);
  const spreads = spreadsOf(literal).map(({ argument }) =>
    deeper(() => readOptions(file, argument), UNKNOWN),
  );
  const isOwn =
    outermost(literal) === outermost(use) ||
    isWithin(literal, use) ||
    (holder !== undefined && isOnlyRead(holder, use));
  const assigned = (name: string): OptionProperty | undefined => {
    // what is set later does not count here
    const before = holder ? assignmentsOf(file, name, holder) : [];
    const assignment = before[firstNotBelow(before, use.range[0] + 1, ({ left }) => left.range[1]) - 1];
    return (
      assignment && {
        key: assignment.left,
        value: assignment.right,
        replace: (text) => replaceNode(assignment.right, text),
      }
    );
  };
  const own = (name: string): OptionProperty | undefined => {
    const property = objectProperties(literal, name).at(-1);
    return (
      property && {
        key: property.key,
        value: property.value,
        // what else uses the object may look at the property
        ...(isOwn ? { remove: () => removeProperty(file, literal, property) } : {}),
        replace: (text) =>
          property.shorthand ? replaceNode(property, `${name}: ${text}`) : replaceNode(property.value, text),
      }
    );
  };
  const spread = (name: string): OptionProperty | undefined => {
    for (const { objects } of spreads) {
      for (const object of objects) {
        const property = object.get(name);
        if (property) {
          return property;
        }
      }
    }
    return undefined;
  };
  const found = new Map<string, OptionProperty | undefined>();
  const find = (name: string): OptionProperty | undefined => {
    if (!found.has(name)) {
      found.set(name, assigned(name) ?? own(name) ?? spread(name));
    }
    return found.get(name);
  };
  return {
    get: find,
    opaque: spreads.some((reading) => reading.opaque || reading.objects.some((object) => object.opaque)),
    ...(isOwn ? { add: (property: string) => addProperty(file, literal, property) } : {}),
  };
}

function isWithin(inner: Node, outer: Node): boolean {
  return inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1];
}

/** The variable that a literal is the value of. */
function holderOf(file: File, literal: Node) {
  let node = outermost(literal);
  while (node.parent?.type === 'ConditionalExpression' || node.parent?.type === 'LogicalExpression') {
    node = outermost(node.parent);
  }
  const { parent } = node;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
    ? variableOf(file, parent.id)
    : undefined;
}

/** Whether a variable's object goes nowhere but into `use`; reading or setting its properties does no harm. */
function isOnlyRead(variable: Scope.Variable, use: Node): boolean {
  const others = otherUses(variable);
  return others === undefined || (use.range[0] <= others[0] && others[1] <= use.range[1]);
}

/** Where a variable is used for something else than its properties, from the first such use to the last; undefined where it is not. */
const otherUses = memoize((variable: Scope.Variable): readonly [number, number] | undefined => {
  spend(variable.references.length);
  const ranges = variable.references.flatMap((reference) => {
    const identifier = asNode(reference.identifier);
    const { parent } = identifier;
    const isMember = parent?.type === 'MemberExpression' && parent.object === identifier && !isCallee(parent);
    return reference.init === true || isMember ? [] : [identifier.range];
  });
  return ranges.length === 0
    ? undefined
    : [least(ranges.map(([start]) => start)), -least(ranges.map(([, end]) => -end))];
});

const least = (numbers: readonly number[]): number =>
  numbers.reduce((one, other) => Math.min(one, other), Infinity);
