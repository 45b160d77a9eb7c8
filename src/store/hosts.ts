// The governor's memory over a restart: the hosts whose breaker is not closed.
import type { Index } from './open.ts';

export interface HostRow {
  readonly host: string;
  readonly pausesInARow: number;
  readonly openUntilMs: number;
}

export function loadHosts(index: Index): HostRow[] {
  return index
    .prepare('SELECT host, pauses_in_a_row AS pausesInARow, open_until_ms AS openUntilMs FROM hosts')
    .all() as HostRow[];
}

/** Replaces all rows: a host that is not named has a closed breaker. */
export function saveHosts(index: Index, hosts: readonly HostRow[]): void {
  const put = index.prepare('INSERT INTO hosts VALUES (?, ?, ?)');
  index
    .transaction(() => {
      index.exec('DELETE FROM hosts');
      for (const { host, pausesInARow, openUntilMs } of hosts) put.run(host, pausesInARow, Math.round(openUntilMs));
    })
    .immediate();
}
