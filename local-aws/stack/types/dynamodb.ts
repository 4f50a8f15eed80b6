import { alreadyThere } from './already-there.ts';
import { type Named, type ResourceTypes, regionalArn } from './contract.ts';

/** Properties of CloudFormation that are no member of CreateTable. */
const NOT_CREATED = ['TableName', 'TimeToLiveSpecification', 'PointInTimeRecoverySpecification', 'Tags'];

export const dynamodbTypes: ResourceTypes = {
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    ref: ({ name }) => name,
    attributes: { Arn: (table: Named) => regionalArn('dynamodb', table, `table/${table.name}`) },
    async deploy({ properties, physicalId: TableName }, { aws, identity }) {
      const call = (operation: string, input: object) =>
        aws.call('dynamodb', operation, { TableName, ...input }, { identity });
      const created = Object.entries(properties).filter(([name]) => !NOT_CREATED.includes(name));
      const { PointInTimeRecoverySpecification, TimeToLiveSpecification } = properties;
      await alreadyThere(['ResourceInUseException'], () => call('CreateTable', Object.fromEntries(created)));
      if (PointInTimeRecoverySpecification) await call('UpdateContinuousBackups', { PointInTimeRecoverySpecification });
      if (!TimeToLiveSpecification) return;
      await alreadyThere(['ValidationException'], () => call('UpdateTimeToLive', { TimeToLiveSpecification }));
    },
  },
};
