// Fails where source files or folders import each other in a circle, types included.
import { circlesIn } from './lib/imports/circles.mjs';
import { importsOf } from './lib/imports/graph.mjs';
import { ROOT } from './lib/paths.mjs';

const circles = circlesIn(importsOf(ROOT));
for (const circle of circles)
  console.error(`They import each other in a circle:\n  ${circle.join('\n  ')}`);
process.exitCode = circles.length === 0 ? 0 : 1;
