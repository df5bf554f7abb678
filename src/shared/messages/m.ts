/** Every text a person reads, as a typed function; made of messages/ (`npm run messages`). */
export { m } from './compiled/messages.js';
