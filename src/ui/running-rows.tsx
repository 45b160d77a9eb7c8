// The clips in hand, one row a slot: stage, clip, label, and how the transfer goes or how long the stage has taken.
import { Box, Text } from 'ink';
import type { FetchState, RunningClip } from './fetch-state.ts';
import { formatByteRate, formatBytes, formatDuration, printableLine } from './format.ts';
import { barText, type Theme } from './theme.ts';

interface Props {
  readonly state: FetchState;
  readonly rows: number;
  readonly columns: number;
  readonly nowMs: number;
  readonly theme: Theme;
}

const SLOT_WIDTH = 4;
const STAGE_WIDTH = 9;
const CLIP_WIDTH = 27;
const RATE_WIDTH = 10;
/** On a wider terminal the eye would lose the row between the label and the bar. */
const MAX_ROW_WIDTH = 130;

export function RunningRows({ state, rows, columns, nowMs, theme }: Props) {
  const { running } = state;
  // A clip keeps its row while it is in hand; only where there are fewer rows than clips do they move up.
  const hasRowEach = running.every(({ slot }) => slot <= rows);
  const bySlot = new Map(running.map((clip) => [clip.slot, clip]));
  const packed = running.length > rows ? running.slice(0, rows - 1) : running;
  const hidden = hasRowEach ? 0 : running.length - packed.length;
  return (
    <Box flexDirection="column">
      {hasRowEach
        ? Array.from({ length: Math.max(0, rows) }, (_, position) => position + 1).map((slot) => (
            <RunningRow key={slot} slot={slot} clip={bySlot.get(slot)} {...{ columns, nowMs, theme }} />
          ))
        : packed.map((clip) => (
            <RunningRow key={clip.slot} slot={clip.slot} clip={clip} {...{ columns, nowMs, theme }} />
          ))}
      {hidden > 0 && rows > 0 && <Text dimColor>{`    and ${hidden} more in hand`}</Text>}
    </Box>
  );
}

interface RowProps extends Pick<Props, 'columns' | 'nowMs' | 'theme'> {
  readonly slot: number;
  readonly clip: RunningClip | undefined;
}

function RunningRow({ slot, clip, columns, nowMs, theme }: RowProps) {
  const barWidth = columns >= 120 ? 20 : columns >= 76 ? 10 : 0;
  const rightWidth = barWidth + RATE_WIDTH + (barWidth > 0 ? 1 : 0);
  const isWide = columns >= 60;
  if (clip === undefined) return <Text dimColor>{`${String(slot).padStart(2)}  ${theme.glyphs.dot}`}</Text>;
  return (
    <Box width={Math.min(columns, MAX_ROW_WIDTH)}>
      <Box width={SLOT_WIDTH} flexShrink={0}>
        <Text dimColor>{String(slot).padStart(2)}</Text>
      </Box>
      <Box width={STAGE_WIDTH} flexShrink={0}>
        <Text {...(clip.stage === 'waiting' ? { dimColor: true } : theme.color('accent'))}>{clip.stage}</Text>
      </Box>
      <Box {...(isWide ? { width: CLIP_WIDTH, flexShrink: 0 } : { flexGrow: 1, flexShrink: 1 })}>
        <Text wrap="truncate-end">{clip.clip}</Text>
      </Box>
      {isWide && (
        <Box flexGrow={1} flexShrink={1} paddingRight={1}>
          <Text wrap="truncate-end" dimColor>
            {printableLine(clip.label)}
          </Text>
        </Box>
      )}
      <Box width={rightWidth} flexShrink={0} justifyContent="flex-end">
        <Text>{progressText(clip, barWidth, nowMs, theme)}</Text>
      </Box>
    </Box>
  );
}

/** `████▌░░░░░  2.10 MB/s`, `12.3 MB  2.10 MB/s` when the whole is not known, or `12 s` in a stage without a transfer. */
function progressText({ stage, stageSinceMs, transfer }: RunningClip, barWidth: number, nowMs: number, theme: Theme) {
  if (stage !== 'acquire' || transfer === undefined) return formatSince(nowMs - stageSinceMs);
  const { receivedBytes, totalBytes, bytesPerSecond } = transfer;
  const received = formatBytes(receivedBytes);
  const rate = bytesPerSecond === undefined ? '' : formatByteRate(bytesPerSecond);
  if (barWidth === 0) return rate === '' ? received : rate;
  const isWhole = totalBytes !== undefined && totalBytes > 0;
  const left = isWhole ? barText(theme.glyphs, receivedBytes / totalBytes, barWidth) : received;
  return `${left} ${rate.padStart(RATE_WIDTH)}`;
}

/** Whole seconds: hundredths that flicker say nothing. */
function formatSince(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
