/** What tells people of events, where the stage parameter `notices` names a sink. */

import type { Description, Machine, Role } from './expand.ts';
import { replacePlaceholders } from './placeholders.ts';
import { listIn } from './stage.ts';
import type { Functions, Template } from './template.ts';

type Stack = Pick<Description, 'functions' | 'roles' | 'machines' | 'resources'>;

/** templates/notices.yml */
export interface NoticeTemplate {
  functions: Functions;
  roles: Record<string, Role>;
  machines: Record<string, Machine>;
  resources: Template;
  /** By name: what each needs besides. */
  sinks: Readonly<Record<string, { statements: readonly unknown[]; resources: Template }>>;
}

/**
 * The stack with what the named sinks need; unchanged where none is named.
 * @throws Error for a name that no sink has.
 */
export function withNotices(stack: Stack, template: NoticeTemplate, sinks: string): Stack {
  const names = listIn('notices', sinks);
  if (names.length === 0) return stack;
  const unknown = names.filter((name) => !Object.hasOwn(template.sinks, name));
  if (unknown.length > 0)
    throw new Error(`notices names ${unknown.join(', ')}; it may name ${Object.keys(template.sinks).join(', ')}`);
  const named = names.flatMap((name) => template.sinks[name] ?? []);
  const { functions, roles, machines, resources } = replacePlaceholders(template, {
    __sinks__: names.join(','),
    __noticeTopicArn__: names.includes('topic') ? { Ref: 'NoticeTopic' } : '',
    __sinkStatements__: named.flatMap(({ statements }) => statements),
  });
  return {
    functions: { ...stack.functions, ...functions },
    roles: { ...stack.roles, ...roles },
    machines: { ...stack.machines, ...machines },
    resources: [resources, ...named.map((sink) => sink.resources)].reduce(joined, stack.resources),
  };
}

function joined(one: Template, other: Template): Template {
  return {
    ...one,
    Resources: { ...one.Resources, ...other.Resources },
    Outputs: { ...one.Outputs, ...other.Outputs },
  };
}
