/**
 * Runs executions: applies the events of each one after another, stores every transition in one transaction (the
 * execution, its history, the commands that wait for an answer), and only then runs the commands and answers the callers.
 * So a restarted process continues where the last transaction ended: timers keep their time, and a task that was under
 * way is sent again.
 */

import type { Aws, Identity, Permission } from '../../core/aws.ts';
import { executionArn, parseExecutionArn } from '../arns.ts';
import type { Advance, Begin, EngineEvent, Machine } from '../language/model/types.ts';
import { CommandRunner } from './command-runner.ts';
import { failedStart } from './engine-failure.ts';
import type { MachineRevision, Machines } from './machines.ts';
import type { AuthorizedChildArns, MapRunEngine } from './map-run-dependencies.ts';
import { MapRuns } from './map-runs.ts';
import { type Principal, principalOf } from './principal.ts';
import { type ExecutionRecord, RETENTION, type Records } from './records.ts';
import { SerialQueue } from './serial-queue.ts';
import { type LiveExecution, pendingOf, restore, storedStateOf, updateRecord } from './snapshot.ts';
import { type Child, machineOf, newRecord, type StartRequest, specOf } from './start-request.ts';
import { type StatusChange, statusChange } from './status-change.ts';
import { TransitionBatch } from './transitions.ts';

export interface Engine extends MapRunEngine {
  begin: Begin;
  advance: Advance;
}

interface DriverParts {
  aws: Aws;
  engine: Engine;
  machines: Machines;
  records: Records;
  /** Called inside the transition's transaction, so that an event is kept if and only if its cause is. */
  publish(event: StatusChange): void;
  /** Whether an identity has a permission; absent: every one has. */
  authorize?(identity: Identity, permission: Permission): boolean;
  /** `labelled` where absent. */
  authorizedChildArns?: AuthorizedChildArns | undefined;
}

interface Delivery {
  event: EngineEvent;
  job: string | undefined;
  answer(accepted: boolean): void;
}

interface Resident extends LiveExecution {
  machine: Machine;
  child: Child | undefined;
  queue: SerialQueue<Delivery>;
}

/** Waiting executions kept in memory; the others are read again at their next event. */
const MAX_RESIDENT = 1_000;

export class Driver {
  readonly #parts: DriverParts;
  readonly #residents = new Map<number, Resident>();
  readonly #starting = new Map<string, Promise<ExecutionRecord>>();
  readonly #commands: CommandRunner;
  readonly mapRuns: MapRuns;
  #runningWithClock: number;
  #closed = false;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#runningWithClock = parts.records.countMoving();
    this.mapRuns = new MapRuns(
      { authorize: () => true, ...parts, authorizedChildArns: parts.authorizedChildArns ?? 'labelled' },
      this,
    );
    this.#commands = new CommandRunner(parts.aws, this, this.mapRuns);
    parts.aws.store.transaction(() => parts.records.removeClosedBefore(parts.aws.clock.now() - RETENTION));
  }

  /** Resolves once its first transition is written down: an execution that waits for nothing has ended then. */
  start(request: StartRequest): Promise<ExecutionRecord> {
    const key = `${request.machine}/${request.name}`;
    const started = this.#start(request).finally(() => this.#starting.delete(key));
    this.#starting.set(key, started);
    return started;
  }

  /** The execution of this name that is being started just now. */
  starting(machine: number, name: string): Promise<ExecutionRecord> | undefined {
    return this.#starting.get(`${machine}/${name}`);
  }

  /** The execution of this name; one whose retention has passed is forgotten, and its name free. */
  named(machine: number, name: string): ExecutionRecord | undefined {
    const { records, aws } = this.#parts;
    const record = records.byName(machine, name);
    if (record?.stop == null || record.stop > aws.clock.now() - RETENTION) return record;
    aws.store.transaction(() => records.remove(record.id));
    return undefined;
  }

  /** @returns undefined where there is no such execution (any more). */
  find(arn: string): ExecutionRecord | undefined {
    const parsed = parseExecutionArn(arn);
    const machine = parsed && this.#parts.machines.number(parsed.machineArn);
    const record = machine === undefined ? undefined : this.#parts.records.byName(machine, parsed?.name ?? '');
    if (!record || (record.stop ?? Number.MAX_SAFE_INTEGER) <= this.#parts.aws.clock.now() - RETENTION)
      return undefined;
    return (record.map_run !== 0) === (parsed?.label !== undefined) ? record : undefined;
  }

  /** @returns false for a late event: the command is answered already, or the execution has ended. */
  deliver(id: number, event: EngineEvent, job?: string): Promise<boolean> {
    const resident = this.#closed ? undefined : (this.#residents.get(id) ?? this.#load(id));
    if (!resident) return Promise.resolve(false);
    return new Promise((answer) => resident.queue.push({ event, job, answer }));
  }

  /** A machine is being deleted: its executions end at their next transition, and with the last of them the machine. */
  deleteMachine(machine: MachineRevision): void {
    const { machines, records } = this.#parts;
    machines.delete(machine);
    for (const id of records.runningOf(machine.machine)) void this.deliver(id, { type: 'machine-deleted' });
  }

  /** From now on its timers and calls advance the clock: a request that does so has redriven it. */
  letAdvanceClock(id: number): void {
    const resident = this.#residents.get(id) ?? this.#load(id);
    if (resident) resident.record.advances_clock = 1;
  }

  /** Continues what an earlier process left: timers, tasks under way, `.sync` jobs, map runs. */
  resume(): void {
    this.mapRuns.resume();
    for (const { id, pending } of this.#parts.records.running()) {
      const pendingCommand = pendingOf(pending);
      if (pendingCommand.length > 0) this.#commands.resume(this.principal(id), pendingCommand);
    }
  }

  /** The identity that an execution acts with. */
  principal(id: number): Principal {
    const record = this.#residents.get(id)?.record ?? (this.#parts.records.byId(id) as ExecutionRecord);
    const machine = machineOf(this.#parts.machines.parsed(record.revision), this.#childOf(record));
    return principalOf(record, machine);
  }

  hasAdvancingExecution(): boolean {
    return this.#runningWithClock > 0;
  }

  close(): void {
    this.#closed = true;
    this.#commands.close();
    this.mapRuns.close();
  }

  async #start(request: StartRequest): Promise<ExecutionRecord> {
    const { engine, aws, machines, records } = this.#parts;
    const now = aws.clock.now();
    const machine = machineOf(machines.parsed(request.revision), request.child);
    const spec = specOf(machine, request, now);
    const transition = await engine.begin(spec, now).catch((error) => failedStart(spec, error, now));
    const record = newRecord(records.nextId(), request, now);
    const resident = this.#resident(
      { record, execution: transition.execution, pending: new Map() },
      machine,
      request.child,
    );
    const batch = new TransitionBatch(resident, engine.advance);
    await batch.take(transition, now);
    if (this.#closed) throw new Error('the runtime is being stopped');
    this.#write(resident, batch, undefined);
    this.#residents.set(record.id, resident);
    this.#carryOut(resident, batch);
    this.#evict(resident);
    return record;
  }

  #resident(live: LiveExecution, machine: Machine, child: Child | undefined): Resident {
    const queue = new SerialQueue<Delivery>((deliveries) => this.#work(resident, deliveries));
    const resident: Resident = { ...live, machine, child, queue };
    return resident;
  }

  #load(id: number): Resident | undefined {
    const row = this.#parts.records.byId(id);
    if (!row?.snapshot) return undefined;
    const { snapshot, pending, ...record } = row;
    const child = this.#childOf(record);
    const machine = machineOf(this.#parts.machines.parsed(record.revision), child);
    const spec = specOf(machine, { ...record, child }, record.start);
    const resident = this.#resident(restore(record, { snapshot, pending }, spec), machine, child);
    this.#residents.set(id, resident);
    return resident;
  }

  #childOf({ map_run, map_index }: ExecutionRecord): Child | undefined {
    return map_run === 0 ? undefined : this.mapRuns.childOf(map_run, map_index);
  }

  async #work(resident: Resident, deliveries: Delivery[]): Promise<void> {
    const batch = new TransitionBatch(resident, this.#parts.engine.advance);
    const accepted: boolean[] = [];
    for (const { event, job } of deliveries) accepted.push(await batch.apply(event, this.#parts.aws.clock.now(), job));
    if (this.#closed) return;
    if (accepted.includes(true)) {
      this.#write(resident, batch, resident.record.status);
      this.#carryOut(resident, batch);
    }
    deliveries.forEach(({ answer }, index) => {
      answer(accepted[index] as boolean);
    });
    this.#evict(resident);
  }

  #write(resident: Resident, { events, issued }: TransitionBatch, before: ExecutionRecord['status'] | undefined): void {
    const { records, aws } = this.#parts;
    const { record, execution } = resident;
    updateRecord(record, execution);
    const state = storedStateOf(resident);
    aws.store.transaction(() => {
      if (before === undefined) records.insert(record, state);
      else records.update(record, state);
      records.append(record.id, events);
      for (const { command } of issued) {
        if (command.type === 'task' && command.token) records.addToken(command.token, record.id, command.id);
      }
      if (resident.child?.type !== 'EXPRESS') this.#publish(resident, events, before);
    });
    if (record.advances_clock === 1)
      this.#runningWithClock += Number(record.status === 'RUNNING') - Number(before === 'RUNNING');
  }

  /** An execution that ends in its first transition is published as RUNNING first. */
  #publish(
    { record, machine }: Resident,
    events: TransitionBatch['events'],
    before: ExecutionRecord['status'] | undefined,
  ): void {
    const { aws, publish } = this.#parts;
    const started = events.some(({ type }) => type === 'ExecutionStarted' || type === 'ExecutionRedriven');
    if (!started && before === record.status) return;
    const arns = { execution: executionArn(machine.arn, record.name), machine: machine.arn };
    if (started && record.status !== 'RUNNING') {
      const running = { ...record, status: 'RUNNING' as const, stop: null, output: null, error: null, cause: null };
      publish(statusChange(running, arns, record.redriven ?? record.start));
    }
    publish(statusChange(record, arns, aws.clock.now()));
  }

  #carryOut(resident: Resident, { dropped, issued }: TransitionBatch): void {
    const { record, pending, machine } = resident;
    const principal = principalOf(record, machine);
    for (const pendingCommand of dropped) this.#commands.cancel(principal, pendingCommand);
    for (const pendingCommand of issued) {
      if (pending.get(pendingCommand.command.id) === pendingCommand) this.#commands.run(principal, pendingCommand);
    }
    if (record.status !== 'RUNNING') this.#ended(record);
  }

  #ended(record: ExecutionRecord): void {
    this.#commands.executionEnded(record.id);
    if (record.map_run !== 0) this.mapRuns.childEnded(record);
    else this.#parts.machines.deleteIfIdle(record.machine);
  }

  /** Removes an ended execution from memory, and the oldest waiting ones when there are too many. */
  #evict(resident: Resident): void {
    if (resident.record.status !== 'RUNNING') this.#residents.delete(resident.record.id);
    if (this.#residents.size <= MAX_RESIDENT) return;
    for (const [id, { queue }] of this.#residents) {
      if (this.#residents.size <= MAX_RESIDENT) return;
      if (queue.idle) this.#residents.delete(id);
    }
  }
}
