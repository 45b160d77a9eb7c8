// The backends by the names that flags, checkpoints and reports know them by. Values only: nothing of TensorFlow.js is loaded.

/** In the order in which `auto` tries them. */
export const AUTO_BACKENDS = ['cuda', 'webgpu', 'node', 'wasm', 'cpu'] as const;
/** `webgpu-f16`: convolutions multiply numbers of 16 bits and add up in 32; only when it is named, since three digits have to be enough. */
export const BACKEND_NAMES = [...AUTO_BACKENDS, 'webgpu-f16'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];
export type BackendChoice = 'auto' | BackendName;

/** Those that need machine code which npm does not bring along: `ks-build setup --backend` adds it. */
export const ADDED_BACKENDS = ['cuda', 'webgpu', 'node'] as const;
export type AddedBackend = (typeof ADDED_BACKENDS)[number];

/** Those that a thread may open beside others, for small models: one processor core each, nothing to add. */
export const CORE_BACKENDS = ['wasm', 'cpu'] as const;
export type CoreBackend = (typeof CORE_BACKENDS)[number];
