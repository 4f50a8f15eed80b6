import { type Parts, withParts } from './parts.ts';
import { replacePlaceholders, type Values } from './placeholders.ts';
import { listIn } from './stage.ts';
import { joined, type Template } from './template.ts';

/** templates/notices.yml */
export interface NoticeTemplate extends Parts {
  /** An ARN that is none: the definition is the same, whatever sinks a stage has. */
  noConnection: unknown;
  /** By name. */
  sinks: Readonly<Record<string, Sink>>;
}

/** What a sink needs besides. */
interface Sink {
  statements: readonly unknown[];
  /** Of its HTTP endpoint, the ARN. */
  connection?: unknown;
  resources: Template;
}

/**
 * The stack with what the named sinks need; unchanged where none is named.
 * @throws Error for a name that no sink has, and for a channel whose address is incomplete.
 */
export function withNotices(stack: Parts, template: NoticeTemplate, sinks: string): Parts {
  const addresses = addressesIn(sinks, Object.keys(template.sinks));
  if (addresses.size === 0) return stack;
  const names = [...addresses.keys()];
  const named = names.flatMap((name) => template.sinks[name] ?? []);
  const connectionOf = (name: string) =>
    addresses.has(name) ? template.sinks[name]?.connection : template.noConnection;
  const parts = replacePlaceholders(template, {
    __sinks__: names.join(','),
    __sinkStatements__: named.flatMap(({ statements }) => statements),
    __slackBotChannel__: slackChannelIn(addresses.get('slack')),
    __slackConnection__: connectionOf('slack'),
    __pagerDutyConnection__: connectionOf('pagerduty'),
  });
  const channel = addresses.has('amazon-q') ? channelValues(addresses.get('amazon-q') ?? '') : {};
  const ofSinks = named.map((sink) => replacePlaceholders(sink.resources, channel));
  return withParts(stack, { ...parts, resources: ofSinks.reduce(joined, parts.resources) });
}

/** @param address undefined where the stage has no such sink. */
function slackChannelIn(address: string | undefined): string {
  if (address === undefined) return 'none';
  if (/^[CG][A-Z0-9]{8,20}$/.test(address)) return address;
  throw new Error(`notices must name the channel of slack by its id, as in slack@C0123456789; not '${address}'`);
}

/** Those whose name an address follows. */
const ADDRESSED = ['amazon-q', 'slack'];

/** What stands behind each name and an `@`, by name. */
function addressesIn(sinks: string, known: readonly string[]): Map<string, string> {
  const addresses = listIn('notices', sinks).map((text): [string, string] => {
    const [name = '', address = ''] = text.split(/@(.*)/s);
    if (!known.includes(name)) throw new Error(`notices names ${name}; it may name ${known.join(', ')}`);
    if (address !== '' && !ADDRESSED.includes(name))
      throw new Error(`notices names an address for ${name}, which has none`);
    return [name, address];
  });
  return new Map(addresses);
}

const NO_CHANNEL: Values = {
  __slackWorkspace__: null,
  __slackChannel__: null,
  __team__: null,
  __teamsTenant__: null,
  __teamsChannel__: null,
};

function channelValues(address: string): Values {
  const [, slackWorkspace, slackChannel] = /^slack\/([A-Z0-9]{1,255})\/([A-Za-z0-9]{1,255})$/.exec(address) ?? [];
  if (slackChannel !== undefined) {
    return {
      ...NO_CHANNEL,
      __channelType__: 'AWS::Chatbot::SlackChannelConfiguration',
      __slackWorkspace__: slackWorkspace,
      __slackChannel__: slackChannel,
    };
  }
  const [, team, teamsTenant, teamsChannel] = /^teams\/([\w-]+)\/([\w-]+)\/([\w%.@:=-]+)$/.exec(address) ?? [];
  if (teamsChannel !== undefined) {
    return {
      ...NO_CHANNEL,
      __channelType__: 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
      __team__: team,
      __teamsTenant__: teamsTenant,
      __teamsChannel__: teamsChannel,
    };
  }
  throw new Error(
    `notices must name the channel of amazon-q, as in amazon-q@slack/WORKSPACE/CHANNEL or amazon-q@teams/TEAM/TENANT/CHANNEL; not '${address}'`,
  );
}
