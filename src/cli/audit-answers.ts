// Answers to an audit as a script writes them: `ID belongs|does-not|cannot-tell [heard]`, one a line. Pure.
import { AUDIT_WORDS, type Audit, type AuditAnswer, type AuditWord } from '../dataset/audit.ts';
import { didYouMean } from '../dataset/nearest-name.ts';
import { ManifestError } from '../errors.ts';

export type GivenAnswer = Pick<AuditAnswer, 'position' | 'word' | 'wasHeard'>;

/** Empty lines and those that begin with # are left out. @throws ManifestError naming file and line: all lines are taken or none */
export function parseAnswers(text: string, file: string, audit: Audit): GivenAnswer[] {
  const places = new Map(audit.items.map(({ clipName }, position) => [clipName, position]));
  const lineOf = new Map<number, number>();
  return text.split(/\r?\n/).flatMap((content, at): GivenAnswer[] => {
    const line = at + 1;
    const wrong = (problem: string): ManifestError => new ManifestError({ file, line }, problem);
    const [id, word, ...rest] = content.trim().split(/\s+/);
    if (id === undefined || id === '' || id.startsWith('#')) return [];
    const position = places.get(id);
    if (position === undefined)
      throw wrong(`expected the ID of a clip of audit ${audit.name}, got "${id}"${didYouMean(id, [...places.keys()])}`);
    if (!isAuditWord(word)) throw wrong(`expected one of ${AUDIT_WORDS.join(', ')} after ${id}, got "${word ?? ''}"`);
    if (rest.length > 1 || (rest[0] ?? 'heard') !== 'heard')
      throw wrong(`expected nothing or "heard" after ${word}, got "${rest.join(' ')}"`);
    const earlier = lineOf.get(position);
    if (earlier !== undefined) throw wrong(`expected one answer to ${id}, got another on line ${earlier}`);
    lineOf.set(position, line);
    return [{ position, word, wasHeard: rest.length === 1 }];
  });
}

function isAuditWord(text: string | undefined): text is AuditWord {
  return (AUDIT_WORDS as readonly (string | undefined)[]).includes(text);
}
