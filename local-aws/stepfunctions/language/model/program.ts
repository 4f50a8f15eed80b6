/** A definition, compiled once: every list of states in it (the machine's, branches', item processors') gets an index. */

import type { Json } from './json.ts';

export type StateType = 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map';

interface Program {
  index: number;
  startAt: string;
  states: Record<string, State>;
}

/** The fields of a state, spelled as in the States Language. Validation decides which of them a type of state may have. */
export interface Fields {
  Next?: string;
  InputPath?: string | null;
  OutputPath?: string | null;
  ResultPath?: string | null;
  Parameters?: Json;
  ResultSelector?: Json;
  Result?: Json;
  Arguments?: Json;
  Output?: Json;
  Assign?: Record<string, Json>;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Resource?: string;
  Credentials?: Json;
  TimeoutSeconds?: Json;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: Json;
  HeartbeatSecondsPath?: string;
  Choices?: Rule[];
  Default?: string;
  Seconds?: Json;
  SecondsPath?: string;
  Timestamp?: Json;
  TimestampPath?: string;
  Error?: Json;
  ErrorPath?: string;
  Cause?: Json;
  CausePath?: string;
  Branches?: Document[];
  Iterator?: Document;
  ItemProcessor?: Document;
  Items?: Json;
  ItemsPath?: string;
  ItemSelector?: Json;
  ItemReader?: Record<string, Json>;
  ItemBatcher?: Json;
  ResultWriter?: Record<string, Json>;
  MaxConcurrency?: Json;
  MaxConcurrencyPath?: string;
  ToleratedFailureCount?: Json;
  ToleratedFailureCountPath?: string;
  ToleratedFailurePercentage?: Json;
  ToleratedFailurePercentagePath?: string;
  Label?: string;
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
  Assign?: Record<string, Json>;
  Output?: Json;
}

export interface Rule {
  Next: string;
  Condition?: Json;
  Assign?: Record<string, Json>;
  Output?: Json;
}

export interface Document {
  StartAt: string;
  States: Record<string, Fields & { Type: StateType; QueryLanguage?: string }>;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  ProcessorConfig?: { Mode?: string; ExecutionType?: 'STANDARD' | 'EXPRESS' };
}

export interface State {
  name: string;
  type: StateType;
  fields: Fields;
  jsonata: boolean;
  /** The programs of a Parallel's branches, or the one of an inline Map. */
  inner: number[];
  enteredType: string;
  exitedType: string;
}

export interface Compiled {
  document: Document;
  programs: Program[];
}

const compiled = new WeakMap<object, Compiled>();

/** The programs of a definition that was validated; kept as long as the definition object is. */
export function compile(definition: Json): Compiled {
  const document = definition as unknown as Document;
  const known = compiled.get(document);
  if (known) return known;
  const programs: Program[] = [];
  addProgram(programs, document, document.QueryLanguage === 'JSONata');
  const made = { document, programs };
  compiled.set(document, made);
  return made;
}

function addProgram(programs: Program[], document: Document, jsonata: boolean): number {
  // Without a prototype, a state may have any name, __proto__ too.
  const states: Program['states'] = Object.create(null);
  const program: Program = { index: programs.length, startAt: document.StartAt, states };
  programs.push(program);
  for (const [name, fields] of Object.entries(document.States)) {
    const usesJsonata = fields.QueryLanguage ? fields.QueryLanguage === 'JSONata' : jsonata;
    program.states[name] = {
      name,
      type: fields.Type,
      fields,
      jsonata: usesJsonata,
      inner: innerDocuments(fields).map((inner) => addProgram(programs, inner, languageOf(inner, jsonata))),
      enteredType: `${fields.Type}StateEntered`,
      exitedType: `${fields.Type}StateExited`,
    };
  }
  return program.index;
}

/** An inner document speaks the machine's language, not its Parallel's or Map's own. */
function languageOf(document: Document, jsonata: boolean): boolean {
  return document.QueryLanguage ? document.QueryLanguage === 'JSONata' : jsonata;
}

function innerDocuments(fields: Fields): Document[] {
  if (fields.Branches) return fields.Branches;
  const processor = processorOf(fields);
  return processor && !isDistributed(processor) ? [processor] : [];
}

/** ItemProcessor, or the older Iterator. */
export function processorOf(fields: Fields): Document | undefined {
  return fields.ItemProcessor ?? fields.Iterator;
}

export function isDistributed(processor: Document | undefined): boolean {
  return processor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
}
