// Every default number of the program, with unit and reason. ks-build.config.yaml and flags override it once, in cli/; below that a
// frozen Config is passed down and nobody reads the environment or process.argv.

export const DEFAULT_CONFIG = {
  /** Where annotation and archive lists come from. Settings, so that a mirror or a test server can stand in. */
  addresses: {
    /** Official Kinetics-400 annotation archive (train, validate, test CSV inside). */
    kinetics400Annotations: 'https://storage.googleapis.com/deepmind-media/Datasets/kinetics400.tar.gz',
    /** Lists of archive parts, one URL a line, and the replacement archive for members known to be corrupt (CVDF mirror). */
    cvdfPartLists: {
      train: 'https://s3.amazonaws.com/kinetics/400/train/k400_train_path.txt',
      val: 'https://s3.amazonaws.com/kinetics/400/val/k400_val_path.txt',
      test: 'https://s3.amazonaws.com/kinetics/400/test/k400_test_path.txt',
    },
    cvdfReplacement: 'https://s3.amazonaws.com/kinetics/400/replacement_for_corrupted_k400.tgz',
    /** Folder of yt-dlp's newest release: SHA2-256SUMS and the files that it lists. */
    ytDlpRelease: 'https://github.com/yt-dlp/yt-dlp/releases/latest/download',
    /** `{id}` is the video id. */
    youtubeWatch: 'https://www.youtube.com/watch?v={id}',
  },

  /** The official list of train rows, fetched once through `addresses.kinetics400Annotations` and cached. */
  annotations: {
    /** Fewest train rows that are believed: 246,534 were published; later lists, without the videos that are gone, hold 219,561. */
    minTrainRows: 200_000,
    /** Largest archive, bytes, as it comes and unpacked (512 MiB): its CSV and JSON files are far below. */
    maxArchiveBytes: 512 * 1024 ** 2,
  },

  /** The cut: what a clip file looks like. */
  cut: {
    /** Pixels of the shorter side after scaling; 256 is what the field trains from (340x256). Never enlarged. */
    shortSidePx: 256,
    /** x264 constant rate factor; 23 is x264's own default, 18 or less is visually lossless. */
    x264Crf: 23,
    /** x264 preset: `veryfast` costs 1/1.6 of `medium` here, for files about a tenth larger (measured in notes). */
    x264Preset: 'veryfast',
    /** Constant frame rate is the source's own mean rate, but never above this, frames/s. */
    maxVideoFps: 30,
    audioBitrateKbps: 128,
    /** Sample rate of the clip's sound, Hz: the source's own where it is one of AAC's, else this. */
    fallbackSampleRateHz: 44100,
    /** Longest that one cut may take, seconds of wall clock: a file that takes longer is a hang. */
    timeLimitSeconds: 180,
  },

  /** After the cut: what must hold, else the clip is `failed` or `dropped`. */
  verify: {
    /** |clip duration - what the source allows|, seconds. */
    durationToleranceSeconds: 0.1,
    /** |picture start - sound start|, seconds. */
    startToleranceSeconds: 0.04,
    /** Longest that decoding one clip may take, seconds of wall clock. */
    timeLimitSeconds: 120,
  },

  /** Facts that drop a clip. */
  facts: {
    /** A segment counts as there when at least this share of it exists in the source, 0..1. Kinetics' own clips run from 0.9. */
    minDurationRatio: 0.5,
    /** And never shorter than this, seconds. */
    minDurationSeconds: 1,
    /** Smallest side of the picture, pixels. */
    minSidePx: 32,
    /** RMS below this is silence, dBFS. Digital silence reads -91; the quietest real clip we hold reads -44.7. */
    silentBelowDbfs: -70,
    /** Share of time without any change of picture above which a clip is a still, 0..1. */
    staticAboveRatio: 0.98,
    blackAboveRatio: 0.98,
    /** Sound and picture of a file that arrives cut may differ in length by this, seconds. */
    streamLengthToleranceSeconds: 0.5,
  },

  /** Downloading through a video site. */
  site: {
    /** Tallest picture asked for: 480 lines are plenty for a short side of 256, and far fewer bytes than 720. */
    maxHeightPx: 480,
    /** Seconds added on both sides of a section, so that the exact cut never misses an edge. */
    sectionPadSeconds: 1,
    /** No byte for this long, or slower than `stallBytesPerSecond` for `stallSlowSeconds`: the section route gives way to the full file. */
    stallSilentSeconds: 30,
    stallSlowSeconds: 30,
    stallBytesPerSecond: 48 * 1024,
    /** Socket timeout handed to yt-dlp, seconds. */
    socketTimeoutSeconds: 20,
    /** Retries inside one yt-dlp call; back-off between attempts is the governor's work, not yt-dlp's. */
    retries: 2,
    /** Longest that one download may take, seconds; endless bodies end here or at maxDownloadBytes. */
    timeLimitSeconds: 1800,
    /** Largest file taken from a site, bytes (2 GiB). */
    maxDownloadBytes: 2 * 1024 ** 3,
    /** Oldest yt-dlp that is accepted without a warning, days. */
    ytDlpMaxAgeDays: 45,
  },

  /** Byte streams over HTTP: the annotation archive and the parts of archives. */
  transfer: {
    /** Until the headers of the answer are there: name, connection, TLS and the server's thinking, seconds. */
    answerTimeoutSeconds: 30,
    /** Longest wait for the next byte, seconds; time in which we do not read does not count. */
    idleTimeoutSeconds: 60,
    /** Tries in a row before the first byte came: a wrong address should say so soon. */
    openingTries: 2,
    /** Tries in a row to go on after a break: with the delays below that is about two minutes of outage. */
    resumeTries: 7,
    /** Delay before the second try, seconds; each further one doubles it. A longer Retry-After ends the transfer. */
    firstRetryDelaySeconds: 1,
    maxRetryDelaySeconds: 60,
    maxRedirects: 5,
  },

  /** The governor: how often a host is asked, and how the pool backs off. */
  governor: {
    /** Videos an hour and host. yt-dlp's wiki (2026-04) gives about 300 for a guest, 2000 for an account. Loopback is not limited. */
    videosPerHour: 300,
    /** Tokens that may be saved up: a burst at the start. */
    burst: 5,
    /** First pause after a rate limit, bot check, IP block or captcha, seconds; each further one in a row doubles it. */
    firstPauseSeconds: 60,
    pauseFactor: 2,
    maxPauseSeconds: 3600,
    /** After this many pauses in a row the run ends and says when to come back. */
    maxPausesInARow: 4,
    /** Second look at a video whose text does not prove that it is gone, seconds after the first. */
    confirmAfterSeconds: 24 * 3600,
  },

  /** The pool. */
  pool: {
    /** Downloads at once over all hosts. */
    downloads: 4,
    /** Cutting processes at once; undefined: one per core. */
    cuts: undefined as number | undefined,
    /** Largest single archive member that is taken, bytes. */
    maxMemberBytes: 2 * 1024 ** 3,
    /** Stop with a clear message when the file system has less than this free, bytes. */
    minFreeBytes: 200 * 1024 ** 2,
  },

  /** Judging by eye and ear. */
  curate: {
    /** Who judges, as recorded with each verdict; '': the name of the user on this machine. */
    rater: '',
    /** Means of drawing pictures, as `--graphics` takes it; 'auto': the best that the terminal says it has. */
    graphics: 'auto',
    /** Sound starts with each clip, where there is a player. */
    autoPlay: true,
    /** A program that plays sound in place of mpv or ffplay, with `{file}`, `{start}` and `{end}` (seconds) in its arguments; '': none. */
    playCommand: '',
    /** Keys of each command of the curate screen and the list, apart by blanks: `a`, `X`, `space`, `enter`, `ctrl-d`, `page-down`; '': none. */
    keys: {
      keep: 'a',
      drop: 'x',
      dropBecause: 'X',
      cannotTell: 's',
      relabel: 'r',
      note: 'n',
      undo: 'u backspace',
      redo: 'U',
      next: 'j down',
      previous: 'k up',
      play: 'space',
      playFromStart: 'enter',
      watch: 'P',
      back: 'h left',
      forward: 'l right',
      farBack: 'H',
      farForward: 'L',
      frameBack: ',',
      frameForward: '.',
      nextOnset: 'o',
      previousOnset: 'O',
      loopStart: '[',
      loopEnd: ']',
      loopClear: '\\',
      trimStart: '<',
      trimEnd: '>',
      trimClear: '=',
      why: 'w',
      zoomIn: 'z',
      zoomOut: 'Z',
      graphics: 'g',
      colours: 'c',
      panes: 'v',
      tag: 't',
      tagRange: 'T',
      tagAll: '*',
      go: ':',
      search: '/',
      filter: 'f',
      list: 'tab',
      help: '?',
      leave: 'q',
    },
  },

  /** The list of clips, beside the keys of `curate.keys` that it shares. */
  list: {
    keys: {
      open: 'enter',
      pageDown: 'J page-down',
      pageUp: 'K page-up',
      first: 'g home',
      last: 'G end',
      sort: 'S',
      views: 'V',
      compare: '=',
      classes: 'C',
      duplicates: 'D',
    },
  },

  /** Two clips one above the other, beside the keys of `curate.keys` that they share. */
  pairs: {
    keys: {
      keepFirst: '1',
      keepSecond: '2',
      keepBoth: 'b',
      keepNeither: 'n',
      otherClip: 'tab',
    },
  },

  /** The home screen: `ks-build` alone. */
  home: {
    /** Keys of each command, as in `curate.keys`; the digits choose a task besides. */
    keys: {
      run: 'enter',
      next: 'j down',
      previous: 'k up',
      edit: 'e',
      corpus: 'tab',
      help: '?',
      leave: 'q',
    },
  },
} as const;

type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends undefined
        ? undefined
        : { readonly [K in keyof T]: Widen<T[K]> };

export type Config = Widen<typeof DEFAULT_CONFIG>;
