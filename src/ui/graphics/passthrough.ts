// Escape sequences that tmux hands on to the terminal around it unread (its option allow-passthrough). Pure.

export function throughTmux(sequence: string): string {
  return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}
