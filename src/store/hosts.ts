// The governor's memory over a restart: one JSON value a host.
import type { Index } from './open.ts';

export function loadHosts(index: Index): { host: string; state: unknown }[] {
  const rows = index.prepare('SELECT host, governor_state AS state FROM hosts').all() as { host: string; state: string }[];
  return rows.map(({ host, state }) => ({ host, state: JSON.parse(state) as unknown }));
}

export function saveHost(index: Index, host: string, state: unknown): void {
  index.prepare('INSERT OR REPLACE INTO hosts VALUES (?, ?)').run(host, JSON.stringify(state));
}
