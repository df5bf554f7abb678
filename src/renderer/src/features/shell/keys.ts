import { app } from '../../state/app.svelte.ts';
import { PAGES } from './pages.ts';
import { ZOOM_KEYS, zoom } from './zoom.ts';

/** Keys of the window as a whole. While a dialog is open they are its own, but for the zoom. */
export function onkeydown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const step = ZOOM_KEYS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    zoom(step);
    return;
  }
  if (app.dialog) return;
  const page = PAGES.find(({ key }) => key === event.key)?.page;
  if (page) app.go(page);
  else if (event.key === 'd' || event.key === 'n') app.dialog = { name: 'dial', number: '' };
  else if (event.key === 'f')
    document.querySelector<HTMLElement>('main input[type=search]')?.focus();
  else return;
  event.preventDefault();
}
