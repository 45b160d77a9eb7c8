// Videos that are copies of one another: pairs of like videos in, for each of them the one that stands for all of its copies out. Pure.

/**
 * Copies of copies are copies too (union-find). A video without any copy is not among them.
 * @returns by video, the first of its copies in the order of their ids: the same whatever the order of the pairs
 */
export function joinVideos(pairs: Iterable<readonly [string, string]>): Map<string, string> {
  const parents = new Map<string, string>();
  const parentOf = (video: string): string => parents.get(video) ?? video;
  const rootOf = (video: string): string => {
    let at = video;
    while (parentOf(at) !== at) {
      parents.set(at, parentOf(parentOf(at)));
      at = parentOf(at);
    }
    return at;
  };
  for (const [one, other] of pairs) {
    const [first, second] = [rootOf(one), rootOf(other)].sort() as [string, string];
    parents.set(first, first);
    parents.set(second, first);
  }
  return new Map([...parents.keys()].map((video) => [video, rootOf(video)]));
}
