// The backends by the names that flags, checkpoints and reports know them by. Values only: nothing of TensorFlow.js is loaded.

/** In the order in which `auto` tries them. */
export const BACKEND_NAMES = ['cuda', 'webgpu', 'node', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

export const BACKEND_CHOICES = ['auto', ...BACKEND_NAMES] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];
