/** Verifies a document of evidence as `offboard evidence verify` does, and prints what that needed: node verify.ts FILE KEY */

import { readFileSync } from 'node:fs';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';

const [, , file = '', key = ''] = process.argv;
const begun = performance.now();
const problems = verifyEvidence(readFileSync(file), { key: readFileSync(key, 'utf8') });
if (problems.length > 0) throw new Error(problems.join('\n'));
const seconds = (performance.now() - begun) / 1000;
process.stderr.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
