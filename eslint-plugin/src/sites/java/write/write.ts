import type { Edit, ListenSite, OptionName, OptionValue } from '../../site.ts';
import { insertBefore, insertion } from '../../flow/edits/insert.ts';
import { indentAt, type Layout } from '../../flow/edits/layout.ts';
import { isFirstOnLine } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Listener } from '../catalogue/family.ts';
import { methodOf } from '../catalogue/index.ts';
import { writeType, type Lines, type Written } from './imports.ts';
import { layoutAt, placeOfStatement } from '../dialect/layout.ts';
import { foreignType } from '../lower/names.ts';
import { placeBefore } from './placement.ts';
import { typeOf } from '../lower/types.ts';
import { makeUnbound } from './unbound.ts';
import type { File } from '../lower/file.ts';
import type { Bind, BindStep } from '../lower/step.ts';

/** The edits that state an option before a bind. */
export const writerFor = (file: File, { bind }: BindStep, binding: Listener): ListenSite['write'] => {
  const layout = layoutAt(file.sourceCode, bind.call.start);
  return (option, value) => write({ file, layout, call: bind.call, binding }, bind, option, value);
};

/** A bind in front of which an option is to be written. */
interface Writing {
  readonly file: File;
  readonly layout: Layout;
  readonly call: SyntaxNode;
  readonly binding: Listener;
}

function write(site: Writing, bind: Bind, option: OptionName, value: OptionValue): Edit[] | undefined {
  const { file, layout, binding } = site;
  if (binding.unbound) {
    return makeUnbound(site, bind, binding.unbound, (receiver) =>
      optionLines({ file, layout, writing: 'setter' }, receiver, option, value),
    );
  }
  const object = bind.call.field('object');
  if (!object) {
    return bind.call.type === 'method_invocation' ? beforeStatement(site, '', option, value) : undefined;
  }
  const inChain = chained(site, object, option, value);
  const isStatement = bind.call.parent?.type === 'expression_statement';
  const before =
    isName(object) && (isStatement || canPrecede(bind.call, object))
      ? beforeStatement(site, `${object.text}.`, option, value)
      : undefined;
  return before ?? inChain ?? inLambda(site, object, option, value);
}

/** A name, members of one, an element of it: reading it twice gives the same object. `channel.socket()` is one too. */
export function isName({ text }: SyntaxNode): boolean {
  return /^(?:this|[\w$]+)(?:\s*\.\s*[\w$]+)*(?:\s*\[\s*[\w$]+\s*\])?(?:\s*\.\s*socket\s*\(\s*\))?$/.test(
    text,
  );
}

/** Whether an option may be set before the whole statement: it binds in any case, and does not assign the receiver first. */
function canPrecede(call: SyntaxNode, object: SyntaxNode): boolean {
  const found = placeOfStatement(call);
  return (
    found?.isCertain === true &&
    !found.owner &&
    /^(?:local_variable_declaration|expression_statement|return_statement)$/.test(found.statement.type) &&
    !new RegExp(String.raw`\b${object.text.replaceAll(/[^\w]/g, String.raw`\$&`)}\s*=(?!=)`).test(
      found.statement.text,
    )
  );
}

function optionLines(
  place: { readonly file: File; readonly layout: Layout; readonly writing: Listener['writing'] },
  receiver: string,
  option: OptionName,
  value: OptionValue,
): Lines | undefined {
  const { file, layout, writing } = place;
  const literal = value === 'off' ? 'false' : 'true';
  if (option === 'reusePort') {
    const constants = writeType(file.names, layout, 'java.net.StandardSocketOptions');
    const reuseAddr = optionLines(place, receiver, 'reuseAddr', 'on');
    return writing === 'bootstrap' || writing === 'setProperty' || !reuseAddr
      ? undefined
      : {
          lines: [
            ...reuseAddr.lines,
            `if (${receiver}supportedOptions().contains(${constants.name}.SO_REUSEPORT)) {`,
            `${layout.unit}${receiver}setOption(${constants.name}.SO_REUSEPORT, true);`,
            '}',
          ],
          imports: constants.edits,
        };
  }
  const call = optionCall(file, layout, writing, literal);
  return call && { lines: [`${receiver}${call.name};`], imports: call.edits };
}

/** `setReuseAddress(true)` and its like. */
function optionCall(
  { names }: File,
  layout: Layout,
  writing: Listener['writing'],
  literal: string,
): Written | undefined {
  switch (writing) {
    case 'setter':
      return { name: `setReuseAddress(${literal})`, edits: [] };
    case 'setOption': {
      const { name, edits } = writeType(names, layout, 'java.net.StandardSocketOptions');
      return { name: `setOption(${name}.SO_REUSEADDR, ${literal})`, edits };
    }
    case 'bootstrap': {
      const { name, edits } = writeType(names, layout, `${nettyPackage(names)}.channel.ChannelOption`);
      return { name: `option(${name}.SO_REUSEADDR, ${literal})`, edits };
    }
    case 'setProperty':
      return { name: `setOption("reuseAddress", ${literal})`, edits: [] };
    case 'none':
      return undefined;
  }
}

function nettyPackage({ imports, wildcards }: File['names']): string {
  const all = [...imports.values(), ...wildcards];
  return (
    /^.*netty5?(?=\.bootstrap)/.exec(all.find((name) => /netty5?\.bootstrap/.test(name)) ?? '')?.[0] ??
    'io.netty'
  );
}

function beforeStatement(
  { file, layout, call, binding: { writing } }: Writing,
  receiver: string,
  option: OptionName,
  value: OptionValue,
): Edit[] | undefined {
  const found = placeBefore(call, file);
  const written = hasSetter(file, call, writing)
    ? optionLines({ file, layout, writing }, receiver, option, value)
    : undefined;
  const edits = found && written && insertBefore(found, written, layout);
  return edits && [...written.imports, ...edits];
}

/** `() -> socket.bind(address)` becomes a block; what gives nothing is a statement there too. */
function inLambda(
  { file, layout, call, binding: { writing } }: Writing,
  object: SyntaxNode,
  option: OptionName,
  value: OptionValue,
): Edit[] | undefined {
  const isBody = call.parent?.type === 'lambda_expression' && call.parent.field('body') === call;
  const written =
    isBody && writing === 'setter' && isName(object) && hasSetter(file, call, writing)
      ? optionLines({ file, layout, writing }, `${object.text}.`, option, value)
      : undefined;
  return written?.lines.length === 1
    ? [...written.imports, insertion(call.start, `{ ${written.lines.join(' ')} `), insertion(call.end, '; }')]
    : undefined;
}

/** A variable of a general type may not have the method: `IoAcceptor` has no `setReuseAddress()`. */
function hasSetter({ names }: File, call: SyntaxNode, writing: Listener['writing']): boolean {
  const object = call.field('object');
  const type = object && foreignType(names, typeOf(names, object));
  return writing !== 'setter' || !type || methodOf(type.name, 'setReuseAddress') !== undefined;
}

/** `.setOption(...)` in front of `.bind(...)`, on a line of its own where `.bind` has one. */
function chained(
  { file, layout, binding: { writing } }: Writing,
  object: SyntaxNode,
  option: OptionName,
  value: OptionValue,
): Edit[] | undefined {
  const receiver = writing === 'setter' ? socketOf(object) : object;
  const isChannel = writing === 'setOption' || (writing === 'setter' && receiver !== undefined);
  const written =
    receiver && option === 'reuseAddr' && (isChannel || writing === 'bootstrap')
      ? optionCall(file, layout, isChannel ? 'setOption' : writing, value === 'off' ? 'false' : 'true')
      : undefined;
  if (!receiver || !written || !givesChain(file, receiver)) {
    return undefined;
  }
  const dot = layout.text.indexOf('.', receiver.end);
  const between =
    dot > 0 && isFirstOnLine(layout.text, dot) ? `${layout.newline}${indentAt(layout.text, dot)}` : '';
  return [...written.edits, insertion(receiver.end, `${between}.${written.name}`)];
}

/** `channel` in `channel.socket()`. */
function socketOf(object: SyntaxNode): SyntaxNode | undefined {
  return object.type === 'method_invocation' && object.field('name')?.text === 'socket'
    ? object.field('object')
    : undefined;
}

/** Whether the receiver is known to be what the option's method gives back. */
function givesChain({ names }: File, receiver: SyntaxNode): boolean {
  const type = foreignType(names, typeOf(names, receiver));
  return type !== undefined && methodOf(type.name, 'bind') !== undefined;
}
