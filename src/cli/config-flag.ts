// The flag that names a settings file, for every command that reads settings.

export const CONFIG_FLAG = [
  '--config <file>',
  'settings file (default: ks-build.config.yaml in this folder, if there is one)',
] as const;
