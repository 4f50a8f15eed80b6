import type { AccountRegion } from '../../core/account-region.ts';
import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import { invalid, noSuchTableNamed, notServed, tableExists } from '../model/errors.ts';
import type { Key, Table, Tables } from '../state/tables.ts';
import { arnOf, type NamesTable, named, on } from './addressing.ts';

interface CreateInput extends NamesTable {
  AttributeDefinitions?: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  KeySchema?: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  BillingMode?: string;
  DeletionProtectionEnabled?: boolean;
  SSESpecification?: unknown;
}

interface TimeToLive {
  AttributeName?: string;
  Enabled?: boolean;
}

interface PointInTimeRecovery {
  PointInTimeRecoveryEnabled?: boolean;
}

export function administration(tables: Tables) {
  const known = (input: NamesTable, call: Call): Table => {
    const { name, ...location } = named(input, call);
    const table = tables.find(location, name);
    if (!table) throw noSuchTableNamed(name);
    return table;
  };
  const described = (table: Table) => describe(table, tables.count(table));

  const CreateTable: Operation<CreateInput> = {
    ...on('dynamodb:CreateTable'),
    run(input, call) {
      const address = named(input, call);
      if (tables.find(address, address.name)) throw tableExists(address.name);
      const table = create(input, address, tables.now);
      tables.put(table);
      return { TableDescription: described(table) };
    },
  };
  const DescribeTable: Operation<NamesTable> = {
    ...on('dynamodb:DescribeTable'),
    run: (input, call) => ({ Table: described(known(input, call)) }),
  };
  const DeleteTable: Operation<NamesTable> = {
    ...on('dynamodb:DeleteTable'),
    run(input, call) {
      const table = known(input, call);
      if (table.deletionProtected) {
        throw invalid(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      const TableDescription = { ...described(table), TableStatus: 'DELETING' };
      tables.delete(table);
      return { TableDescription };
    },
  };
  const ListTables: Operation<{ ExclusiveStartTableName?: string; Limit?: number }> = {
    permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
    run({ ExclusiveStartTableName: after, Limit }, call) {
      const names = tables.list(call).map(({ name }) => name);
      const { rows, token } = page(
        names.filter((name) => after === undefined || name > after),
        {
          max: Limit,
          usual: 100,
          keyOf: (name) => name,
          refuse: () => new AwsError('ValidationException', ''),
          options: {},
        },
      );
      return { TableNames: rows, LastEvaluatedTableName: token && rows.at(-1) };
    },
  };
  const UpdateTimeToLive: Operation<NamesTable & { TimeToLiveSpecification?: TimeToLive }> = {
    ...on('dynamodb:UpdateTimeToLive'),
    run(input, call) {
      const { expiry, ...table } = known(input, call);
      const { AttributeName, Enabled } = input.TimeToLiveSpecification ?? {};
      if (!AttributeName || Enabled === undefined) throw invalid('TimeToLiveSpecification must be complete');
      if (Enabled === (expiry !== undefined)) {
        throw invalid(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
      }
      tables.put(Enabled ? { ...table, expiry: AttributeName } : table);
      return { TimeToLiveSpecification: { AttributeName, Enabled } };
    },
  };
  const DescribeTimeToLive: Operation<NamesTable> = {
    ...on('dynamodb:DescribeTimeToLive'),
    run(input, call) {
      const { expiry } = known(input, call);
      const TimeToLiveDescription =
        expiry === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: expiry };
      return { TimeToLiveDescription };
    },
  };
  const UpdateContinuousBackups: Operation<NamesTable & { PointInTimeRecoverySpecification?: PointInTimeRecovery }> = {
    ...on('dynamodb:UpdateContinuousBackups'),
    run(input, call) {
      const { PointInTimeRecoveryEnabled: enabled } = input.PointInTimeRecoverySpecification ?? {};
      if (enabled === undefined) throw invalid('PointInTimeRecoverySpecification must be complete');
      const table = { ...known(input, call), pointInTimeRecovery: enabled };
      tables.put(table);
      return { ContinuousBackupsDescription: backupsOf(table) };
    },
  };
  const DescribeContinuousBackups: Operation<NamesTable> = {
    ...on('dynamodb:DescribeContinuousBackups'),
    run: (input, call) => ({ ContinuousBackupsDescription: backupsOf(known(input, call)) }),
  };
  return {
    CreateTable,
    DescribeTable,
    DeleteTable,
    ListTables,
    UpdateTimeToLive,
    DescribeTimeToLive,
    UpdateContinuousBackups,
    DescribeContinuousBackups,
  };
}

/** @throws AwsError ValidationException */
function create(input: CreateInput, address: AccountRegion & { name: string }, now: number): Table {
  const { AttributeDefinitions: attributes = [], KeySchema: schema = [], BillingMode = 'PROVISIONED' } = input;
  const [partition, sort, ...more] = schema;
  const isSchema = partition?.KeyType === 'HASH' && (!sort || sort.KeyType === 'RANGE') && more.length === 0;
  if (!isSchema) throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (BillingMode !== 'PAY_PER_REQUEST') throw notServed('tables other than PAY_PER_REQUEST');
  const keys = schema.map(({ AttributeName: name }): Key => {
    const type = attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
    if (type === undefined) {
      throw invalid(
        `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`,
      );
    }
    return { name, type };
  });
  if (attributes.length > keys.length) {
    throw invalid('One or more parameter values were invalid: Some AttributeDefinitions are not used');
  }
  return {
    ...address,
    created: now,
    keys,
    deletionProtected: input.DeletionProtectionEnabled === true,
    pointInTimeRecovery: false,
    ...(input.SSESpecification === undefined ? {} : { encryption: input.SSESpecification }),
  };
}

function describe(table: Table, count: number) {
  const { name, created, keys, deletionProtected } = table;
  return {
    TableName: name,
    TableArn: arnOf(table),
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(created),
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    KeySchema: keys.map((key, index) => ({ AttributeName: key.name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    DeletionProtectionEnabled: deletionProtected,
    ItemCount: count,
    ...(table.encryption === undefined ? {} : { SSEDescription: { Status: 'ENABLED' } }),
  };
}

function backupsOf({ pointInTimeRecovery }: Table) {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED' },
  };
}
