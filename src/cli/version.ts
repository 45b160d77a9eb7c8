// The program's own version, for the commands.
export { PROGRAM_VERSION } from '../program-version.ts';
