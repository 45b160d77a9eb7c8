// What a protocol asks of a model that a method trained. Pure.
import { METHODS, type MethodName } from '../method-names.ts';
import type { ProtocolName } from '../protocol-names.ts';
import type { Task } from '../result.ts';

/**
 * Empty: the protocol is not run. A method that trains one encoder is asked about that one alone; one that learns from labels never
 * compares sound with picture, so that nothing can be retrieved with it.
 */
export function applicableTasks(method: MethodName, protocol: ProtocolName): readonly Task[] {
  if (protocol === 'retrieval')
    return METHODS[method].learns === 'with-labels' ? [] : ['audio-to-visual', 'visual-to-audio'];
  const trained: readonly Task[] =
    method === 'supervised-audio'
      ? ['audio']
      : method === 'supervised-visual'
        ? ['visual']
        : ['audio', 'visual', 'both'];
  if (protocol === 'missing-modality') return trained.filter((task) => task === 'both');
  if (protocol === 'noisy-sound') return trained.filter((task) => task !== 'visual');
  return trained;
}
