// A log-mel as brightness: what is drawn of it. Pure.
import { LOG_MEL_FLOOR } from './log-mel.ts';

/** Range that is shown below the loudest cell, dB: what lies deeper is not heard beside it (chosen). */
const SHOWN_DB = 60;
/** The same in natural logarithms of power. */
const SHOWN_NATS = (SHOWN_DB / 10) * Math.LN10;

/** @returns as long as `logMel`: 0 is 60 dB or more below its loudest cell, 255 the loudest; nothing but silence is all 0 */
export function melPicture(logMel: Float32Array): Uint8Array<ArrayBuffer> {
  const loudest = logMel.reduce((most, nats) => Math.max(most, nats), LOG_MEL_FLOOR);
  const picture = new Uint8Array(logMel.length);
  if (loudest === LOG_MEL_FLOOR) return picture;
  for (let at = 0; at < logMel.length; at += 1) {
    picture[at] = Math.max(0, Math.round(255 * (1 - (loudest - logMel[at]!) / SHOWN_NATS)));
  }
  return picture;
}
