// Plays the sound of clips through one mpv that stays open: it starts with the first clip, and anew after it broke.
import path from 'node:path';
import { QUIET_AND_SAFE } from './mpv-arguments.ts';
import { connectMpv, type MpvConnection, type MpvMessage } from './mpv-connection.ts';
import { heardSeconds } from './mpv-time.ts';
import type { Player, PlayerNews, PlayingRange } from './player.ts';

/** Sound only: the film strip is the picture. A new clip is a new file in the same mpv, 30 ms instead of 150. */
const SOUND_ONLY = ['--idle=yes', '--no-terminal', '--vid=no', '--hr-seek=yes', '--input-media-keys=no'];

interface Playing {
  readonly requestId: number;
  readonly range: PlayingRange;
  readonly news: PlayerNews;
  /** mpv's own number of what plays; undefined until it has answered. */
  entryId: number | undefined;
  /** Until it plays, times are those of the clip before, or the one first time of a clip whose sound finds no way out. */
  stage: 'asked' | 'opened' | 'ready' | 'plays';
  isPaused: boolean;
  /** Sent to a place: before a loop, mpv's times are to be believed; while paused, they are not. */
  sentToSeconds: number | undefined;
}

interface MpvOptions {
  readonly mpvPath: string;
  /** For instance another audio output. */
  readonly moreOptions?: readonly string[];
}

export function createMpvPlayer({ mpvPath, moreOptions = [] }: MpvOptions): Player {
  let connection: MpvConnection | undefined;
  let playing: Playing | undefined;
  let lastRequestId = 0;
  /** Told when it changes: two clips that last equally long in a row are one piece of news. */
  let durationSeconds: number | undefined;

  const end = (trouble: string | undefined): void => {
    const ending = playing;
    playing = undefined;
    ending?.news.ended(trouble);
  };
  const onMessage = (message: MpvMessage): void => {
    if (message.event === 'property-change' && message.name === 'duration' && typeof message.data === 'number')
      durationSeconds = message.data;
    if (playing === undefined) return;
    if (message.request_id === playing.requestId) {
      if (message.error !== 'success') end(`mpv: ${message.error}`);
      else playing.entryId = (message.data as { playlist_entry_id?: number } | null)?.playlist_entry_id;
    } else if (message.event === 'property-change') {
      if (message.name !== 'time-pos' || typeof message.data !== 'number') return;
      if (playing.stage === 'plays') tellPosition(playing, message.data, durationSeconds);
      // Only a time that moves is one that is heard: mpv may tell where it would begin before its output fails.
      else if (playing.stage === 'ready') playing.stage = 'plays';
    } else if (message.event === 'playback-restart') {
      if (playing.stage === 'opened') playing.stage = 'ready';
    } else if (message.playlist_entry_id === playing.entryId) {
      if (message.event === 'start-file') playing.stage = 'opened';
      if (message.event === 'end-file' && message.reason === 'eof') end(undefined);
      if (message.event === 'end-file' && message.reason === 'error') end(`mpv: ${message.file_error ?? 'an error'}`);
    }
  };
  const connect = (): MpvConnection => {
    const fresh = connectMpv(mpvPath, [...QUIET_AND_SAFE, ...SOUND_ONLY, ...moreOptions], {
      message: (message) => {
        if (fresh === connection) onMessage(message);
      },
      gone: (trouble) => {
        if (fresh !== connection) return;
        connection = undefined;
        end(trouble ?? 'mpv ended');
      },
    });
    for (const [id, name] of ['time-pos', 'duration'].entries()) fresh.send(['observe_property', 1 + id, name]);
    return fresh;
  };
  const setPaused = (isPaused: boolean): void => {
    if (playing === undefined) return;
    playing.isPaused = isPaused;
    connection?.send(['set_property', 'pause', isPaused]);
  };

  return {
    name: 'mpv',
    canPause: true,
    canSeek: true,
    play(filePath, range, news) {
      connection ??= connect();
      lastRequestId += 1;
      playing = { requestId: lastRequestId, range, news, ...NOT_STARTED };
      for (const [name, value] of propertiesOf(range)) connection.send(['set_property', name, value]);
      // An absolute path: never an option, never an address.
      connection.send(['loadfile', path.resolve(filePath), 'replace'], lastRequestId);
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    seek(seconds) {
      if (playing === undefined) return;
      connection?.send(['seek', seconds, 'absolute+exact']);
      playing.sentToSeconds = seconds;
      if (playing.isPaused) playing.news.position(seconds);
    },
    stop() {
      connection?.send(['stop']);
      end(undefined);
    },
    async close() {
      playing = undefined;
      const closing = connection;
      connection = undefined;
      await closing?.close();
    },
  };
}

const NOT_STARTED = {
  entryId: undefined,
  stage: 'asked',
  isPaused: false,
  sentToSeconds: undefined,
} as const;

function tellPosition(playing: Playing, seconds: number, durationSeconds: number | undefined): void {
  const { range, isPaused, sentToSeconds } = playing;
  // After a seek mpv counts the sound that it holds ready as played.
  if (isPaused && sentToSeconds !== undefined) return;
  if (seconds >= range.fromSeconds) playing.sentToSeconds = undefined;
  const heard = sentToSeconds !== undefined ? seconds : heardSeconds(seconds, range, durationSeconds);
  if (heard !== undefined) playing.news.position(heard);
}

/** `end` would end a loop before it comes round. */
function propertiesOf({ fromSeconds, toSeconds, isLooping }: PlayingRange): (readonly [string, string | boolean])[] {
  const [from, to] = [fromSeconds.toFixed(3), toSeconds.toFixed(3)];
  return [
    ['start', from],
    ['end', isLooping ? 'none' : to],
    ['ab-loop-a', isLooping ? from : 'no'],
    ['ab-loop-b', isLooping ? to : 'no'],
    ['pause', false],
  ];
}
