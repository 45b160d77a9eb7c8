// Every error class of the program and its exit code. A failure of one clip is a value (dataset/failure.ts); an error ends the run.

export interface ErrorOptions {
  readonly cause?: unknown;
}

/** Base of every error that the program expects; message form: what was expected, what was got, where, what to do. */
export class KsBuildError extends Error {
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, exitCode: number, message: string, options: ErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** A flag, argument or setting is wrong. Exit 2. */
export class UsageError extends KsBuildError {
  constructor(message: string, options?: ErrorOptions) {
    super('usage', 2, message, options);
  }
}

export interface QueryProblem {
  /** Where in the query, characters from its start. */
  readonly position: number;
  readonly expected: string;
  readonly got: string;
  /** Names that were probably meant, nearest first. */
  readonly nearest: readonly string[];
}

/** A query for clips cannot be understood. Exit 2. */
export class QueryError extends UsageError {
  readonly problem: QueryProblem;

  constructor(problem: QueryProblem) {
    const names = problem.nearest.map((name) => `"${name}"`).join(' or ');
    const hint = names === '' ? '' : `; did you mean ${names}?`;
    super(`query, character ${problem.position + 1}: expected ${problem.expected}, got "${problem.got}"${hint}`);
    this.problem = problem;
  }
}

export interface ManifestPosition {
  readonly file: string;
  /** 1-based; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: string;
}

/** A manifest or annotation row is malformed; the message starts with `file:line column:`. Exit 3. */
export class ManifestError extends KsBuildError {
  readonly position: ManifestPosition;

  constructor(position: ManifestPosition, problem: string, options?: ErrorOptions) {
    const line = position.line === undefined ? '' : `:${position.line}`;
    const column = position.column === undefined ? '' : ` ${position.column}`;
    super('manifest', 3, `${position.file}${line}${column}: ${problem}`, options);
    this.position = position;
  }
}

/** A program that we run is absent or too old. Exit 4. */
export class MissingToolError extends KsBuildError {
  readonly tool: string;

  constructor(tool: string, message: string, options?: ErrorOptions) {
    super('missing-tool', 4, message, options);
    this.tool = tool;
  }
}

export interface ToolFailure {
  readonly tool: string;
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  readonly exitSignal: string | undefined;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stderrTail: string;
}

/** A program failed in a way that makes it unusable for the run. Exit 5. */
export class ToolError extends KsBuildError {
  readonly failure: ToolFailure;

  constructor(failure: ToolFailure, message: string, options?: ErrorOptions) {
    super('tool', 5, message, options);
    this.failure = failure;
  }
}

/** The index cannot be read, is newer than this program, or is held by another process. Exit 6. */
export class StoreError extends KsBuildError {
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super('store', 6, message, options);
    this.path = path;
  }
}

/** The disk or the workspace's budget is full: the run stops, nothing half-written stays. Exit 8. */
export class DiskFullError extends KsBuildError {
  constructor(message: string, options?: ErrorOptions) {
    super('disk-full', 8, message, options);
  }
}

/** The memory of a device or a backend did not suffice: nothing that it computed since may be believed. Exit 7. */
export class OutOfMemoryError extends KsBuildError {
  constructor(message: string, options?: ErrorOptions) {
    super('out-of-memory', 7, message, options);
  }
}

/** Ctrl-C, SIGTERM or SIGHUP. Exit 130. */
export class InterruptedError extends KsBuildError {
  constructor(message = 'interrupted; what was in hand has been abandoned cleanly, run the same command to go on') {
    super('interrupted', 130, message);
  }
}

/** Exit code of `fetch` when some clips are deferred: try again later (EX_TEMPFAIL of sysexits.h). */
export const EXIT_TRY_LATER = 75;
