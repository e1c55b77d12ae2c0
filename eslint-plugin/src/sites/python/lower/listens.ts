import { spend } from '../../effort.ts';
import { isLoop } from '../../flow/branches.ts';
import { callsOf } from '../../flow/routines.ts';
import { stepsBetween } from '../../flow/step-index.ts';
import { isSameField, type Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { memoize } from '../../memoize.ts';
import { positionIn } from '../../tree-sitter/bisect.ts';
import { ancestors, indexAmong, nearest, within } from '../../tree-sitter/walk.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { statementAround } from '../dialect/edit.ts';
import { fails, type Bound } from '../write/insertion.ts';
import type { PythonRoutine, PythonUnit } from './step.ts';

/** What running a statement means for the question whether the socket listens. */
type Effect = 'listens' | 'goes on' | 'leaves the loop' | 'returns' | 'may leave';

/** Callers and helpers followed. */
const MAX_DEPTH = 5;

/** Statements looked at for one bind. */
const MAX_STATEMENTS = 2_000;

const loopAround = nearest((ancestor) => (isLoop(ancestor, BRANCHES) ? ancestor : undefined));

/** The socket under the names it has in one routine. */
interface Held {
  readonly routine: PythonRoutine;
  readonly texts: Set<string>;
  /** Fields and other shared places. */
  readonly shared: Set<Place>;
}

/** Whether every path from a bind that succeeds comes to a `listen()` on its socket, under no condition but errors. */
export function alwaysListens({ unit, routine, step: { socket, bind } }: Bound): boolean {
  const around = statementAround(bind.call);
  return socket !== undefined && around !== undefined
    ? new Path(unit).isFollowed(held(routine, [socket]), around.statement, 0)
    : false;
}

function held(routine: PythonRoutine, places: readonly Place[]): Held {
  return {
    routine,
    texts: new Set(places.map(({ text }) => text)),
    shared: new Set(places.filter(({ isShared }) => isShared)),
  };
}

/** The positions of the statements that may tell whether a socket listens: not those that bind or configure one. */
const tellingOf = memoize(
  (statements: readonly SyntaxNode[], unit: PythonUnit, routine: PythonRoutine): readonly number[] =>
    [...statements.keys()].filter((index) => {
      const statement = statements[index];
      return statement !== undefined && !isSilent(statement, unit, routine);
    }),
);

const isSilent = (statement: SyntaxNode, unit: PythonUnit, routine: PythonRoutine): boolean =>
  statement.type === 'expression_statement' &&
  !fails(statement) &&
  stepsBetween(routine, statement.start, statement.end).every(
    (step) =>
      step.kind === 'bind' ||
      step.kind === 'option' ||
      (step.kind === 'call' && !unit.routine(step.callee)) ||
      (step.kind === 'use' && step.use !== 'listen'),
  );

const isOf = ({ texts, shared }: Held, place: Place | undefined): boolean =>
  place !== undefined && (texts.has(place.text) || [...shared].some((field) => isSameField(place, field)));

class Path {
  readonly #unit: PythonUnit;
  #left = MAX_STATEMENTS;

  constructor(unit: PythonUnit) {
    this.#unit = unit;
  }

  /** Whether what follows a statement comes to a `listen()`. */
  isFollowed(socket: Held, statement: SyntaxNode, depth: number): boolean {
    let node = statement;
    for (const parent of ancestors(statement)) {
      const effect = this.#after(socket, node, parent, depth);
      switch (effect) {
        case 'listens':
          return true;
        case 'returns':
          return this.#isCalled(socket, depth);
        case 'may leave':
          return false;
        case 'leaves the loop': {
          const loop = loopAround(parent);
          return loop !== undefined && this.isFollowed(socket, loop, depth);
        }
        case 'goes on':
          node = parent;
      }
    }
    return false;
  }

  /** What a node does after a part of it. */
  #after(socket: Held, part: SyntaxNode, { type, named }: SyntaxNode, depth: number): Effect {
    switch (type) {
      case 'block':
      case 'module':
        return this.#all(socket, named, depth, indexAmong(named, part) + 1);
      case 'try_statement': {
        // the handlers are reached by errors alone
        const rest = part.type === 'except_clause' ? 'finally_clause' : /^(?:else|finally)_clause$/u;
        const clauses = named.filter((clause) => clause.start >= part.end && clause.type.match(rest));
        return this.#all(socket, clauses.flatMap(bodyOf), depth);
      }
      case 'function_definition':
        return 'returns';
      default:
        return 'goes on';
    }
  }

  /** Whether all callers of a routine go on to listen, and there are some. */
  #isCalled(socket: Held, depth: number): boolean {
    const { routine, shared, texts } = socket;
    if (routine.callee.name === '' || depth >= MAX_DEPTH) {
      return false;
    }
    const returned = routine.steps.some((step) => step.kind === 'return' && isOf(socket, step.from));
    const given = routine.parameters.map((name) => texts.has(name));
    const calls = [...callsOf(this.#unit, routine.callee)].filter(({ caller }) => caller !== routine);
    return (
      calls.length > 0 &&
      calls.every(({ caller, step: call }) => {
        const places = [
          returned ? call.into : undefined,
          ...call.arguments.filter((_, index) => given[index]),
        ];
        const inCaller = held(
          caller,
          places.filter((place) => place !== undefined),
        );
        shared.forEach((field) => inCaller.shared.add(field));
        const around = statementAround(call.node);
        return around !== undefined && this.isFollowed(inCaller, around.statement, depth + 1);
      })
    );
  }

  #all(socket: Held, statements: readonly SyntaxNode[], depth: number, from = 0): Effect {
    const telling = tellingOf(statements, this.#unit, socket.routine);
    for (let next = positionIn(telling, from); next < telling.length; next += 1) {
      const statement = statements[telling[next] ?? -1];
      spend();
      if (!statement || this.#left-- <= 0) {
        return 'may leave';
      }
      const effect = this.#effect(socket, statement, depth);
      if (effect !== 'goes on') {
        return effect;
      }
    }
    return 'goes on';
  }

  #effect(socket: Held, statement: SyntaxNode, depth: number): Effect {
    const body = (): Effect => this.#all(socket, bodyOf(statement), depth);
    switch (statement.type) {
      case 'with_statement':
        return body();
      case 'try_statement': {
        const parts = statement.named.filter(({ type }) => /^(?:else|finally)_clause$/u.test(type));
        return this.#all(socket, [statement, ...parts].flatMap(bodyOf), depth);
      }
      case 'while_statement':
        return /^(?:True|1)$/u.test(statement.field('condition')?.text ?? '')
          ? looped(body())
          : mayLeave(statement);
      case 'for_statement':
      case 'match_statement':
        return mayLeave(statement);
      case 'if_statement':
        return this.#choice(socket, statement, depth);
      case 'break_statement':
        return 'leaves the loop';
      case 'continue_statement':
        return 'may leave';
      case 'function_definition':
      case 'class_definition':
      case 'decorated_definition':
        return 'goes on';
      default:
        // an error, or the end of the program, is no path on which the socket goes unheard
        return fails(statement) || this.#listensIn(socket, statement, depth)
          ? 'listens'
          : statement.type === 'return_statement'
            ? 'returns'
            : 'goes on';
    }
  }

  #choice(socket: Held, statement: SyntaxNode, depth: number): Effect {
    const branches = [statement, ...statement.fields('alternative')];
    const effects = branches.map((branch) => this.#all(socket, bodyOf(branch), depth));
    const [first = 'goes on'] = effects;
    if (branches.at(-1)?.type === 'else_clause' && effects.every((effect) => effect === first)) {
      return first;
    }
    return effects.every((effect) => effect === 'goes on' || effect === 'listens') ? 'goes on' : 'may leave';
  }

  /** Whether a simple statement, or what it calls, listens whenever it runs. */
  #listensIn(socket: Held, statement: SyntaxNode, depth: number): boolean {
    for (const step of stepsBetween(socket.routine, statement.start, statement.end)) {
      if (step.kind === 'copy' && isOf(socket, step.from)) {
        socket.texts.add(step.into.text);
        if (step.into.isShared) {
          socket.shared.add(step.into);
        }
      }
      const isCertain = statementAround(step.node)?.isCertain === true;
      if (isCertain && step.kind === 'use' && step.use === 'listen' && isOf(socket, step.socket)) {
        return true;
      }
      if (isCertain && step.kind === 'call' && depth < MAX_DEPTH) {
        const callee = this.#unit.routine(step.callee);
        const parameters = step.arguments.flatMap((place, index) =>
          isOf(socket, place) ? (callee?.parameters[index] ?? []) : [],
        );
        if (callee && (parameters.length > 0 || socket.shared.size > 0)) {
          const inside: Held = { routine: callee, texts: new Set(parameters), shared: socket.shared };
          if (this.#all(inside, bodyOf(callee.node), depth + 1) === 'listens') {
            return true;
          }
        }
      }
    }
    return false;
  }
}

/** What an endless loop does, by its body. */
function looped(body: Effect): Effect {
  return body === 'leaves the loop' ? 'goes on' : body === 'goes on' ? 'may leave' : body;
}

/** What may run or not, and whether it may end the routine. */
function mayLeave(statement: SyntaxNode): Effect {
  const jump = statement.type === 'match_statement' ? /^(?:return|break|continue)_/u : /^return_/u;
  for (const node of within(statement, ({ type }) => !type.endsWith('_definition'))) {
    if (jump.test(node.type)) {
      return 'may leave';
    }
  }
  return 'goes on';
}

function bodyOf(node: SyntaxNode): readonly SyntaxNode[] {
  const block =
    node.field('body') ?? node.field('consequence') ?? node.named.find(({ type }) => type === 'block');
  return block?.named ?? [];
}
