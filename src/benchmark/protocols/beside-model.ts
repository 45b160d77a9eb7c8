// Where what is made of a model is kept: its path in, the path beside it out. Pure.

/** `models/x.safetensors` to `models/x.vectors.safetensors` */
export function besideModel(modelPath: string, kind: string): string {
  return modelPath.replace(/(\.safetensors)?$/, `.${kind}.safetensors`);
}
