import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/**
 * Who imports whom below src/, types included.
 * @param {string} root the project folder
 * @returns {Map<string, Set<string>>} each source file's own imports; paths from the project folder, with `/`
 */
export function importsOf(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$|\.svelte$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const known = new Set(files);
  return new Map(
    files.map((file) => [
      file,
      new Set(
        specifiersIn(file, readFileSync(join(root, file), 'utf8'))
          .map((specifier) => resolved(file, specifier))
          .filter((target) => known.has(target)),
      ),
    ]),
  );
}

/** The modules a file names, by `import`, `export … from` and `import()`. */
function specifiersIn(file, text) {
  const scripts = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code)
    : [text];
  return scripts.flatMap((code) =>
    ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName),
  );
}

/** Imports name their file whole, with its ending. */
const resolved = (file, specifier) =>
  specifier.startsWith('@shared/')
    ? specifier.replace('@shared', 'src/shared')
    : posix.join(dirname(file), specifier);
