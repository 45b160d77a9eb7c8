// Queries that people gave a name, kept in the index of their workspace.
import type { Index } from './open.ts';

export interface SavedView {
  readonly name: string;
  readonly query: string;
  readonly savedAtMs: number;
}

/** By name. */
export function readViews(index: Index): SavedView[] {
  return index
    .prepare('SELECT name, query, saved_at_ms AS savedAtMs FROM saved_views ORDER BY name')
    .all() as SavedView[];
}

/** In place of the view of this name, if there is one. */
export function saveView(index: Index, name: string, query: string): void {
  index
    .prepare('INSERT OR REPLACE INTO saved_views (name, query, saved_at_ms) VALUES (?, ?, ?)')
    .run(name, query, Date.now());
}

export function removeView(index: Index, name: string): void {
  index.prepare('DELETE FROM saved_views WHERE name = ?').run(name);
}
