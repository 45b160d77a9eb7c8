// The program's own version, as package.json says.
import { readFileSync } from 'node:fs';

const packageFile = new URL('../package.json', import.meta.url);

export const PROGRAM_VERSION = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
