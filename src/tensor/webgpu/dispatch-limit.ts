// How far a dispatch reaches along one dimension. A value only.

/** Workgroups: below every device's limit (65,535). */
export const LARGEST_DISPATCH = 32_768;
