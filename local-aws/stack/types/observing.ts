/** Logs, alarms and dashboards: a template may have them, and nothing here simulates them. */

import { type ResourceType, type ResourceTypes, regionalArn } from './contract.ts';

const alarm: ResourceType = {
  nameProperty: 'AlarmName',
  ref: ({ name }) => name,
  attributes: { Arn: (alarm) => regionalArn('cloudwatch', alarm, `alarm:${alarm.name}`) },
  deploy: 'known',
};

const unnamed: ResourceType = { ref: ({ name }) => name, deploy: 'known' };

export const observingTypes: ResourceTypes = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ref: ({ name }) => name, deploy: 'known' },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: ({ name }) => name,
    // The attribute ends in `:*`, as policies on log streams need it (CloudFormation's reference).
    attributes: { Arn: (group) => regionalArn('logs', group, `log-group:${group.name}:*`) },
    deploy: 'known',
  },
  'AWS::Logs::ResourcePolicy': { nameProperty: 'PolicyName', ref: ({ name }) => name, deploy: 'known' },
  'AWS::Logs::MetricFilter': unnamed,
};
