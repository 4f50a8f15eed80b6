import type { DescribeRuleResponse, PutRuleRequest } from '@aws-sdk/client-eventbridge';
import { parseSchedule, ScheduleError } from '@offboard/schedule-expression';
import type { Call } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { type BusName, busName, DEFAULT_BUS, ruleArn } from '../state/arns.ts';
import { invalidParameter, limitExceeded, validationException } from '../state/errors.ts';
import type { Rule } from '../state/rules.ts';
import type { INPUTS, Operations } from './inputs.ts';
import { pageOf } from './paging.ts';
import { checkPattern } from './patterns.ts';
import { tagsOf } from './tags.ts';

/** EventBridge quotas, per bus. */
const MOST_RULES = 300;

type Named = { Name: string; EventBusName?: string | undefined };
type RuleInput = Checked<PutRuleRequest, typeof INPUTS.PutRule>;

export function ruleOperations({ aws, buses, rules, schedules }: EventBridgeParts) {
  const switching = (action: string, state: Rule['state']) => ({
    permissions: permissionOn(action),
    run({ Name, EventBusName }: Named, call: Call) {
      const rule = rules.get(buses.get(busName(EventBusName, call)), Name);
      rules.put({ ...rule, state, scheduledFrom: aws.clock.now() });
      schedules.renew(rule.arn);
      return {};
    },
  });

  return {
    PutRule: {
      permissions: permissionOn('PutRule'),
      run(input, call) {
        const { Name, EventBusName, Tags } = input;
        const bus = buses.get(busName(EventBusName, call));
        checkOccasion(input, bus);
        const known = rules.find(ruleArn(bus, Name));
        if (!known && rules.on(bus).length >= MOST_RULES) throw limitExceeded();
        const rule = ruleOf(input, bus, call, aws.clock.now(), known);
        rules.put(known ? rule : { ...rule, tags: tagsOf(Tags) });
        schedules.renew(rule.arn);
        return { RuleArn: rule.arn };
      },
    },
    DeleteRule: {
      permissions: permissionOn('DeleteRule'),
      run({ Name, EventBusName }, call) {
        const rule = rules.find(ruleArn(buses.get(busName(EventBusName, call)), Name));
        if (!rule) return {};
        if (rule.targets.length > 0) throw validationException("Rule can't be deleted since it has targets.");
        rules.delete(rule);
        schedules.renew(rule.arn);
        return {};
      },
    },
    DescribeRule: {
      permissions: permissionOn('DescribeRule'),
      run({ Name, EventBusName }, call) {
        const rule = rules.get(buses.get(busName(EventBusName, call)), Name);
        return { ...described(rule), CreatedBy: rule.createdBy };
      },
    },
    ListRules: {
      permissions: ({ EventBusName }, call) => [
        { action: 'events:ListRules', resource: ruleArn(busName(EventBusName, call), '*') },
      ],
      run({ NamePrefix = '', EventBusName, ...input }, call) {
        const all = rules.on(buses.get(busName(EventBusName, call)));
        const found = all.filter(({ name }) => name.startsWith(NamePrefix));
        const { rows, token } = pageOf(found, ({ name }) => name, input);
        return { Rules: rows.map(described), ...(token === undefined ? {} : { NextToken: token }) };
      },
    },
    ListRuleNamesByTarget: {
      permissions: ({ EventBusName }, call) => [
        { action: 'events:ListRuleNamesByTarget', resource: ruleArn(busName(EventBusName, call), '*') },
      ],
      run({ TargetArn, EventBusName, ...input }, call) {
        const all = rules.on(buses.get(busName(EventBusName, call)));
        const found = all.filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn));
        const { rows, token } = pageOf(found, ({ name }) => name, input);
        return { RuleNames: rows.map(({ name }) => name), ...(token === undefined ? {} : { NextToken: token }) };
      },
    },
    EnableRule: switching('EnableRule', 'ENABLED'),
    DisableRule: switching('DisableRule', 'DISABLED'),
  } satisfies Operations;
}

function permissionOn(action: string) {
  return ({ Name, EventBusName }: Named, call: Call) => [
    { action: `events:${action}`, resource: ruleArn(busName(EventBusName, call), Name) },
  ];
}

/** A rule has an event pattern, a schedule, or both. */
function checkOccasion({ EventPattern, ScheduleExpression }: PutRuleRequest, bus: BusName): void {
  if (!EventPattern && !ScheduleExpression) {
    throw validationException('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (EventPattern) checkPattern(EventPattern);
  if (!ScheduleExpression) return;
  if (bus.name !== DEFAULT_BUS) {
    throw validationException('ScheduleExpression is supported only on the default event bus.');
  }
  try {
    parseSchedule(ScheduleExpression);
  } catch (error) {
    if (error instanceof ScheduleError) throw invalidParameter('ScheduleExpression');
    throw error;
  }
}

/** PutRule replaces everything but targets and tags. An unchanged schedule keeps its anchor. */
function ruleOf(input: RuleInput, bus: BusName, call: Call, now: number, known: Rule | undefined): Rule {
  const { Name, EventPattern, ScheduleExpression, State = 'ENABLED', Description, RoleArn } = input;
  const goesOn = known?.schedule === ScheduleExpression && known?.state !== 'DISABLED';
  return {
    name: Name,
    arn: ruleArn(bus, Name),
    bus: { name: bus.name, arn: bus.arn },
    ...(EventPattern ? { pattern: EventPattern } : {}),
    ...(ScheduleExpression ? { schedule: ScheduleExpression } : {}),
    scheduledFrom: known && goesOn ? known.scheduledFrom : now,
    state: State,
    ...(Description === undefined ? {} : { description: Description }),
    ...(RoleArn === undefined ? {} : { role: RoleArn }),
    createdBy: known?.createdBy ?? call.account,
    targets: known?.targets ?? [],
    tags: known?.tags ?? {},
  };
}

function described({ name, arn, bus, pattern, schedule, state, description, role }: Rule): DescribeRuleResponse {
  return {
    Name: name,
    Arn: arn,
    EventBusName: bus.name,
    ...(pattern === undefined ? {} : { EventPattern: pattern }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    State: state,
    ...(description === undefined ? {} : { Description: description }),
    ...(role === undefined ? {} : { RoleArn: role }),
  };
}
