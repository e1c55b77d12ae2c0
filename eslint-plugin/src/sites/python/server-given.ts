import { spend } from '../effort.ts';
import { grouped } from '../grouped.ts';
import { memoize } from '../memoize.ts';
import type { GivenOption, OptionName, Platform } from '../site.ts';
import { positionIn } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { Classes, OwnClass } from './lower/classes.ts';
import { platformsWhere } from './lower/conditions.ts';
import type { Definition } from './lower/definitions.ts';
import type { PythonFile } from './lower/file.ts';
import { ATTRIBUTES, bindsIn, type ServerCall, type ServerWriter } from './write/server-write.ts';

/** A server object whose options are read. */
interface Asked extends ServerCall {
  readonly writer: ServerWriter;
}

/** What a file says of reuse for one server object. */
export function readGiven(made: ServerCall, writer: ServerWriter): GivenOption[] {
  const asked = { ...made, writer };
  const found = [...fromClasses(asked), ...fromMethods(asked), ...fromAssignments(asked)];
  const isStated = found.some(({ noEffect }) => !noEffect);
  return isStated ? found.filter(({ noEffect }) => !noEffect) : found;
}

/** `allow_reuse_address = True` in the body of the class or of one it inherits from. */
function fromClasses(asked: Asked): GivenOption[] {
  const { classes, file } = asked.reading;
  const { own } = asked.server;
  const seen = new Set<OptionName>();
  return (own ? lineageOf(own, classes) : []).flatMap((one) =>
    typeof one !== 'object'
      ? []
      : Object.entries(ATTRIBUTES).flatMap(([attribute, name]): GivenOption[] => {
          const bindings = file
            .attributeBindings(attribute, one.definition)
            .filter(({ at }) => file.definitionAt(at) === one.definition);
          const value = bindings.at(-1)?.value;
          if (!value || seen.has(name)) {
            return [];
          }
          seen.add(name);
          return [readAttribute(asked, attribute, value)];
        }),
  );
}

/** `self.allow_reuse_address = True` before the constructor of the base, and setsockopt() in a server_bind() of its own. */
function fromMethods(asked: Asked): GivenOption[] {
  const { classes, file, sourceCode } = asked.reading;
  const { own } = asked.server;
  return (own ? lineageOf(own, classes) : []).flatMap((one): GivenOption[] => {
    if (typeof one !== 'object') {
      return [];
    }
    const fields = Object.keys(ATTRIBUTES).flatMap((attribute) =>
      file
        .attributeBindings(attribute, one.definition)
        .filter(({ at }) => file.definitionAt(at) !== one.definition)
        .flatMap(({ value, at }): GivenOption[] => {
          if (!value) {
            return [];
          }
          const routine = file.functionAt(at);
          const { init = null, bindsLater = false } = routine ? baseCallIn(routine, file) : {};
          const isLate =
            routine?.name === '__init__' && init !== null && routine.start + init.index < at && !bindsLater;
          if (!isLate) {
            return [readAttribute(asked, attribute, value)];
          }
          const option = readAttribute(asked, attribute, value, 'the constructor of the base');
          return [{ ...option, changes: asked.writer.moveToClass(attribute, value) }];
        }),
    );
    const option = setInClass(one, file);
    const set: GivenOption[] = option
      ? [
          {
            name: option[1] === 'PORT' ? 'reusePort' : 'reuseAddr',
            spelled: `SO_REUSE${option[1] ?? ''}`,
            values: { linux: true, darwin: true, win32: true },
            line: sourceCode.locOf(one.definition.start + option.index, one.definition.end).start.line,
          },
        ]
      : [];
    return [...fields, ...set];
  });
}

/** `Server.allow_reuse_address = True` before a server is made, `server.allow_reuse_address = True` after. */
function fromAssignments(asked: Asked): GivenOption[] {
  const { file } = asked.reading;
  const target = targetOf(asked);
  const all = [
    ...assignedToClasses(file, asked.reading.classes).filter(({ object }) => isOfClass(asked, object)),
    ...(assignmentsIn(file).get(target?.text ?? '') ?? []).filter(({ object }) => isTarget(asked, object)),
  ].sort((one, other) => one.index - other.index);
  return [...new Set(all)].map(({ index, attribute, object, assignment, value }) => {
    if (isOfClass(asked, object)) {
      const isBefore =
        index < asked.call.start || file.functionAt(index) !== file.functionAt(asked.call.start);
      return readAttribute(asked, attribute, value, isBefore ? undefined : asked.server.facts.api.name);
    }
    return ofInstance(asked, attribute, value, assignment);
  });
}

function isOfClass(asked: Asked, object: SyntaxNode): boolean {
  const { classes, file } = asked.reading;
  const { own, path } = asked.server;
  const named = classes.named(object.text, object.start);
  const lineage = own ? lineageOf(own, classes) : [path];
  spend(lineage.length);
  const library = file.pathOf(object);
  return (
    (named !== undefined && lineage.includes(named)) ||
    (library !== undefined && (lineage.includes(library) || isAncestor(library, path)))
  );
}

/** What this call's object is kept in. */
function targetOf(asked: Asked): SyntaxNode | undefined {
  const { parent } = asked.call;
  return parent?.type === 'assignment'
    ? parent.field('left')
    : parent?.type === 'as_pattern'
      ? parent.named[1]?.named[0]
      : undefined;
}

/** Whether an expression names that. */
function isTarget(asked: Asked, object: SyntaxNode): boolean {
  const { file } = asked.reading;
  const target = targetOf(asked);
  const isField = object.text.includes('.');
  return (
    target?.text === object.text &&
    (isField || file.ownerOf(object.text, object.start) === file.ownerOf(target.text, target.start))
  );
}

function ofInstance(asked: Asked, attribute: string, value: SyntaxNode, assignment: SyntaxNode): GivenOption {
  const { file } = asked.reading;
  const { all } = bindsIn(file);
  const bind = all[positionIn(all, asked.call.end)] ?? -1;
  const isEffective =
    assignment.start < asked.call.start ||
    (asked.writer.bindsLater() && (bind === -1 || assignment.start < bind));
  if (isEffective) {
    return readAttribute(asked, attribute, value);
  }
  return {
    ...readAttribute(asked, attribute, value, asked.server.facts.api.name),
    changes: asked.writer.moveToClass(attribute, value),
  };
}

function readAttribute(asked: Asked, attribute: string, value: SyntaxNode, boundBy?: string): GivenOption {
  const { values, sourceCode } = asked.reading;
  const where = platformsWhere(value, values);
  const number = where ? undefined : values.constant(value);
  const isOn = (platform: Platform): boolean | 'unknown' =>
    where ? where.includes(platform) : number === undefined ? 'unknown' : number !== 0;
  return {
    name: ATTRIBUTES[attribute] ?? 'reuseAddr',
    spelled: attribute,
    values: { linux: isOn('linux'), darwin: isOn('darwin'), win32: isOn('win32') },
    line: sourceCode.locOf(value.start, value.end).start.line,
    ...(boundBy === undefined
      ? { changes: asked.writer.turn(attribute, value) }
      : { noEffect: { because: 'instance' as const, where: boundBy }, changes: [] }),
  };
}

const lineageOf = memoize((own: OwnClass, classes: Classes) => [...classes.lineage(own)]);

const textOf = ({ definition: { start, end } }: OwnClass, { text }: PythonFile): string =>
  text.slice(start, end);

/** The first setsockopt() of a class that sets a reuse option. */
const setInClass = memoize((own: OwnClass, file: PythonFile) =>
  /\.setsockopt\([^)]{0,500}SO_REUSE(ADDR|PORT)/u.exec(textOf(own, file)),
);

/** Where a class's method calls the constructor of a base. */
const baseCallIn = memoize((method: Definition, { text }: PythonFile) => {
  const own = text.slice(method.start, method.end);
  return {
    init: /\bsuper\([^)]{0,500}\)\.__init__\(|\b\w+\.__init__\(\s*self/u.exec(own),
    bindsLater: /bind_and_activate\s*=\s*False/u.test(own),
  };
});

/** One assignment of a reuse attribute in a file: `server.allow_reuse_address = True`. */
interface Assigned {
  readonly index: number;
  readonly attribute: string;
  readonly object: SyntaxNode;
  readonly assignment: SyntaxNode;
  readonly value: SyntaxNode;
}

/** All of a file, by the text of the object. */
const assignmentsIn = memoize((file: PythonFile): ReadonlyMap<string, readonly Assigned[]> => {
  const pattern = /\.(allow_reuse_(?:address|port))\s*=(?!=)/gu;
  return grouped(
    [...file.text.matchAll(pattern)].flatMap(({ index, 1: attribute = '' }) => {
      spend();
      const target = file.nodeAt(index + 1).parent;
      const assignment = target?.parent;
      const object = target?.type === 'attribute' ? target.field('object') : undefined;
      const value = assignment?.type === 'assignment' ? assignment.field('right') : undefined;
      return assignment && object && value
        ? [[object.text, { index, attribute, object, assignment, value }] as const]
        : [];
    }),
  );
});

/** Those of what the file calls a class. */
const assignedToClasses = memoize((file: PythonFile, classes: Classes): readonly Assigned[] =>
  [...assignmentsIn(file).values()]
    .flat()
    .filter(({ object }) => classes.named(object.text) !== undefined || file.pathOf(object) !== undefined),
);

/** `socketserver.TCPServer.allow_reuse_address` is inherited by the library's other servers. */
function isAncestor(base: string, path: string): boolean {
  return base === 'socketserver.TCPServer' && !path.startsWith('http.') && !path.startsWith('xmlrpc.');
}
