import { onDestroy } from 'svelte';

/**
 * `close` for as long as the dialog that is being made is there. What a dialog waited for may come when
 * the person has closed it and opened another, which is not its to close.
 */
export function whileOpen(close: () => void): () => void {
  let open = true;
  onDestroy(() => (open = false));
  return () => {
    if (open) close();
  };
}
