import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';

/** The folder of package.json, in a clone and in the npm package: of `dist/`, `.serverless/` and `templates/`. */
export const ROOT = dirname(findPackageJSON(import.meta.url) as string);
