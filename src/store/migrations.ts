// The index's schema, as numbered steps. A step that has shipped is never edited: a change is a new step. Each runs in one transaction and
// is recorded in the file (`migrations`), beside SQLite's own user_version.

import { CURATION_MIGRATIONS } from './curation-migrations.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'corpora, segments, clips, attempts, media facts, verdicts, runs',
    sql: `
CREATE TABLE corpora (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  licence TEXT NOT NULL,
  added_at TEXT NOT NULL
) STRICT;

-- A plan: one selection out of one version of a manifest. Its rows stand in segments; a partial plan names them in plan_segments.
CREATE TABLE plans (
  id INTEGER PRIMARY KEY,
  corpus_id INTEGER NOT NULL REFERENCES corpora(id),
  manifest_sha256 TEXT NOT NULL,
  selection TEXT NOT NULL CHECK (json_valid(selection)),
  is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
  planned INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (corpus_id, manifest_sha256, selection)
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  plan_id INTEGER REFERENCES plans(id),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  ending TEXT,
  program_version TEXT NOT NULL,
  tool_versions TEXT NOT NULL CHECK (json_valid(tool_versions)),
  config TEXT NOT NULL CHECK (json_valid(config))
) STRICT;

-- The media file cut from a segment. One file may serve segments of several corpora.
CREATE TABLE clips (
  id INTEGER PRIMARY KEY,
  video_id TEXT NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  path TEXT NOT NULL UNIQUE,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  route TEXT NOT NULL,
  provenance TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('verbatim', 'copy', 're-encode')),
  expected_duration_seconds REAL NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs(id),
  made_at TEXT NOT NULL,
  UNIQUE (video_id, start_seconds, end_seconds)
) STRICT;

CREATE TABLE segments (
  id INTEGER PRIMARY KEY,
  corpus_id INTEGER NOT NULL REFERENCES corpora(id),
  video_id TEXT NOT NULL,
  start_seconds REAL NOT NULL CHECK (start_seconds >= 0),
  end_seconds REAL NOT NULL CHECK (end_seconds > start_seconds),
  label TEXT NOT NULL,
  split TEXT NOT NULL CHECK (split IN ('train', 'val', 'test')),
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'kept', 'dropped', 'ask', 'dead', 'deferred', 'failed')),
  code TEXT NOT NULL DEFAULT '',
  retry_at_ms INTEGER NOT NULL DEFAULT 0,
  clip_id INTEGER REFERENCES clips(id),
  UNIQUE (video_id, start_seconds, end_seconds, corpus_id)
) STRICT;
-- Serves the counts of status and, the row id being last in every index, the paging of pending segments in manifest order.
CREATE INDEX segments_by_state ON segments (corpus_id, state, code);
CREATE INDEX segments_by_clip ON segments (clip_id) WHERE clip_id IS NOT NULL;

CREATE TABLE plan_segments (
  plan_id INTEGER NOT NULL REFERENCES plans(id),
  segment_id INTEGER NOT NULL REFERENCES segments(id),
  PRIMARY KEY (plan_id, segment_id)
) STRICT, WITHOUT ROWID;

-- The ledger: every try, append-only. outcome is 'acquired', 'absent', a failure code or a drop reason.
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  segment_id INTEGER NOT NULL REFERENCES segments(id),
  run_id INTEGER NOT NULL REFERENCES runs(id),
  at_ms INTEGER NOT NULL,
  source TEXT NOT NULL,
  route TEXT NOT NULL,
  outcome TEXT NOT NULL,
  raw_text TEXT NOT NULL,
  received_bytes INTEGER NOT NULL,
  seconds REAL NOT NULL
) STRICT;
CREATE INDEX attempts_by_segment ON attempts (segment_id, at_ms);
CREATE TRIGGER attempts_are_not_changed BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'attempts is append-only'); END;
CREATE TRIGGER attempts_are_not_deleted BEFORE DELETE ON attempts BEGIN SELECT RAISE(ABORT, 'attempts is append-only'); END;

CREATE TABLE media_facts (
  clip_id INTEGER PRIMARY KEY REFERENCES clips(id) ON DELETE CASCADE,
  container TEXT NOT NULL,
  video_codec TEXT, width_px INTEGER, height_px INTEGER, video_fps REAL, pixel_format TEXT,
  video_start_seconds REAL, video_duration_seconds REAL, decoded_video_frames INTEGER,
  static_ratio REAL, black_ratio REAL,
  audio_codec TEXT, channels INTEGER, sample_rate_hz INTEGER,
  audio_start_seconds REAL, audio_duration_seconds REAL, mean_level_dbfs REAL, peak_level_dbfs REAL,
  source_audio_streams INTEGER,
  decode_errors TEXT NOT NULL CHECK (json_valid(decode_errors))
) STRICT;

CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  clip_id INTEGER NOT NULL REFERENCES clips(id) ON DELETE CASCADE,
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'drop', 'ask')),
  reasons TEXT NOT NULL CHECK (json_valid(reasons))
) STRICT;
CREATE INDEX verdicts_by_clip ON verdicts (clip_id, id);

-- What the governor must remember over a restart.
CREATE TABLE hosts (
  host TEXT PRIMARY KEY,
  pauses_in_a_row INTEGER NOT NULL,
  open_until_ms INTEGER NOT NULL
) STRICT;

-- Members of archive parts that were read to their end, so that a later run opens only the parts that it needs.
CREATE TABLE archive_parts (
  part TEXT PRIMARY KEY,
  member_names TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT;
`,
  },
  {
    name: 'views for people',
    sql: `
CREATE VIEW clip_list AS
  SELECT c.name AS corpus, s.split, s.label, s.video_id, s.start_seconds, s.end_seconds, s.state, s.code AS reason,
         k.source, k.route, k.method, k.path, k.size_bytes, k.sha256,
         f.width_px, f.height_px, f.video_fps, f.video_duration_seconds, f.audio_duration_seconds,
         f.audio_start_seconds - f.video_start_seconds AS audio_after_video_seconds,
         f.sample_rate_hz, f.channels, f.mean_level_dbfs
  FROM segments s JOIN corpora c ON c.id = s.corpus_id
  LEFT JOIN clips k ON k.id = s.clip_id LEFT JOIN media_facts f ON f.clip_id = s.clip_id;

CREATE VIEW ledger AS
  SELECT a.id AS attempt, datetime(a.at_ms / 1000, 'unixepoch') AS at, c.name AS corpus, s.label, s.video_id, s.start_seconds,
         a.source, a.route, a.outcome, a.raw_text, a.received_bytes, a.seconds, r.program_version, r.tool_versions
  FROM attempts a JOIN segments s ON s.id = a.segment_id JOIN corpora c ON c.id = s.corpus_id JOIN runs r ON r.id = a.run_id;

CREATE VIEW attrition AS
  SELECT c.name AS corpus, s.split, s.label, count(*) AS listed,
         sum(s.state = 'kept') AS kept, sum(s.state = 'dropped') AS dropped, sum(s.state = 'ask') AS ask, sum(s.state = 'dead') AS dead,
         sum(s.state = 'deferred') AS deferred, sum(s.state = 'failed') AS failed, sum(s.state = 'pending') AS pending,
         round(100.0 * sum(s.state = 'dead') / count(*), 1) AS dead_percent
  FROM segments s JOIN corpora c ON c.id = s.corpus_id GROUP BY c.name, s.split, s.label;
`,
  },
  {
    name: 'measurements of sound and picture',
    sql: `
-- NULL: could not be measured. Curves are one byte a step, hashes 8 bytes a video frame, the fingerprint 4 bytes (little endian) a word.
CREATE TABLE measurements (
  clip_id INTEGER PRIMARY KEY REFERENCES clips(id) ON DELETE CASCADE,
  clip_sha256 TEXT NOT NULL,
  version INTEGER NOT NULL,
  measured_at TEXT NOT NULL,
  silent_ratio REAL, loudness_lufs REAL, clipped_ratio REAL, stereo_separation_db REAL, speech_ratio REAL,
  scene_cuts INTEGER, mean_motion REAL, mean_onset REAL,
  pair_z REAL, pair_lag_seconds REAL, cca_z REAL, correspondence_z REAL,
  cut_continuity REAL, beat_strength REAL, sound_fill REAL, music_bed REAL,
  scene_cut_seconds TEXT NOT NULL CHECK (json_valid(scene_cut_seconds)),
  picture_hash BLOB NOT NULL
) STRICT;

-- Apart from the numbers: whoever reads all numbers of a corpus does not read these.
CREATE TABLE measurement_curves (
  clip_id INTEGER PRIMARY KEY REFERENCES measurements(clip_id) ON DELETE CASCADE,
  curve_fps REAL NOT NULL,
  motion_curve BLOB NOT NULL,
  onset_curve BLOB NOT NULL,
  sound_fingerprint BLOB NOT NULL
) STRICT;
`,
  },
  {
    name: 'correspondence scores, folds of the judge, verdicts with their policy',
    sql: `
-- NULL: the judge abstained. Margins are means over seeds with their standard deviation. Shares of mismatch and the probability: 0..1.
CREATE TABLE scores (
  clip_id INTEGER PRIMARY KEY REFERENCES clips(id) ON DELETE CASCADE,
  clip_sha256 TEXT NOT NULL,
  version INTEGER NOT NULL,
  scored_at TEXT NOT NULL,
  other_class_mean REAL, other_class_spread REAL,
  same_class_mean REAL, same_class_spread REAL,
  sync_mean REAL, sync_spread REAL,
  class_agreement_mean REAL, class_agreement_spread REAL,
  sound_label_probability REAL, sound_label_guess TEXT,
  picture_label_probability REAL, picture_label_guess TEXT,
  swap_probability REAL, shift_probability REAL, music_bed_probability REAL, voice_over_probability REAL,
  probability REAL, spread REAL
) STRICT;

-- Finished work of the learned judge, one model a row, so that an interrupted run goes on where it was.
CREATE TABLE judge_folds (
  fingerprint TEXT NOT NULL,
  seed INTEGER NOT NULL,
  fold INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  PRIMARY KEY (fingerprint, seed, fold)
) STRICT;

-- decided_by is 'facts', 'filter' or 'human'; each keeps its own line of verdicts, and the latest human one wins.
ALTER TABLE verdicts ADD COLUMN policy TEXT NOT NULL DEFAULT '';
CREATE INDEX verdicts_by_author ON verdicts (decided_by, clip_id, id);
`,
  },
  {
    name: 'pairs of clips that look or sound the same',
    sql: `
-- The last search: what it searched (how many measurements, when the last was taken) and up to which shares of differing bits.
CREATE TABLE duplicate_search (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  searched TEXT NOT NULL,
  picture_within REAL NOT NULL,
  sound_within REAL NOT NULL
) STRICT;

-- NULL: they do not have it in common.
CREATE TABLE duplicate_pairs (
  first_clip_id INTEGER NOT NULL REFERENCES clips(id) ON DELETE CASCADE,
  second_clip_id INTEGER NOT NULL REFERENCES clips(id) ON DELETE CASCADE,
  picture_distance REAL, sound_distance REAL, sound_lead_seconds REAL,
  PRIMARY KEY (first_clip_id, second_clip_id)
) STRICT, WITHOUT ROWID;
`,
  },
  ...CURATION_MIGRATIONS,
];
