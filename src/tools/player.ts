// What every means of playing a clip's sound offers: the interface. player-mpv.ts, player-ffplay.ts and player-command.ts are the means.

export interface PlayingRange {
  /** Seconds from the start of the clip. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly isLooping: boolean;
}

export interface PlayerNews {
  /** Where the sound is now, about 20 times a second while it plays; mpv's own word, or reckoned from the clock for players that do not tell. */
  position(seconds: number): void;
  /** Played to its end, stopped, or broken (with what the player said). */
  ended(trouble: string | undefined): void;
}

export interface Player {
  readonly name: 'mpv' | 'ffplay' | 'command';
  readonly canPause: boolean;
  readonly canSeek: boolean;
  /** Starts a clip's sound, in place of what plays, which sends no more news. */
  play(filePath: string, range: PlayingRange, news: PlayerNews): void;
  pause(): void;
  resume(): void;
  seek(seconds: number): void;
  stop(): void;
  /** Ends the program. */
  close(): Promise<void>;
}

/** Why there is no sound here, as one line for the footer. */
export interface NoPlayer {
  readonly name: 'none';
  readonly because: string;
  /** What to do about it, for the help screen. */
  readonly remedy: readonly string[];
}
