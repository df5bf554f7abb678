/** Longest text that is taken (characters): a link or a number, not a document. */
const MAX_TEXT = 2_000;

/**
 * What was dragged here, where it may be a number: a link or a text. Undefined for files and the rest. While
 * it is still dragged the browser tells only of which kinds it is: then ''.
 */
export function droppedText(
  data: Pick<DataTransfer, 'types' | 'getData'> | null,
): string | undefined {
  const type = ['text/uri-list', 'text/plain'].find((wanted) => data?.types.includes(wanted));
  if (!data || type === undefined || data.types.includes('Files')) return undefined;
  const text = data.getData(type).slice(0, MAX_TEXT).trim();
  // A list of links has comments, and one link a line.
  if (type === 'text/plain') return text;
  return text.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#')) ?? '';
}
