// Steps of the index's schema that curation added, in the order in which they follow the earlier ones. The rules of migrations.ts hold.
import type { Migration } from './migrations.ts';

export const CURATION_MIGRATIONS: readonly Migration[] = [
  {
    name: 'judgements of people, better labels, saved views',
    sql: `
-- What people decided. It belongs to the interval, not to the file, so that a clip that is cut again keeps it. Nothing is changed or deleted:
-- undoing sets undone_at_ms, redoing clears it. revision grows with each of these, so that a reader finds what is new.
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,
  video_id TEXT NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  segment_id INTEGER NOT NULL REFERENCES segments(id),
  clip_sha256 TEXT NOT NULL,
  rater TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  via TEXT NOT NULL CHECK (via IN ('curate', 'judge', 'import')),
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'drop', 'ask')),
  reason TEXT,
  label TEXT,
  trim_start_seconds REAL,
  trim_end_seconds REAL,
  note TEXT NOT NULL,
  seconds REAL,
  was_heard INTEGER NOT NULL CHECK (was_heard IN (0, 1)),
  seen TEXT NOT NULL CHECK (json_valid(seen)),
  batch INTEGER NOT NULL,
  undone_at_ms INTEGER,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX judgements_by_clip ON judgements (video_id, start_seconds, end_seconds);
CREATE INDEX judgements_by_revision ON judgements (revision);
CREATE TRIGGER judgements_are_not_deleted BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are undone, not deleted'); END;
CREATE TRIGGER judgements_are_not_changed BEFORE UPDATE OF id, video_id, start_seconds, end_seconds, segment_id, clip_sha256, rater, at_ms,
  recorded_at_ms, via, decision, reason, label, trim_start_seconds, trim_end_seconds, note, seconds, was_heard, seen, batch ON judgements
  BEGIN SELECT RAISE(ABORT, 'judgements are undone, not changed'); END;

INSERT INTO judgements (video_id, start_seconds, end_seconds, segment_id, clip_sha256, rater, at_ms, recorded_at_ms, via, decision, reason,
                        note, was_heard, seen, batch, revision)
  SELECT k.video_id, k.start_seconds, k.end_seconds, min(s.id), k.sha256, 'unknown', unixepoch(v.decided_at) * 1000,
         unixepoch(v.decided_at) * 1000, 'judge', v.decision, iif(v.decision = 'drop', v.reasons ->> '$[0].code', NULL), '', 0, '[]', v.id, v.id
  FROM verdicts v JOIN clips k ON k.id = v.clip_id JOIN segments s ON s.clip_id = k.id
  WHERE v.decided_by = 'human' GROUP BY v.id ORDER BY v.id;
DELETE FROM verdicts WHERE decided_by = 'human';

-- The label that a person gave instead of the listed one. Training, ranking and export go by it; plans and attrition go by the listed one.
ALTER TABLE segments ADD COLUMN curated_label TEXT;

DROP VIEW clip_list;
CREATE VIEW clip_list AS
  SELECT c.name AS corpus, s.split, coalesce(s.curated_label, s.label) AS label, s.video_id, s.start_seconds, s.end_seconds, s.state,
         s.code AS reason, k.source, k.route, k.method, k.path, k.size_bytes, k.sha256,
         f.width_px, f.height_px, f.video_fps, f.video_duration_seconds, f.audio_duration_seconds,
         f.audio_start_seconds - f.video_start_seconds AS audio_after_video_seconds,
         f.sample_rate_hz, f.channels, f.mean_level_dbfs, s.label AS listed_label
  FROM segments s JOIN corpora c ON c.id = s.corpus_id
  LEFT JOIN clips k ON k.id = s.clip_id LEFT JOIN media_facts f ON f.clip_id = s.clip_id;

-- What a reader looks for who wants to know which measurements are new.
CREATE INDEX measurements_by_time ON measurements (measured_at);

CREATE TABLE saved_views (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
  },
  {
    name: 'audits',
    sql: `
-- A sample of clips that people judge blind. What was known of each clip when it was drawn is kept with it, so that an audit stays what it was.
CREATE TABLE audits (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  corpus_id INTEGER NOT NULL REFERENCES corpora(id),
  seed INTEGER NOT NULL,
  policy TEXT NOT NULL,
  drawn_at_ms INTEGER NOT NULL,
  population TEXT NOT NULL CHECK (json_valid(population))
) STRICT;

CREATE TABLE audit_strata (
  audit_id INTEGER NOT NULL REFERENCES audits(id),
  stratum INTEGER NOT NULL,
  band INTEGER NOT NULL,
  labels TEXT NOT NULL CHECK (json_valid(labels)),
  population INTEGER NOT NULL,
  PRIMARY KEY (audit_id, stratum)
) STRICT, WITHOUT ROWID;

-- By interval, not by file: a clip that is cut again or comes from another workspace is the same question.
CREATE TABLE audit_items (
  audit_id INTEGER NOT NULL REFERENCES audits(id),
  position INTEGER NOT NULL,
  video_id TEXT NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  stratum INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'drop', 'ask')),
  decision_with_people TEXT NOT NULL CHECK (decision_with_people IN ('keep', 'drop', 'ask')),
  probability REAL,
  PRIMARY KEY (audit_id, position)
) STRICT, WITHOUT ROWID;

-- Nothing is changed or deleted: undoing sets undone_at_ms. A person has one answer to a question.
CREATE TABLE audit_answers (
  id INTEGER PRIMARY KEY,
  audit_id INTEGER NOT NULL REFERENCES audits(id),
  position INTEGER NOT NULL,
  rater TEXT NOT NULL,
  word TEXT NOT NULL CHECK (word IN ('belongs', 'does-not', 'cannot-tell')),
  at_ms INTEGER NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  seconds REAL,
  was_heard INTEGER NOT NULL CHECK (was_heard IN (0, 1)),
  undone_at_ms INTEGER,
  FOREIGN KEY (audit_id, position) REFERENCES audit_items(audit_id, position)
) STRICT;
CREATE UNIQUE INDEX audit_answers_in_force ON audit_answers (audit_id, position, rater) WHERE undone_at_ms IS NULL;
CREATE TRIGGER audit_answers_are_not_deleted BEFORE DELETE ON audit_answers BEGIN SELECT RAISE(ABORT, 'answers are undone, not deleted'); END;
CREATE TRIGGER audit_answers_are_not_changed BEFORE UPDATE OF id, audit_id, position, rater, word, at_ms, recorded_at_ms, seconds, was_heard
  ON audit_answers BEGIN SELECT RAISE(ABORT, 'answers are undone, not changed'); END;
`,
  },
  {
    name: 'removed clips leave a trace',
    sql: `
-- So that who follows the index finds the segments that wait for their clips anew.
CREATE TABLE removed_clips (
  id INTEGER PRIMARY KEY,
  video_id TEXT NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL
) STRICT;
CREATE TRIGGER clips_leave_a_trace AFTER DELETE ON clips BEGIN
  INSERT INTO removed_clips (video_id, start_seconds, end_seconds) VALUES (OLD.video_id, OLD.start_seconds, OLD.end_seconds);
END;
`,
  },
];
