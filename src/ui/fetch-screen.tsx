// The live block of `fetch` for one state at one moment and one size. Pure: everything comes in as properties.
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { type FetchWishes, fetchKeyHints } from './fetch-keys.ts';
import { fetchRows } from './fetch-layout.ts';
import { paceOf, timeLeftOf } from './fetch-pace.ts';
import type { Breaker, FetchState } from './fetch-state.ts';
import {
  formatBytes,
  formatClipRate,
  formatCount,
  formatDuration,
  formatDurationRange,
  formatMoment,
  formatShare,
  printableLine,
} from './format.ts';
import { RunningRows } from './running-rows.tsx';
import { byFrequency, meaningOf, stateTotals } from './status-table.ts';
import { barText, STATE_TONES, type Theme } from './theme.ts';

export interface FetchScreenProps {
  readonly state: FetchState;
  readonly wishes: FetchWishes;
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly theme: Theme;
}

export function FetchScreen(props: FetchScreenProps) {
  const { state, wishes, columns, nowMs, theme } = props;
  const rows = fetchRows(state, wishes, props.rows);
  return (
    <Box flexDirection="column" width={columns}>
      {rows.rule && <Text dimColor>{theme.glyphs.rule.repeat(columns)}</Text>}
      <Title {...props} />
      <PlanBar {...props} />
      <CountsLine {...props} />
      <Reasons state={state} theme={theme} rows={rows.reasons} />
      {state.breakers.slice(0, rows.breakers).map((breaker) => (
        <BreakerLine key={breaker.host} breaker={breaker} nowMs={nowMs} theme={theme} />
      ))}
      {state.part !== undefined && <PartLine part={state.part} columns={columns} theme={theme} />}
      <RunningRows state={state} rows={rows.running} columns={columns} nowMs={nowMs} theme={theme} />
      {rows.messages > 0 && <Messages state={state} rows={rows.messages} theme={theme} />}
      {rows.notes > 0 && <LatestWarning state={state} theme={theme} />}
      <Footer state={state} wishes={wishes} theme={theme} />
    </Box>
  );
}

/** One row that is cut, never wrapped. */
function Row({ children }: { readonly children: ReactNode }) {
  return <Text wrap="truncate-end"> {children}</Text>;
}

function TwoEnds({ left, right, columns }: { left: ReactNode; right: ReactNode; columns: number }) {
  return (
    <Box width={columns} paddingX={1} columnGap={2}>
      <Box flexGrow={1} flexShrink={1}>
        <Text wrap="truncate-end">{left}</Text>
      </Box>
      <Box flexShrink={0}>
        <Text wrap="truncate-end">{right}</Text>
      </Box>
    </Box>
  );
}

function Title({ state, wishes, columns, nowMs, theme }: FetchScreenProps) {
  const dot = ` ${theme.glyphs.dot} `;
  const elapsed = state.startedAtMs === undefined ? '' : formatElapsed(nowMs - state.startedAtMs);
  const parts = [columns >= 60 ? state.sources.map(printableLine).join(', ') : '', elapsed].filter(
    (part) => part !== '',
  );
  const left = (
    <>
      <Text bold>fetch {printableLine(state.corpus)}</Text>
      <Text dimColor>{parts.map((part) => dot + part).join('')}</Text>
    </>
  );
  return <TwoEnds columns={columns} left={left} right={paceText({ state, wishes, columns, nowMs }, dot)} />;
}

function formatElapsed(elapsedMs: number): string {
  return elapsedMs < 60_000 ? `${Math.max(0, Math.floor(elapsedMs / 1000))} s` : formatDuration(elapsedMs);
}

function paceText({ state, wishes, columns, nowMs }: Omit<FetchScreenProps, 'rows' | 'theme'>, dot: string): string {
  if (wishes.stopping !== 'no') return wishes.stopping === 'cleanly' ? 'stopping cleanly' : 'stopping at once';
  if (wishes.isPaused) return 'paused';
  const pace = paceOf(state, nowMs);
  const left = timeLeftOf(state, nowMs);
  const rate = pace === undefined ? 'starting' : formatClipRate(pace.recentPerHour);
  if (left === undefined) return rate;
  const leftText = `${formatDurationRange(left.lowMs, left.highMs)} left`;
  return columns < 60 ? leftText : `${rate}${dot}${leftText}`;
}

function PlanBar({ state, columns, theme }: FetchScreenProps) {
  const { settled, planned } = state;
  const text = `${formatCount(settled)} of ${formatCount(planned)} ${theme.glyphs.dot} ${formatShare(settled, planned)}`;
  const width = Math.max(0, columns - text.length - 4);
  const ratio = planned === 0 ? 0 : settled / planned;
  return (
    <Row>
      <Text {...theme.color('good')}>{barText(theme.glyphs, ratio, width)}</Text>
      {`  ${text}`}
    </Row>
  );
}

function CountsLine({ state, columns, theme }: FetchScreenProps) {
  const gap = columns >= 90 ? '   ' : '  ';
  const shown = stateTotals(state.counts).filter(({ state: name, total }) => total !== 0 || name !== 'ask');
  return (
    <Row>
      {shown.map(({ state: name, total }, position) => (
        <Text key={name} {...theme.color(total === 0 ? undefined : STATE_TONES[name])} dimColor={total === 0}>
          {`${position === 0 ? '' : gap}${name} ${formatCount(total)}`}
        </Text>
      ))}
    </Row>
  );
}

/** One line a state where there is room, else all in one line. */
function Reasons({ state, theme, rows }: { state: FetchState; theme: Theme; rows: number }) {
  const dot = ` ${theme.glyphs.dot} `;
  const totals = stateTotals(state.counts).filter(({ byCode }) => Object.keys(byCode).length > 0);
  if (rows === 0) return null;
  const entries = ({ byCode }: (typeof totals)[number]) =>
    byFrequency(byCode).map(([code, count]) => `${code} ${formatCount(count)}`);
  if (rows < totals.length || rows === 1) {
    return (
      <Row>
        <Text dimColor>{totals.flatMap(entries).join(dot)}</Text>
      </Row>
    );
  }
  return totals.map((total) => (
    <Row key={total.state}>
      <Text {...theme.color(STATE_TONES[total.state])}>{total.state.padEnd(10)}</Text>
      <Text dimColor>{entries(total).join(dot)}</Text>
    </Row>
  ));
}

function BreakerLine({ breaker, nowMs, theme }: { breaker: Breaker; nowMs: number; theme: Theme }) {
  const { host, state, code, reopensAtMs } = breaker;
  const why = code === undefined ? '' : `: ${meaningOf(code)}`;
  const when =
    reopensAtMs === undefined
      ? ''
      : `; next try ${formatMoment(reopensAtMs, nowMs)} (${formatElapsed(Math.max(0, reopensAtMs - nowMs))})`;
  const text = state === 'probing' ? `${host}: trying one clip` : `paused ${host}${why}${when}`;
  return (
    <Row>
      <Text bold {...theme.color('later')}>
        {`${theme.glyphs.pause} ${text}`}
      </Text>
    </Row>
  );
}

function PartLine({ part, columns, theme }: { part: NonNullable<FetchState['part']>; columns: number; theme: Theme }) {
  const { partNumber, partCount, receivedBytes, totalBytes } = part;
  const whole = totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`;
  const bar =
    totalBytes === undefined || totalBytes === 0 || columns < 60
      ? ''
      : barText(theme.glyphs, receivedBytes / totalBytes, 10);
  return (
    <TwoEnds
      columns={columns}
      left={`archive part ${partNumber} of ${partCount}  ${printableLine(part.part)}`}
      right={`${bar}  ${formatBytes(receivedBytes)}${whole}`}
    />
  );
}

/** The tools' own words about the last clips that were not kept, newest last; the first line of each. */
function Messages({ state, rows, theme }: { state: FetchState; rows: number; theme: Theme }) {
  const shown = state.unwell.slice(-rows);
  const texts = shown.map(({ clip, state: name, code, message }) => ({
    clip,
    name,
    text: printableLine(message?.trim().split(/[\r\n]/)[0] ?? (code === undefined ? '' : meaningOf(code))),
  }));
  return (
    <Box flexDirection="column" height={rows}>
      {texts.length === 0 && (
        <Row>
          <Text dimColor>no error texts so far</Text>
        </Row>
      )}
      {texts.map(({ clip, name, text }) => (
        <Row key={clip}>
          <Text {...theme.color(STATE_TONES[name])}>{name.padEnd(9)}</Text>
          <Text dimColor>{`${clip}  `}</Text>
          {text}
        </Row>
      ))}
    </Box>
  );
}

function LatestWarning({ state, theme }: { state: FetchState; theme: Theme }) {
  const note = state.notes.findLast(({ level }) => level !== 'info');
  return (
    <Row>
      <Text {...theme.color('doubtful')}>{note === undefined ? '' : `${note.level}: ${printableLine(note.text)}`}</Text>
    </Row>
  );
}

function Footer({ state, wishes, theme }: { state: FetchState; wishes: FetchWishes; theme: Theme }) {
  return (
    <Row>
      {fetchKeyHints(wishes, state).map(({ caption, text }, position) => (
        <Text key={caption}>
          {position === 0 ? '' : '   '}
          <Text {...theme.color('accent')}>{caption}</Text>
          <Text dimColor> {text}</Text>
        </Text>
      ))}
    </Row>
  );
}
