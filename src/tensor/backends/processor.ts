// The processor that this runs on, in a person's words.
import { arch, cpus } from 'node:os';

export function processorName(): string {
  const model = cpus()[0]?.model.trim() ?? '';
  return model === '' || model === 'unknown' ? `a processor of the kind ${arch()}` : model;
}
