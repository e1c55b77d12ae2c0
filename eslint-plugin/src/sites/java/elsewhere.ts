import { keepsNothing } from '../flow/keeps-nothing.ts';
import { classAround } from './lower/scope.ts';
import { typeNamed } from './catalogue/index.ts';
import type { File } from './lower/file.ts';
import { simpleName } from './lower/names.ts';
import { isPortless } from './lower/port.ts';
import type { Bind, JavaHistory, Setting } from './lower/step.ts';

/** Methods of other files that do nothing to a socket they are given. */
const HARMLESS =
  /^(?:fine|add|put|offer|push|remove|requireNonNull|valueOf|toString|equals|assert\w*|check\w*|is[A-Z]\w*|get[A-Z]\w*|close\w*|register|of|append|submit|execute|notNull|hashCode)$/;

/** A constructor keeps what it is given; what sets options is a method. */
const CONSTRUCTOR = /^[A-Z](?=.*[a-z])/;

/**
 * Whether the file does not show what becomes of the socket before its bind: it is another file's, a client's, or was
 * given to another file's function that may have set the option.
 */
export function isElsewhere({ targets, names }: File, bind: Bind, history: JavaHistory): boolean {
  if (bind.call.type !== 'method_invocation' && bind.call.type !== 'object_creation_expression') {
    return false;
  }
  if (isMade(bind, history)) {
    return isClients(bind) || history.uses.has('connect');
  }
  const made = [...history.creations].map(({ creation }) => creation.type);
  if (bind.binding.isServer) {
    return made.some((type) => type !== undefined && isPortless(names, simpleName(type)));
  }
  const channels = settings(history, 'channel');
  return (
    history.uses.has('connect') ||
    isClients(bind) ||
    (history.isOutside && made.length === 0 && !targets.checkUnknown) ||
    made.some((type) => type !== undefined && isPortless(names, simpleName(type))) ||
    ([bind.type, ...made].some((type) => type !== undefined && typeNamed(type)?.isDatagramOnly === true) &&
      !channels.some(({ text }) => text.includes('Datagram'))) ||
    channels.some(({ text }) => OTHER_CHANNEL.test(text)) ||
    (!targets.checkUnknown && settings(history, 'unknown').length > 0) ||
    (!targets.checkUnknown &&
      history.before.size === 0 &&
      [...history.strangers].some(
        ({ name }) => !keepsNothing(name) && !HARMLESS.test(name) && !CONSTRUCTOR.test(name),
      ))
  );
}

/** A datagram socket in a class that is a client by its name: its port is the source of what it sends. */
function isClients({ call, binding }: Bind): boolean {
  const holder = binding.api.protocol === 'udp' ? classAround(call) : undefined;
  return /(?:Client|Connector)$/.test(holder?.field('name')?.text ?? '');
}

/** Netty's channels that have no TCP or UDP port. */
const OTHER_CHANNEL = /DomainSocket|LocalServerChannel|\bLocalChannel|V[Ss]ock|Sctp|Udt/;

/** Whether the call that makes the socket binds it. */
function isMade(bind: Bind, { creations }: JavaHistory): boolean {
  return [...creations].some(({ creation }) => creation.node === bind.call);
}

/** What is set on a socket before its bind, of one kind. */
export function settings<S extends Setting['sets']>(
  history: JavaHistory,
  sets: S,
): Extract<Setting, { readonly sets: S }>[] {
  return [...history.before].flatMap(({ option }) =>
    option.sets === sets ? [option as Extract<Setting, { readonly sets: S }>] : [],
  );
}
