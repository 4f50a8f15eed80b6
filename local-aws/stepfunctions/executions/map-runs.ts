/**
 * Runs distributed Maps: their children are executions of this process. Stored like executions, one transition after the
 * other, so that a restarted process starts the missing children and learns of those that have ended.
 */

import type { MapRunCommand, MapRunEvent, MapRunLimits } from '../language/map-run/types.ts';
import type { EngineEvent, RedriveMapRunCommand, StartMapRunCommand } from '../language/model/types.ts';
import { MapRunChildren } from './map-run-children.ts';
import type { Executions, MapRunParts } from './map-run-dependencies.ts';
import { readItems, writeResults } from './map-run-objects.ts';
import { isExpected, keyOf, takeAnswer, waitFor } from './map-run-pending.ts';
import { type MapRunRecord, MapRunRecords, type MapRunView } from './map-run-records.ts';
import { machineIdentity, type Principal } from './principal.ts';
import type { ExecutionRecord } from './records.ts';
import { SerialQueue } from './serial-queue.ts';
import type { Pending } from './snapshot.ts';
import type { Child } from './start-request.ts';

type StartChild = Extract<MapRunCommand, { type: 'start-child' }>;
type Objects = Extract<MapRunCommand, { type: 'read-items' | 'write-results' }>;

interface Running extends MapRunRecord {
  queue: SerialQueue<MapRunEvent>;
  /** Called once it has ended. */
  onEnded?: () => void;
}

/** `submitted`: the execution knows that its run began. After a restart only the end is delivered. */
type Submission = Pick<Pending, 'submitted'>;

export class MapRuns {
  readonly records: MapRunRecords;
  readonly #parts: MapRunParts;
  readonly #executions: Executions;
  readonly #children: MapRunChildren;
  readonly #running = new Map<number, Running>();
  /** The common part of a run's children. */
  readonly #childSpecs = new Map<number, Omit<Child, 'index'>>();
  #closed = false;

  constructor(parts: MapRunParts, executions: Executions) {
    this.#parts = parts;
    this.#executions = executions;
    this.#children = new MapRunChildren(parts, executions);
    this.records = new MapRunRecords(parts.aws.store);
  }

  start(parent: Principal, command: StartMapRunCommand, accepted: Submission): void {
    this.#start(parent, command, accepted).catch((error: Error) => this.#failed(parent, command, error));
  }

  #failed(parent: Principal, { id }: { id: string }, { message }: Error): void {
    void this.#executions.deliver(parent.id, { type: 'map-run-failed', id, error: 'States.Runtime', cause: message });
  }

  /** The execution was redriven, and its run with it, once it has ended for good. */
  redrive(parent: Principal, command: RedriveMapRunCommand, accepted: Submission): void {
    const record = this.records.byArn(command.mapRunArn) as MapRunRecord;
    const known = record.mapRun.command.id === command.id;
    const running = this.#running.get(record.id);
    if (running && !known) running.onEnded = () => this.redrive(parent, command, {});
    else {
      this.#redrive(parent, command, { record, known, ...accepted }).catch((error: Error) =>
        this.#failed(parent, command, error),
      );
    }
  }

  /** The state was left: the run is no longer waited for. */
  stop(parent: Principal, command: StartMapRunCommand | RedriveMapRunCommand): void {
    const arn = command.type === 'map-run' ? this.#children.arnOf(parent, command) : command.mapRunArn;
    const record = this.records.byArn(arn);
    if (record) this.#running.get(record.id)?.queue.push({ type: 'stop' });
  }

  childEnded(record: ExecutionRecord): void {
    const run = this.#running.get(record.map_run);
    if (!run || !isExpected(run, record)) return;
    // Step Functions describes its children, which `--iam report` has to show.
    this.#children.isAuthorized(run, 'states:DescribeExecution', record.name);
    run.queue.push({
      type: 'child-ended',
      index: record.map_index,
      result: this.#children.resultOf(record, run.mapRun),
    });
  }

  childOf(mapRun: number, index: number): Child {
    return { ...this.#childSpec(mapRun), index };
  }

  update(id: number, limits: MapRunLimits): void {
    this.#running.get(id)?.queue.push({ type: 'limits', limits });
  }

  /** The current state of a run. */
  find(arn: string): MapRunView | undefined {
    const view = this.records.viewByArn(arn);
    return view && (this.#running.get(view.id) ?? view);
  }

  /** The indexes of children that did not succeed and wait to be redriven. */
  pendingRedrives(mapRun: number): readonly number[] {
    return (this.#running.get(mapRun) ?? this.records.byId(mapRun)).mapRun.redrives;
  }

  resume(): void {
    for (const record of this.records.running()) {
      const run = this.#enter(record);
      for (const command of run.pending.values()) this.#resumeCommand(run, command);
      if (!this.#children.isAwaited(record.execution, record.mapRun.command.id)) run.queue.push({ type: 'stop' });
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #start(parent: Principal, command: StartMapRunCommand, { submitted }: Submission): Promise<void> {
    const arn = this.#children.arnOf(parent, command);
    const known = this.records.byArn(arn);
    if (!known) this.#children.requirePermission(parent, 'states:StartExecution', parent.machineArn);
    const run = known ?? (await this.#create(parent, command, arn));
    if (!submitted)
      await this.#executions.deliver(parent.id, { type: 'map-run-started', id: command.id, mapRunArn: arn });
    for (const out of run.pending.values()) {
      if (out.type === 'finish') this.#finish(run, out);
      else if (!known) this.#carryOut(this.#running.get(run.id) as Running, out);
    }
  }

  /** @param known an earlier process has redriven it. */
  async #redrive(
    parent: Principal,
    { id }: RedriveMapRunCommand,
    { record, known, submitted }: { record: MapRunRecord; known: boolean } & Submission,
  ): Promise<void> {
    if (!known)
      this.#children.requirePermission(parent, 'states:RedriveExecution', this.#children.childArn(record, '*'));
    const redriveCount = record.mapRun.redriveCount + (known ? 0 : 1);
    if (!submitted) await this.#executions.deliver(parent.id, { type: 'map-run-redriven', id, redriveCount });
    if (!known && this.#children.isAwaited(parent.id, id)) this.#enter(record).queue.push({ type: 'redrive', id });
    const end = known ? record.pending.get('finish') : undefined;
    if (end?.type === 'finish') this.#finish(record, end);
  }

  async #create(parent: Principal, command: StartMapRunCommand, arn: string): Promise<MapRunRecord> {
    const { aws, engine } = this.#parts;
    const { mapRun, commands } = await engine.beginMapRun(command, arn, aws.clock.now());
    const pending = new Map<string, MapRunCommand>(commands.map((out) => [keyOf(out), out]));
    const record = aws.store.transaction(() => this.records.insert(parent.id, mapRun, pending));
    return mapRun.status === 'RUNNING' ? this.#enter(record) : record;
  }

  #enter(record: MapRunRecord): Running {
    const queue = new SerialQueue<MapRunEvent>((items) => this.#work(run, items));
    const run: Running = { ...record, queue };
    this.#running.set(run.id, run);
    return run;
  }

  async #work(run: Running, items: MapRunEvent[]): Promise<void> {
    const { aws, engine } = this.#parts;
    const issued: MapRunCommand[] = [];
    for (const item of items) {
      if (!takeAnswer(run, item)) continue;
      const transition = await engine.advanceMapRun(run.mapRun, item, aws.clock.now());
      run.mapRun = transition.mapRun;
      issued.push(...transition.commands.map((command) => this.#withChildName(run, command)));
    }
    if (this.#closed) return;
    const stopped = issued.flatMap((command) => waitFor(run, command));
    aws.store.transaction(() => this.records.update(run));
    for (const child of stopped) this.#stopChild(run, child);
    for (const command of issued) if (run.pending.get(keyOf(command)) === command) this.#carryOut(run, command);
  }

  #carryOut(run: Running, command: MapRunCommand): void {
    if (command.type === 'start-child' && command.redrives !== undefined) this.#redriveChild(run, command);
    else if (command.type === 'start-child') void this.#startChild(run, command);
    else if (command.type === 'finish') this.#finish(run, command);
    else if (command.type !== 'stop-child') void this.#objects(run, command);
  }

  /** A standard child that has run before is redriven under its own name. */
  #withChildName(run: Running, command: MapRunCommand): MapRunCommand {
    if (command.type !== 'start-child' || !command.redrive || run.mapRun.child.type === 'EXPRESS') return command;
    const child = this.#parts.records.child(run.id, command.index);
    return child ? { ...command, name: child.name, redrives: child.redrives + 1 } : command;
  }

  /** A child whose row is there has been started; if it has ended meanwhile, its end was not delivered yet. */
  #resumeCommand(run: Running, command: MapRunCommand): void {
    const start = command.type === 'start-child' ? command : undefined;
    const child = start && this.#children.child(run, start.name);
    if (!child || child.redrives < (start.redrives ?? 0)) this.#carryOut(run, command);
    else if (child.status !== 'RUNNING') this.childEnded(child);
  }

  async #startChild(run: Running, { index, name, input }: StartChild): Promise<void> {
    const { machine, revision, advances_clock } = this.#children.parentOf(run);
    const child = this.childOf(run.id, index);
    const request = {
      machine,
      revision,
      name,
      input: JSON.stringify(input),
      advancesClock: advances_clock === 1,
      child,
    };
    await this.#executions.start(request).catch((error: Error) => {
      const now = this.#parts.aws.clock.now();
      const failed = { status: 'FAILED', error: 'States.Runtime', cause: error.message } as const;
      const result = { executionArn: '', name, ...failed, startDate: now, stopDate: now };
      run.queue.push({ type: 'child-ended', index, result });
    });
  }

  #redriveChild(run: Running, { name }: StartChild): void {
    const child = this.#children.child(run, name) as ExecutionRecord;
    void this.#executions.deliver(child.id, { type: 'redrive' });
  }

  #stopChild(run: Running, name: string): void {
    const child = this.#children.child(run, name);
    if (child && this.#children.isAuthorized(run, 'states:StopExecution', name))
      void this.#executions.deliver(child.id, { type: 'stop' });
  }

  #finish(run: MapRunRecord, command: Extract<MapRunCommand, { type: 'finish' }>): void {
    const onEnded = this.#running.get(run.id)?.onEnded;
    this.#running.delete(run.id);
    const { id } = run.mapRun.command;
    const answer: EngineEvent =
      command.status === 'SUCCEEDED'
        ? { type: 'map-run-succeeded', id, output: command.output }
        : { type: 'map-run-failed', id, error: command.error, cause: command.cause };
    void this.#executions.deliver(run.execution, answer);
    onEnded?.();
  }

  async #objects(run: Running, command: Objects): Promise<void> {
    const { aws } = this.#parts;
    const as = () => machineIdentity(aws, this.#executions.principal(run.execution));
    const release = aws.clock.hold();
    run.queue.push(
      await (command.type === 'read-items' ? readItems(aws, command, as) : writeResults(aws, command, as)),
    );
    release();
  }

  #childSpec(mapRun: number): Omit<Child, 'index'> {
    const known = this.#childSpecs.get(mapRun);
    if (known) return known;
    const { mapRun: run } = this.#running.get(mapRun) ?? this.records.byId(mapRun);
    const spec = { mapRun, mapRunArn: run.arn, ...run.child };
    this.#childSpecs.set(mapRun, spec);
    return spec;
  }
}
