/** The state machine of a disassociation on the engine, its tasks answered as a proof scripts them. */

import { readFileSync } from 'node:fs';
import {
  advance,
  begin,
  type EngineEvent,
  type Json,
  type TaskCommand,
  type TransitionResult,
} from '@offboard/local-aws/states-language';
import { paceSubstitutions } from '../../associations/common/pace.ts';

export interface ScriptedWait {
  /** Seconds until it is disassociated; Infinity for never. */
  end: number;
  /** Seconds until the request gives up. */
  deadline: number;
  /** Seconds to the next poll, by the elapsed seconds. */
  wait(elapsed: number): number;
  /** Whether this poll fails. */
  fails(): boolean;
}

export interface Driven {
  /** Polls that succeeded. */
  polls: number;
  /** Wait, Check and EvaluateProgress entered: what is billed for waiting and polling. */
  transitions: number;
  /** Of the whole execution. */
  events: number;
  /** Virtual seconds from its start. */
  seconds: number;
}

const values: Record<string, string> = { ...paceSubstitutions, SingleRequestLimit: 'none' };

const definition = JSON.parse(
  readFileSync(new URL('../../statemachines/disassociate.asl.json', import.meta.url), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_, name: string) => values[name] ?? `arn:aws:lambda:us-east-1:111122223333:function:${name}`,
  ),
) as Json;

const WAITING = new Set(['WaitForNextPoll', 'Poll', 'EvaluateProgress']);

export async function drive(wait: ScriptedWait, seed: string): Promise<Driven> {
  const arn = 'arn:aws:states:us-east-1:111122223333';
  const name = 'pace';
  const machine = {
    arn: `${arn}:stateMachine:${name}`,
    name,
    roleArn: 'arn:aws:iam::111122223333:role/pace',
    definition,
  };
  const timers = new Map<string, number>();
  const queue: EngineEvent[] = [];
  const driven: Driven = { polls: 0, transitions: 0, events: 0, seconds: 0 };
  const start = Date.UTC(2026, 0, 5);
  let now = start;
  const take = ({ commands, events }: TransitionResult) => {
    driven.events += events.length;
    driven.transitions += events.filter(({ stateEnteredEventDetails: entered }) =>
      WAITING.has((entered as { name: string } | undefined)?.name ?? ''),
    ).length;
    for (const command of commands) {
      if (command.type === 'timer') timers.set(command.id, command.at);
      if (command.type === 'cancel') timers.delete(command.id);
      if (command.type === 'task') queue.push({ type: 'task-started', id: command.id }, answer(command));
    }
  };
  const answer = ({ id, stateName }: TaskCommand): EngineEvent => {
    if (stateName === 'Poll' && wait.fails()) {
      return { type: 'task-failed', id, phase: 'run', error: 'Throttled', cause: 'Rate exceeded' };
    }
    if (stateName === 'Poll') driven.polls++;
    return { type: 'task-succeeded', id, output: output(stateName, wait, { start, now }) };
  };
  let turn = await begin({ arn: `${arn}:execution:${name}:run`, name, machine, input: {}, seed }, now);
  take(turn);
  while (turn.execution.status === 'RUNNING') {
    const event = queue.shift() ?? due();
    turn = await advance(turn.execution, event, now);
    take(turn);
  }
  function due(): EngineEvent {
    const [next] = [...timers].sort(([, one], [, other]) => one - other);
    if (next === undefined) throw new Error('the execution waits for nothing');
    timers.delete(next[0]);
    now = Math.max(now, next[1]);
    return { type: 'timer', id: next[0] };
  }
  driven.seconds = (now - start) / 1000;
  return driven;
}

function output(state: string, wait: ScriptedWait, { start, now }: { start: number; now: number }): Json {
  if (state === 'ReceiveRequest') return { request: {}, rejection: null };
  if (state === 'Complete') return { outcome: 'DISASSOCIATED', message: '' };
  const elapsed = (now - start) / 1000;
  const progress: Json =
    state === 'Poll' && elapsed >= wait.end
      ? { state: 'DISASSOCIATED' }
      : { state: 'IN_PROGRESS', next: 'poll', waitingFor: 'removal', waitingMessage: 'Waiting for the removal.' };
  return {
    progress,
    waitSeconds: wait.wait(elapsed),
    deadline: new Date(start + wait.deadline * 1000).toISOString(),
  };
}
