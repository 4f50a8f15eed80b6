import type { Tag } from '@aws-sdk/client-codeartifact';
import { type AccountRegion, accountRegionOf } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import type { Operations } from './inputs.ts';
import { invalid, notFound } from './model.ts';
import { type Domain, domains, type Repository, repositories } from './resources.ts';

type Tags = Readonly<Record<string, string>>;

export function tags(cloud: SimulatedCloud) {
  return {
    ListTagsForResource: {
      http: { method: 'POST', path: '/v1/tags', query: { resourceArn: 'resourceArn' } },
      permissions: ({ resourceArn }) => [{ action: 'codeartifact:ListTagsForResource', resource: resourceArn }],
      run: ({ resourceArn }) => ({
        tags: Object.entries(taggedAt(cloud, resourceArn).tags).map(([key, value]) => ({ key, value })),
      }),
    },
    TagResource: {
      http: { method: 'POST', path: '/v1/tag', query: { resourceArn: 'resourceArn' } },
      permissions: ({ resourceArn }) => [{ action: 'codeartifact:TagResource', resource: resourceArn }],
      run({ resourceArn, tags: added }) {
        const { tags, save } = taggedAt(cloud, resourceArn);
        save({ ...tags, ...tagRecord(added) });
        return {};
      },
    },
    UntagResource: {
      http: { method: 'POST', path: '/v1/untag', query: { resourceArn: 'resourceArn' } },
      permissions: ({ resourceArn }) => [{ action: 'codeartifact:UntagResource', resource: resourceArn }],
      run({ resourceArn, tagKeys }) {
        const { tags, save } = taggedAt(cloud, resourceArn);
        save(Object.fromEntries(Object.entries(tags).filter(([key]) => !tagKeys.includes(key))));
        return {};
      },
    },
  } satisfies Operations;
}

export function tagRecord(given: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(given.map(({ key = '', value = '' }) => [key, value]));
}

interface Tagged {
  tags: Tags;
  save(tags: Tags): void;
}

function taggedAt(cloud: SimulatedCloud, arn: string): Tagged {
  const [, type, name = ''] = /^arn:[\w-]+:codeartifact:[\w-]+:\d{12}:(domain|repository)\/(.+)$/.exec(arn) ?? [];
  if (type === undefined) throw invalid(`The resource ARN '${arn}' is not valid.`);
  const found =
    type === 'domain' ? domainAt(cloud, accountRegionOf(arn), name) : repositoryAt(cloud, accountRegionOf(arn), name);
  if (!found) throw notFound(`The resource '${arn}' does not exist.`, name, type as 'domain' | 'repository');
  return found;
}

function domainAt(cloud: SimulatedCloud, location: AccountRegion, name: string): Tagged | undefined {
  const domain: Domain | undefined = cloud.resource(domains, location, name);
  return (
    domain && {
      tags: domain.tags ?? {},
      save: (tags) => cloud.putResource(domains, location, name, { ...domain, tags }),
    }
  );
}

function repositoryAt(cloud: SimulatedCloud, location: AccountRegion, name: string): Tagged | undefined {
  const repository: Repository | undefined = cloud.resource(repositories, location, name);
  return (
    repository && {
      tags: repository.tags ?? {},
      save: (tags) => cloud.putResource(repositories, location, name, { ...repository, tags }),
    }
  );
}
