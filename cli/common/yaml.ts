/** What is used of YAML, loaded where it is needed. The package is CommonJS, of which a bundle can import no names later. */

export { Document, parse, visit } from 'yaml';
