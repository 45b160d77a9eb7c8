// Whether a tar member may be taken at all, whoever made the archive. Nothing is ever written under a member's own name; a name that
// tries to leave its folder, or a member that is no plain file, still tells that the archive is not what it should be. Pure.
import type { MemberHeader } from './tar-members.ts';

/** Longest member name that is looked at, characters (PATH_MAX of Linux). */
const MAX_NAME_CHARACTERS = 4096;

export type MemberVerdict =
  | { readonly kind: 'file' }
  /** Directories: nothing to take, nothing to say. */
  | { readonly kind: 'passed-over' }
  | { readonly kind: 'refused'; readonly problem: string };

export function judgeMember(header: MemberHeader): MemberVerdict {
  const problem = nameProblem(header.name) ?? typeProblem(header);
  if (problem !== undefined) return { kind: 'refused', problem };
  return { kind: header.type === 'directory' ? 'passed-over' : 'file' };
}

function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME_CHARACTERS) return `name of ${name.length} characters`;
  if (/\p{Cc}/u.test(name)) return 'control characters in its name';
  if (/^(?:[/\\]|[a-z]:)/i.test(name)) return 'absolute path';
  if (name.split(/[/\\]/).includes('..')) return 'path that leaves its folder';
  return undefined;
}

function typeProblem({ type, pax }: MemberHeader): string | undefined {
  if (Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) return 'sparse file';
  if (type === 'file' || type === 'contiguous-file' || type === 'directory') return undefined;
  return type ?? 'unknown kind of member';
}

/** A member's name for notes: quoted, control characters escaped, cut to a line. */
export function shownName(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}...` : name);
}
