// Writes the manifests of this folder anew: node --import tsx manifests/make-manifests.ts ../shared/annotations [OUTPUT-DIRECTORY]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serialiseManifest } from '../src/dataset/manifest-text.ts';
import { readAnnotationLists } from './annotation-lists.ts';
import { buildManifests } from './build-manifests.ts';

const [annotations, output = import.meta.dirname] = process.argv.slice(2);
if (annotations === undefined) {
  process.stderr.write(
    'usage: node --import tsx manifests/make-manifests.ts ANNOTATIONS-DIRECTORY [OUTPUT-DIRECTORY]\n',
  );
  process.exit(2);
}

const text = (name: string) => readFileSync(path.join(annotations, name), 'utf8');
const lists = readAnnotationLists({
  kinetics400Labels: text('k400_label_map_deepmind.txt'),
  kinetics400Val: text('activitynet_kinetics-400_val.csv'),
  kinetics400Test: text('activitynet_kinetics-400_test.csv'),
  ks32Labels: text('ks32.txt'),
  ks100Labels: text('ks100_reconstruction.txt'),
  ogmTrain: text('ogm-ge_my_train.txt'),
  ogmTest: text('ogm-ge_my_test.txt'),
  avCilIds: text('av-cil_ids.tsv'),
});

mkdirSync(output, { recursive: true });
for (const manifest of buildManifests(lists)) {
  const content = serialiseManifest(manifest);
  writeFileSync(path.join(output, `${manifest.name}.txt`), content);
  process.stdout.write(`${manifest.name}.txt: ${manifest.rows.length} rows, ${Buffer.byteLength(content)} bytes\n`);
}
