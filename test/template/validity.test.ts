import { join } from 'node:path';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import { describe, expect, it } from 'vitest';
import { packaged } from './packaged.ts';

/** Everything AWS's own validator says, INFO left out. */
function findings(path: string): string[] {
  const engine = new RegoEngine();
  try {
    return engine
      .validateStandard(new TemplateFile(path))
      .diagnostics.filter(({ severity }) => severity !== 'INFO')
      .map(({ severity, ruleId, message }) => `[${severity}] ${ruleId}: ${message}`);
  } finally {
    engine.free();
  }
}

describe('AWS’s validator finds nothing of WARN or worse', () => {
  it('in the packaged template', async () => {
    expect(findings((await packaged()).templatePath)).toEqual([]);
  });

  it('in the template of the spoke role', async () => {
    expect(findings(join((await packaged()).directory, 'spoke-role.json'))).toEqual([]);
  });
});

describe('the packaged template', () => {
  it('has no placeholder left', async () => {
    const { template } = await packaged();
    expect(JSON.stringify(template).match(/__\w+__|\$\{(?:param|sls|file|self)[^}]*\}/g)).toBeNull();
  });

  it('names everything a user or a tool needs among its outputs', async () => {
    const { template } = await packaged();
    expect(Object.keys(template.Outputs)).toEqual(
      expect.arrayContaining(['Stage', 'BusName', 'BusArn', 'ReportStateMachineArn', 'AlarmTopicArn']),
    );
  });
});
