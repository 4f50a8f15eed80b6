import { describe, expect, it } from 'vitest';
import { advanceMapRun, beginMapRun } from '../../../stepfunctions/language/map-run/index.ts';
import type {
  MapRun,
  MapRunCommand,
  MapRunEvent,
  MapRunTransition,
} from '../../../stepfunctions/language/map-run/types.ts';
import type { Json } from '../../../stepfunctions/language/model/json.ts';
import type { StartMapRunCommand } from '../../../stepfunctions/language/model/types.ts';
import { Drive, eventChain, only, START, specOf } from './drive.ts';

const ARN = 'arn:aws:states:us-east-1:111122223333:mapRun:machine/Label:11111111-2222';

/** The command of a distributed Map with these fields, as its execution asks for it. */
async function startCommand(
  fields: object,
  input: Json = [1, 2, 3],
): Promise<{ driven: Drive; command: StartMapRunCommand }> {
  const driven = new Drive();
  const child = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  const definition = only({
    Type: 'Map',
    Label: 'Label',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...child },
    ...fields,
  });
  await driven.begin(specOf(definition, { input }));
  return { driven, command: driven.commands.find(({ type }) => type === 'map-run') as StartMapRunCommand };
}

/** A run whose children end at once, as the test says. It goes through JSON after every transition. */
async function ran(
  fields: object,
  input?: Json,
  child: (input: Json, index: number) => Json | Error = (value) => value,
): Promise<{ mapRun: MapRun; out: MapRunCommand[]; driven: Drive }> {
  const { command, driven } = await startCommand(fields, input);
  const out: MapRunCommand[] = [];
  let mapRun!: MapRun;
  const events: MapRunEvent[] = [];
  const take = (transition: MapRunTransition) => {
    mapRun = JSON.parse(JSON.stringify(transition.mapRun)) as MapRun;
    out.push(...transition.commands);
    for (const started of transition.commands) {
      if (started.type === 'start-child') events.push(ended(started, child(started.input, started.index)));
      if (started.type === 'write-results') events.push({ type: 'results-written' });
    }
  };
  take(await beginMapRun(command, ARN, START));
  for (let next = events.shift(); next; next = events.shift()) take(await advanceMapRun(mapRun, next, START + 1000));
  return { mapRun, out, driven };
}

function ended({ index, name }: Extract<MapRunCommand, { type: 'start-child' }>, outcome: Json | Error): MapRunEvent {
  const common = {
    executionArn: `arn:aws:states:us-east-1:111122223333:execution:machine/Label:${name}`,
    name,
    startDate: START,
    stopDate: START + 500,
  };
  const result =
    outcome instanceof Error
      ? { ...common, status: 'FAILED' as const, error: 'Boom', cause: outcome.message }
      : { ...common, status: 'SUCCEEDED' as const, output: outcome };
  return { type: 'child-ended', index, result };
}

describe('a map run', () => {
  it('gives every item to a child and the outputs back in the order of the items', async () => {
    const { mapRun, out } = await ran({ MaxConcurrency: 2 }, [3, 4, 5], (value) => [value]);
    expect(out.map(({ type }) => type)).toEqual(['start-child', 'start-child', 'start-child', 'finish']);
    expect(out.at(-1)).toEqual({ type: 'finish', status: 'SUCCEEDED', output: [[3], [4], [5]] });
    expect(mapRun).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: START + 1000,
      itemCounts: { total: 3, succeeded: 3, running: 0, pending: 0 },
      child: { type: 'EXPRESS', label: 'Label', definition: { StartAt: 'I', QueryLanguage: 'JSONPath' } },
    });
    const names = out.flatMap((command) => (command.type === 'start-child' ? [command.name] : []));
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('no more children run at once than MaxConcurrency says', async () => {
    const { command } = await startCommand({ MaxConcurrency: 2 });
    const { mapRun, commands } = await beginMapRun(command, ARN, START);
    expect(commands).toHaveLength(2);
    expect(mapRun.executionCounts).toMatchObject({ pending: 1, running: 2, total: 3 });
  });

  it('selects, then batches', async () => {
    const { out } = await ran(
      {
        ItemsPath: '$.all',
        ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'from.$': '$.name' } },
      },
      { name: 'x', all: ['a', 'b', 'c'] },
    );
    expect(out.at(-1)).toMatchObject({
      output: [
        {
          BatchInput: { from: 'x' },
          Items: [
            { v: 'a', i: 0 },
            { v: 'b', i: 1 },
          ],
        },
        { BatchInput: { from: 'x' }, Items: [{ v: 'c', i: 2 }] },
      ],
    });
  });

  it('a batch holds no more bytes than MaxInputBytesPerBatch, but always an item', async () => {
    const { mapRun } = await ran({ ItemBatcher: { MaxInputBytesPerBatch: 12 } }, ['aaaa', 'bb', 'c', 'dddddddddddd']);
    expect(mapRun.itemsOf).toEqual([2, 1, 1]);
  });

  it('nor more than a child may have as its input', async () => {
    const { mapRun } = await ran({ ItemBatcher: { MaxItemsPerBatch: 9 } }, Array(3).fill('x'.repeat(131_000)));
    expect(mapRun.itemsOf).toEqual([2, 1]);
  });

  it.each([
    [{ ItemBatcher: { MaxItemsPerBatchPath: '$.v' } }, 'x', 'The MaxItemsPerBatchPath field refers to value "x"'],
    [{ ItemBatcher: { MaxInputBytesPerBatchPath: '$.v' } }, -1, 'MaxInputBytesPerBatch cannot be negative.'],
    [{ ItemBatcher: { MaxItemsPerBatchPath: '$.none' } }, 1, "Invalid path '$.none'"],
    [{ ItemReader: { ReaderConfig: { MaxItemsPath: '$.v' } } }, 1.5, 'The MaxItemsPath field refers to value "1.5"'],
    [
      { QueryLanguage: 'JSONata', Items: [1], ItemBatcher: { MaxItemsPerBatch: '{% $states.input.v %}' } },
      'x',
      "for the field 'ItemBatcher/MaxItemsPerBatch' returned an unexpected result type",
    ],
  ])('%j is refused where v is %j', async (fields, v, words) => {
    const { driven } = await startCommand(
      { ...('Items' in fields ? {} : { ItemsPath: '$.a' }), ...fields },
      { a: [1], v },
    );
    expect(driven.execution.cause).toContain(words);
  });

  it.each([
    [{}, 1, 'FAILED'],
    [{ ToleratedFailureCount: 1 }, 1, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 2, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 2, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49.9 }, 2, 'FAILED'],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 90 }, 2, 'FAILED'],
  ])('%j with %d of 4 failed: %s', async (fields, failures, status) => {
    const { mapRun, out } = await ran(fields, [0, 1, 2, 3], (value, index) =>
      index < failures ? new Error('no') : value,
    );
    expect(mapRun.status).toBe(status);
    expect(out.at(-1)).toMatchObject(
      status === 'FAILED'
        ? {
            error: 'States.ExceedToleratedFailureThreshold',
            cause: 'The specified tolerated failure threshold was exceeded',
          }
        : { output: [0, 1, 2, 3].slice(failures) },
    );
  });

  it('past the threshold the children that run are stopped, the others never begin', async () => {
    const { mapRun, out } = await ran({ MaxConcurrency: 2 }, [0, 1, 2], () => new Error('no'));
    expect(out.map((command) => command.type)).toEqual(['start-child', 'start-child', 'stop-child', 'finish']);
    expect(mapRun.executionCounts).toMatchObject({ failed: 1, aborted: 1, pending: 1, running: 0 });
  });

  it('stopped from outside', async () => {
    const { command } = await startCommand({});
    const { mapRun } = await beginMapRun(command, ARN, START);
    const { commands } = await advanceMapRun(mapRun, { type: 'stop' }, START);
    expect(commands.filter(({ type }) => type === 'stop-child')).toHaveLength(3);
    expect(mapRun.status).toBe('ABORTED');
  });
});

const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

describe('an ItemReader', () => {
  const reader = (ReaderConfig: object, operation = 'getObject') => ({
    ItemReader: {
      Resource: `arn:aws:states:::s3:${operation}`,
      Parameters: { 'Bucket.$': '$.bucket', Key: 'k' },
      ReaderConfig,
    },
  });

  async function read(config: object, output: Json): Promise<MapRunTransition> {
    const { command } = await startCommand(reader(config), { bucket: 'b', most: 1 });
    const started = await beginMapRun(command, ARN, START);
    expect(started.commands).toEqual([
      { type: 'read-items', resource: 'arn:aws:states:::s3:getObject', parameters: { Bucket: 'b', Key: 'k' } },
    ]);
    return advanceMapRun(started.mapRun, { type: 'items-read', output }, START);
  }

  it.each([
    [{ InputType: 'JSON' }, '[1,{"a":2}]', [1, { a: 2 }]],
    [{ InputType: 'JSON', MaxItems: 1 }, '[1,2]', [1]],
    [{ InputType: 'JSON', MaxItemsPath: '$.most' }, '[1,2]', [1]],
    [{ InputType: 'JSON', ItemsPointer: '/a/0' }, '{"a":[[7]]}', [7]],
    [{ InputType: 'JSONL' }, '{"a":1}\n\n[2]\r\n', [{ a: 1 }, [2]]],
    [{ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,b\n1,"x, ""y"""\n', [{ a: '1', b: 'x, "y"' }]],
    [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['h'], CSVDelimiter: 'PIPE' }, '1|2', [{ h: '1' }]],
    [CSV, 'a,b\nx\\,y,2', [{ a: 'x,y', b: '2' }]],
    [
      CSV,
      'a,b\r\n"x\n""y""",""""\r\n1',
      [
        { a: 'x\n"y"', b: '"' },
        { a: '1', b: '' },
      ],
    ],
    [CSV, 'a,b\nx "1,2",3,4', [{ a: 'x 1,2', b: '3' }]],
    [CSV, 'a,b\nx\\ny\\\\,2', [{ a: 'xny\\', b: '2' }]],
    [CSV, 'a,b\n{""k"":""v""},2', [{ a: '{"k":"v"}', b: '2' }]],
    [
      CSV,
      'a,b\n"x \\"y\\", z",""\n,',
      [
        { a: 'x "y", z', b: '' },
        { a: '', b: '' },
      ],
    ],
    [
      { InputType: 'JSON' },
      '{"a":{"x":1},"b":2}',
      [
        { Key: 'a', Value: { x: 1 } },
        { Key: 'b', Value: 2 },
      ],
    ],
  ])('%j reads %j', async (config, body, items) => {
    const { mapRun } = await read(config, { Body: body });
    expect(mapRun.inputs).toEqual(items);
  });

  it('takes the items of all listed objects with LOAD_AND_FLATTEN', async () => {
    const { command } = await startCommand(
      reader({ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }, 'listObjectsV2'),
      {
        bucket: 'b',
      },
    );
    const { mapRun, commands } = await beginMapRun(command, ARN, START);
    expect(commands).toMatchObject([{ type: 'read-items', load: true }]);
    const output = { Bodies: ['[1,2]', '[3]'] };
    expect((await advanceMapRun(mapRun, { type: 'items-read', output }, START)).mapRun.inputs).toEqual([1, 2, 3]);
  });

  it('gives the selector the key of a pair', async () => {
    const ItemSelector = { 'k.$': '$$.Map.Item.Key', 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' };
    const { command } = await startCommand({ ...reader({ InputType: 'JSON' }), ItemSelector }, { bucket: 'b' });
    const { mapRun } = await beginMapRun(command, ARN, START);
    const read = await advanceMapRun(mapRun, { type: 'items-read', output: { Body: '{"a":1}' } }, START);
    expect(read.mapRun.inputs).toEqual([{ k: 'a', v: 1, i: 0 }]);
  });

  it('of a listing takes every object as an item', async () => {
    const { mapRun } = await read({}, { Contents: [{ Key: 'a' }, { Key: 'b' }] });
    expect(mapRun.inputs).toEqual([{ Key: 'a' }, { Key: 'b' }]);
  });

  it.each([
    [{ InputType: 'JSON' }, '7', 'Attempting to map over non-iterable node.'],
    [{ InputType: 'JSON' }, '{', 'Invalid JSON document in the file that the ItemReader names.'],
  ])('%j cannot read %j', async (config, body, cause) => {
    const { commands } = await read(config, { Body: body });
    expect(commands).toEqual([{ type: 'finish', status: 'FAILED', error: 'States.ItemReaderFailed', cause }]);
  });
});

it('in JSONata everything but the selector is evaluated once, the selector for each item', async () => {
  const { command } = await startCommand(
    {
      QueryLanguage: 'JSONata',
      MaxConcurrency: '{% $states.input.n %}',
      ToleratedFailurePercentage: '{% $states.input.n * 10 %}',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: '{% $states.input.bucket %}', Key: 'k' },
        ReaderConfig: { InputType: 'JSONL', MaxItems: '{% $states.input.n %}' },
      },
      ItemSelector: { got: '{% $states.context.Map.Item.Value %}', of: '{% $states.input.bucket %}' },
    },
    { n: 2, bucket: 'b' },
  );
  const started = await beginMapRun(command, ARN, START);
  expect(started.commands).toMatchObject([{ parameters: { Bucket: 'b', Key: 'k' } }]);
  const { mapRun } = await advanceMapRun(started.mapRun, { type: 'items-read', output: { Body: '1\n2\n3\n' } }, START);
  expect(mapRun).toMatchObject({
    maxConcurrency: 2,
    toleratedFailurePercentage: 20,
    inputs: [
      { got: 1, of: 'b' },
      { got: 2, of: 'b' },
    ],
  });
});

it('an item that cannot be selected fails the run before any child', async () => {
  const { command } = await startCommand({ ItemSelector: { 'v.$': '$.nothing' } }, [1]);
  const { mapRun, commands } = await beginMapRun(command, ARN, START);
  expect(mapRun.status).toBe('FAILED');
  expect(commands).toMatchObject([{ type: 'finish', status: 'FAILED', error: 'States.Runtime' }]);
});

describe('a ResultWriter', () => {
  const writer = (WriterConfig?: object) => ({
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'out', Prefix: 'p' },
      ...(WriterConfig && { WriterConfig }),
    },
    ToleratedFailureCount: 5,
  });

  it('writes the results by how they ended, and a manifest of them', async () => {
    const { mapRun, out } = await ran(writer(), ['a', 'b'], (value) => (value === 'b' ? new Error('no') : value));
    const write = out.find((command) => command.type === 'write-results');
    if (write?.type !== 'write-results') throw new Error('nothing was written');
    const folder = 'p/11111111-2222';
    expect(write.objects.map(({ key }) => key)).toEqual([
      `${folder}/manifest.json`,
      `${folder}/SUCCEEDED_0.json`,
      `${folder}/FAILED_0.json`,
    ]);
    const [manifest, succeeded, failed] = write.objects.map(({ body }) => JSON.parse(body));
    expect(manifest).toEqual({
      DestinationBucket: 'out',
      MapRunArn: ARN,
      ResultFiles: {
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: write.objects[1]?.body.length }],
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: write.objects[2]?.body.length }],
        PENDING: [],
      },
    });
    expect(succeeded[0]).toMatchObject({ Input: '"a"', Output: '"a"', Status: 'SUCCEEDED', RedriveCount: 0 });
    expect(failed[0]).toMatchObject({ Input: '"b"', Error: 'Boom', Cause: 'no', Status: 'FAILED' });
    expect(out.at(-1)).toEqual({
      type: 'finish',
      status: 'SUCCEEDED',
      output: { MapRunArn: ARN, ResultWriterDetails: { Bucket: 'out', Key: `${folder}/manifest.json` } },
    });
    expect(mapRun.itemCounts.resultsWritten).toBe(2);
  });

  it('COMPACT leaves the bare outputs, as JSON Lines where asked', async () => {
    const { out } = await ran(writer({ Transformation: 'COMPACT', OutputType: 'JSONL' }), [1, [2]]);
    const write = out.find((command) => command.type === 'write-results');
    expect(write).toMatchObject({ objects: [{}, { key: 'p/11111111-2222/SUCCEEDED_0.json', body: '1\n[2]\n' }] });
  });

  it('NONE without a destination tells of every child in the output of the state', async () => {
    const settings = { ResultWriter: { WriterConfig: { Transformation: 'NONE' } }, ToleratedFailureCount: 5 };
    const { out } = await ran(settings, ['a', 'b'], (value) => (value === 'a' ? new Error('no') : value));
    expect(out.at(-1)).toMatchObject({
      output: [
        { Input: '"a"', Error: 'Boom', Status: 'FAILED', RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' },
        { Input: '"b"', Output: '"b"', Status: 'SUCCEEDED' },
      ],
    });
  });

  it('FLATTEN without a destination flattens the output of the state', async () => {
    const { out } = await ran({ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN' } } }, [[1, 2], [3]]);
    expect(out.at(-1)).toMatchObject({ output: [1, 2, 3] });
  });
});

describe('the execution around it', () => {
  it('tells that it started and succeeded', async () => {
    const { driven, command } = await startCommand({});
    await driven.deliver({ type: 'map-run-started', id: command.id, mapRunArn: ARN });
    await driven.deliver({ type: 'map-run-succeeded', id: command.id, output: ['x'] });
    expect(eventChain(driven).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<5 MapStateExited',
      '8<7 ExecutionSucceeded',
    ]);
    expect(driven.history[3]).toMatchObject({ mapRunStartedEventDetails: { mapRunArn: ARN } });
    expect(driven.execution.output).toEqual(['x']);
  });

  it('tells why it failed, and fails with it', async () => {
    const { driven, command } = await startCommand({});
    await driven.deliver({ type: 'map-run-started', id: command.id, mapRunArn: ARN });
    await driven.deliver({ type: 'map-run-failed', id: command.id, error: 'E', cause: 'c' });
    expect(eventChain(driven).slice(4)).toEqual(['5<4 MapRunFailed', '6<5 MapStateFailed', '7<6 ExecutionFailed']);
    expect(driven.execution).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  it.each([
    ['ToleratedFailureCountPath', -1, 'ToleratedFailureCount cannot be negative.'],
    [
      'ToleratedFailureCountPath',
      'x',
      'The ToleratedFailureCountPath field refers to value "x" which is not a valid integer: $.t',
    ],
    ['ToleratedFailurePercentagePath', 100.1, 'ToleratedFailurePercentage must be between 0 and 100.'],
    [
      'ToleratedFailurePercentagePath',
      {},
      'The ToleratedFailurePercentagePath field refers to value "{}" which is not a valid float: $.t',
    ],
  ])('fails by %s of %j once the Map has started, with the events of one that had not', async (field, t, cause) => {
    const driven = new Drive();
    const child = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
    const definition = only({
      Type: 'Map',
      ItemsPath: '$.items',
      [field]: '$.t',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...child },
    });
    await driven.begin(specOf(definition, { input: { items: [1], t } }));
    expect(eventChain(driven).slice(1)).toEqual(['2<0 MapStateEntered', '3<2 MapStateStarted', '4<2 ExecutionFailed']);
    expect(driven.execution.cause).toBe(
      `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`,
    );
  });

  it('asks again when its Map is retried', async () => {
    const { driven, command } = await startCommand({ Retry: [{ ErrorEquals: ['E'] }] });
    await driven.deliver({ type: 'map-run-failed', id: command.id, error: 'E', cause: 'c' });
    await driven.settle();
    expect(driven.commands.filter(({ type }) => type === 'map-run')).toHaveLength(2);
  });
});
