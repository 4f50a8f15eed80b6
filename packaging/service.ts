/** What serverless.yml describes, checked and expanded into the functions and resources of one stage. */

import { associations } from '../associations/registry.ts';
import { cleanupRules } from './cleanups.ts';
import { checkEncryptionKey, withEncryption } from './encryption.ts';
import { checkEvidenceBucket, useBucket } from './evidence-bucket.ts';
import { type Description, expand } from './expand.ts';
import { type NoticeTemplate, withNotices } from './notices.ts';
import { type ReconciliationTemplate, withReconciliation } from './reconciliation.ts';
import { type SignalParameters, signalRules } from './signals.ts';
import {
  checkCoolingOff,
  checkEnvironments,
  checkFreezeWindows,
  checkGuards,
  checkIdentities,
  checkMachineLogs,
  checkNames,
  checkPatterns,
  checkRegion,
  checkRetention,
  checkSpokeAccounts,
  checkVerifications,
  type Guards,
  type IdentityParameters,
} from './stage.ts';
import type { Functions, Template } from './template.ts';

export interface Provider {
  stackName: string;
  region: string;
  runtime: string;
  architecture: string;
  memorySize: number;
  tracing: { lambda: boolean };
  environment: Readonly<Record<string, unknown>>;
}

/** serverless.yml, with its files read and its variables resolved. */
export interface Service {
  provider: Provider;
  custom: Omit<Description, 'kinds' | 'functions' | 'resources' | 'cleanups' | 'signals'> & {
    evidenceRetentionDays: number | string;
    identities: IdentityParameters;
    signalling: SignalParameters;
    /** Where notices go, separated by commas; empty for nowhere. */
    noticeSinks: string;
    notices: NoticeTemplate;
    reconciliation: ReconciliationTemplate;
    /** Empty for the stack's own. */
    evidenceBucket: string;
    encryptionKey: string;
    /** What a stage with a customer managed key has besides. */
    encryption: Template;
    guards: Guards;
    objectLockMode: string;
    verifyAfterSeconds: number | string;
    coolingOffSeconds: number | string;
    freezeWindows: string;
  };
  functions: Functions;
  /** The parts that serverless.yml lists, merged. */
  resources: Template;
}

/** The stage parameters of all kinds. */
export const kindParameters = Object.values(associations).flatMap(({ permissions: { parameters } }) => parameters);

/**
 * @param root of the repository or of the npm package, for the cleanup policies and the signals.
 * @throws Error for a stage or a parameter that AWS would refuse, or that would mean nothing.
 */
export function expandService(
  { provider, custom, functions, resources }: Service,
  root: string,
): { functions: Functions; resources: Template } {
  checkRegion(provider.region);
  checkRetention(custom.evidenceRetentionDays, custom.objectLockMode);
  checkMachineLogs(custom.machineLogs);
  checkSpokeAccounts(custom.spokeAccounts);
  checkIdentities(custom.identities);
  checkEvidenceBucket(custom.evidenceBucket);
  checkEncryptionKey(custom.encryptionKey);
  checkGuards(custom.guards);
  checkPatterns(custom.parameters);
  checkVerifications(custom.verifyAfterSeconds);
  checkCoolingOff(custom.coolingOffSeconds);
  checkFreezeWindows(custom.freezeWindows, Date.now());
  const cleanups = cleanupRules(root, provider.stackName);
  const signals = signalRules(root, provider.stackName, custom.signalling);
  const reconciled = withReconciliation({ ...custom, functions, resources }, custom.reconciliation, signals);
  const shared = withNotices(reconciled, custom.notices, custom.noticeSinks);
  const description = { ...custom, ...shared, kinds: associations, cleanups, signals };
  const encrypted = withEncryption(expand(description), custom.encryption, custom.encryptionKey);
  const expanded = useBucket(encrypted, custom.evidenceBucket);
  checkNames(provider.stackName, {
    functions: Object.values(expanded.functions).map(({ name }) => name),
    rules: Object.values(expanded.resources.Resources)
      .filter(({ Type }) => Type === 'AWS::Events::Rule')
      .map(({ Properties }) => String(Properties?.Name)),
  });
  checkEnvironments(expanded.functions, provider.environment);
  return { functions: expanded.functions, resources: withDashboardText(expanded.resources) };
}

/** CloudWatch takes a dashboard as text; templates/dashboard.json is written as JSON. */
function withDashboardText(template: Template): Template {
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::CloudWatch::Dashboard' || Properties === undefined) continue;
    Properties.DashboardBody = { 'Fn::Sub': JSON.stringify(Properties.DashboardBody) };
  }
  return template;
}
