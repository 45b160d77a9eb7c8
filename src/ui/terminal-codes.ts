// Escape sequences that switch a terminal's modes: constants, and nothing else.

/** Around one frame: the terminal shows it at once (synchronized output, mode 2026). */
export const BEGIN_FRAME = '\x1b[?2026h';
export const END_FRAME = '\x1b[?2026l';
export const WRAP_ON = '\x1b[?7h';
export const WRAP_OFF = '\x1b[?7l';
/** Pasted text comes between marks and is told from keys. */
export const PASTE_ON = '\x1b[?2004h';
export const PASTE_OFF = '\x1b[?2004l';
export const CURSOR_OFF = '\x1b[?25l';
export const CURSOR_ON = '\x1b[?25h';
export const FULL_SCREEN_ON = '\x1b[?1049h\x1b[H';
export const FULL_SCREEN_OFF = '\x1b[?1049l';
/** The terminal says when its window gets the focus back. */
export const FOCUS_ON = '\x1b[?1004h';
export const FOCUS_OFF = '\x1b[?1004l';
/** No colour, no attribute. */
export const PLAIN = '\x1b[0m';
