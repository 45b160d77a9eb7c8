import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadConfig, mergeConfig } from '../../src/cli/load-config.ts';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { temporaryFolder } from '../helpers/programs.ts';

test('settings override single values and leave the others, and the result is frozen', () => {
  const config = mergeConfig({ cut: { shortSidePx: 128 } }, 'x.yaml');
  assert.equal(config.cut.shortSidePx, 128);
  assert.equal(config.cut.x264Crf, DEFAULT_CONFIG.cut.x264Crf);
  assert.throws(() => {
    (config.cut as { shortSidePx: number }).shortSidePx = 1;
  }, TypeError);
});

test('an unknown key is an error that names the nearest one', () => {
  assert.throws(() => mergeConfig({ cut: { shortSidePixel: 128 } }, 'x.yaml'), {
    message: /x\.yaml: unknown setting cut\.shortSidePixel; did you mean shortSidePx\?/,
  });
});

test('a wrong type, a negative size and a group where a value belongs are errors with what was expected and got', () => {
  assert.throws(() => mergeConfig({ cut: { shortSidePx: 'big' } }, 'x'), {
    message: 'x: cut.shortSidePx: expected a number of at least 0, got "big"',
  });
  assert.throws(() => mergeConfig({ pool: { downloads: -1 } }, 'x'), { message: /at least 0, got -1/ });
  assert.throws(() => mergeConfig({ cut: 5 }, 'x'), { message: 'x: cut: expected a group of settings, got 5' });
  assert.throws(() => mergeConfig(['cut'], 'x'), { message: /expected a group of settings/ });
});

test('zero is a value, and a level may be negative', () => {
  assert.equal(mergeConfig({ governor: { confirmAfterSeconds: 0 } }, 'x').governor.confirmAfterSeconds, 0);
  assert.equal(mergeConfig({ facts: { silentBelowDbfs: -60 } }, 'x').facts.silentBelowDbfs, -60);
});

test('a file that is missing or not YAML is named', (t) => {
  const folder = temporaryFolder(t);
  assert.throws(() => loadConfig(path.join(folder, 'none.yaml')), {
    name: 'UsageError',
    message: /none\.yaml.*ENOENT/,
  });
  const broken = path.join(folder, 'broken.yaml');
  writeFileSync(broken, 'cut: [1, 2\nx: }');
  assert.throws(() => loadConfig(broken), { name: 'UsageError', message: /broken\.yaml: expected YAML/ });
});
