/**
 * The circles among files, and among folders. Folders are compared where they stand side by side: what lies
 * directly in a folder (files, and each folder below with all that is in it) may form no circle there. So a
 * folder may use a file that lies above it, such as `pbx/esl` the port in `pbx/port.ts`, as long as that file
 * does not use the folder.
 * @param {Map<string, Set<string>>} imports of each file, as `importsOf` gives them
 * @returns {string[][]} each circle as the paths of its members, with the imports that close it
 */
export function circlesIn(imports) {
  const circles = [];
  for (const edges of [imports, ...levelsOf(imports).values()]) circles.push(...knotsOf(edges));
  const seen = new Set();
  return circles.filter((circle) => {
    const key = circle.join();
    return !seen.has(key) && seen.add(key);
  });
}

/** For each folder: what stands directly in it, and what of that imports what. */
function levelsOf(imports) {
  const levels = new Map();
  for (const [from, targets] of imports) {
    for (const to of targets) {
      const [folder, a, b] = whereTheyPart(from, to);
      if (a === b) continue;
      if (!levels.has(folder)) levels.set(folder, new Map());
      const edges = levels.get(folder);
      for (const node of [a, b]) if (!edges.has(node)) edges.set(node, new Set());
      edges.get(a).add(b);
    }
  }
  return levels;
}

/** The lowest folder that two files have in common, and what of it each of them lies in. */
function whereTheyPart(from, to) {
  const a = from.split('/');
  const b = to.split('/');
  let depth = 0;
  while (depth < Math.min(a.length, b.length) - 1 && a[depth] === b[depth]) depth += 1;
  const upTo = (path) => path.slice(0, depth + 1).join('/');
  return [a.slice(0, depth).join('/'), upTo(a), upTo(b)];
}

/** Sets of nodes that all reach each other (Tarjan's strongly connected components), of two or more. */
function knotsOf(edges) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const knots = [];
  const visit = (node) => {
    order.set(node, order.size);
    low.set(node, order.get(node));
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== order.get(node)) return;
    const knot = stack.splice(stack.indexOf(node));
    if (knot.length > 1 || edges.get(node)?.has(node)) knots.push(knot.sort());
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return knots;
}
