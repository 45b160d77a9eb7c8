// A corpus lock to text and back. Pure. The text is one JSON object, a clip a line, so that tools that compare lines show what differs:
//
//   {"format":"ks-build lock","version":1,"corpus":...,"manifestSha256":...,"policy":{...},"tools":{...},"clips":[
//   {"name":...,"videoId":...,...},
//   {"name":...,"videoId":...,...}
//   ],"sha256":"<hex>"}
//
// sha256 is that of everything before `,"sha256"`: keys in the order of the types, those of policy and tools in the order of the alphabet, clips by
// name, no times. A lock whose text was laid out anew by another program is still itself; one whose content was changed is refused.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ManifestError } from '../errors.ts';
import { type CorpusLock, LOCK_VERSION, type LockedClip } from './corpus-lock.ts';
import { clipName, SPLITS } from './segment.ts';

const FORMAT = 'ks-build lock';

const text = z.string().min(1);
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 of 64 hexadecimal digits');

const CLIP = z
  .strictObject({
    name: text,
    videoId: text,
    startSeconds: z.number().min(0),
    endSeconds: z.number(),
    label: text,
    split: z.enum(SPLITS),
    videoGroup: text,
    path: text.refine(staysInside, 'expected a path inside the workspace'),
    sha256: sha256Hex,
    verdict: z.enum(['kept', 'dropped', 'ask']),
    reasons: z.array(text),
    isHuman: z.boolean(),
  })
  .refine((clip) => clip.name === clipName(clip), { path: ['name'], message: 'expected <video id>_<start>_<end>' });

const LOCK = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(LOCK_VERSION),
  corpus: text,
  manifestSha256: z.string(),
  policy: z.record(z.string(), z.unknown()).optional(),
  tools: z.record(z.string(), z.string()),
  clips: z.array(CLIP),
  sha256: sha256Hex,
});

type UnsealedLock = Omit<CorpusLock, 'version' | 'sha256'>;

/** Puts the clips in order and the hash below them. */
export function sealLock(unsealed: UnsealedLock): CorpusLock {
  const clips = unsealed.clips.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const lock = { version: LOCK_VERSION, ...unsealed, clips } as const;
  return { ...lock, sha256: contentHash(lock) };
}

export function formatLock(lock: CorpusLock): string {
  return `${[...contentPieces(lock)].join('')},"sha256":"${lock.sha256}"}\n`;
}

/** @param file where the text comes from, for messages. @throws ManifestError: it is no lock, one of another version, or one that was edited */
export function parseLock(content: string, file: string): CorpusLock {
  const value = jsonOf(content);
  const head = z.object({ format: z.literal(FORMAT), version: z.unknown() }).safeParse(value);
  if (!head.success)
    throw new ManifestError({ file }, 'expected a corpus lock, got something else; make one with `ks-build lock`');
  if (head.data.version !== LOCK_VERSION)
    throw new ManifestError(
      { file },
      `expected a lock of version ${LOCK_VERSION}, got version ${JSON.stringify(head.data.version)}; make it anew with \`ks-build lock\`, or use the ks-build that wrote it`,
    );
  const parsed = LOCK.safeParse(value);
  if (!parsed.success) throw new ManifestError({ file }, problemsOf(parsed.error, value));
  const { format: _format, policy, sha256: claimed, ...rest } = parsed.data;
  const lock = sealLock({ ...rest, policy });
  if (lock.sha256 !== claimed)
    throw new ManifestError(
      { file },
      `expected content with the SHA-256 ${claimed}, got ${lock.sha256}: it was changed after it was made; take the original, or make it anew with \`ks-build lock\``,
    );
  return lock;
}

const MOST_PROBLEMS = 3;

function problemsOf({ issues }: z.ZodError, value: unknown): string {
  const clips = (value as { clips?: { name?: unknown }[] }).clips;
  const shown = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => {
    const name = path[0] === 'clips' && typeof path[1] === 'number' ? clips?.[path[1]]?.name : undefined;
    return `${path.join('.')}${name === undefined ? '' : ` (${String(name)})`}: ${message}`;
  });
  const rest = issues.length - shown.length;
  return `${[...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')}; make it anew with \`ks-build lock\``;
}

/** undefined: it is not JSON. */
function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** In pieces: a lock of 60,000 clips is 20 MB of text. */
function* contentPieces({ corpus, manifestSha256, policy, tools, clips }: UnsealedLock): Generator<string> {
  const head = {
    format: FORMAT,
    version: LOCK_VERSION,
    corpus,
    manifestSha256,
    ...(policy === undefined ? {} : { policy: inOrder(policy) }),
    tools: inOrder(tools),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"clips":[\n`;
  const last = clips.length - 1;
  for (const [at, clip] of clips.entries()) yield at === last ? clipText(clip) : `${clipText(clip)},\n`;
  yield '\n]';
}

function clipText(clip: LockedClip): string {
  return JSON.stringify({
    name: clip.name,
    videoId: clip.videoId,
    startSeconds: clip.startSeconds,
    endSeconds: clip.endSeconds,
    label: clip.label,
    split: clip.split,
    videoGroup: clip.videoGroup,
    path: clip.path,
    sha256: clip.sha256,
    verdict: clip.verdict,
    reasons: clip.reasons,
    isHuman: clip.isHuman,
  } satisfies LockedClip);
}

/** The same keys and values with every object's keys in the order of the alphabet. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

/** A lock may come from a stranger: it names no file outside the workspace. */
function staysInside(path: string): boolean {
  return !/^([\\/]|[A-Za-z]:)/.test(path) && !path.split(/[\\/]/).includes('..');
}

function contentHash(lock: UnsealedLock): string {
  const hash = createHash('sha256');
  for (const piece of contentPieces(lock)) hash.update(piece);
  return hash.digest('hex');
}
