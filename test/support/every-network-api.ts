/**
 * Tries each way that Chromium gives a page to reach a network. Runs in the page: it knows nothing
 * of this file's surroundings. Marks are in the path or, where there is none, in the host's name.
 * @param port a trap's, for TCP and UDP, on 127.0.0.1
 * @param suffix of names that are looked up: MARK.suffix
 * @returns what was begun; the rest threw
 */
export async function everyNetworkApi([port, suffix]: readonly [number, string]): Promise<
  string[]
> {
  const base = `http://127.0.0.1:${port}/`;
  const named = (mark: string): string => `http://${mark}.${suffix}/`;
  const added: Element[] = [];
  const add = (tag: string, attributes: Record<string, string>): void => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    added.push(element);
  };
  const script = (code: string): string =>
    URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const peer = async (iceServers: RTCIceServer[]): Promise<void> => {
    const connection = new RTCPeerConnection({ iceServers, iceCandidatePoolSize: 1 });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    const gathered = new Promise<void>((done) => {
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === 'complete') done();
      };
    });
    await Promise.race([gathered, new Promise((done) => setTimeout(done, 4000))]);
  };
  const login = { username: 'settings-of-the-person', credential: 'x' };
  const began: string[] = [];
  const ways: Record<string, () => unknown> = {
    fetch: () => fetch(`${base}fetch`, { mode: 'no-cors' }),
    'fetch of a name': () => fetch(named('fetch'), { mode: 'no-cors' }),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open('GET', `${base}xhr`);
      request.send();
    },
    beacon: () => navigator.sendBeacon(`${base}beacon`, 'x'),
    image: () => add('img', { src: `${base}image` }),
    css: () => add('link', { rel: 'stylesheet', href: `${base}css` }),
    style: () => document.body.style.setProperty('background-image', `url(${base}style)`),
    font: () => new FontFace('x', `url(${base}font)`).load(),
    script: () => add('script', { src: `${base}script` }),
    frame: () => add('iframe', { src: `${base}frame` }),
    object: () => add('object', { data: `${base}object` }),
    media: () => add('video', { src: `${base}media`, preload: 'auto' }),
    track: () => add('audio', { src: `${base}audio`, preload: 'auto' }),
    prefetch: () => add('link', { rel: 'prefetch', href: `${base}prefetch` }),
    preload: () => add('link', { rel: 'preload', as: 'image', href: `${base}preload` }),
    manifest: () => add('link', { rel: 'manifest', href: `${base}manifest` }),
    icon: () => add('link', { rel: 'icon', href: `${base}icon` }),
    preconnect: () => add('link', { rel: 'preconnect', href: base }),
    'preconnect to a name': () => add('link', { rel: 'preconnect', href: named('preconnect') }),
    'dns-prefetch': () => add('link', { rel: 'dns-prefetch', href: named('prefetch') }),
    import: () => import(/* @vite-ignore */ `${base}import`),
    'event source': () => new EventSource(`${base}events`),
    'web socket': () => new WebSocket(`ws://127.0.0.1:${port}/socket`),
    'web transport': () => new WebTransport(`https://127.0.0.1:${port}/transport`).ready,
    worker: () => new Worker(script(`fetch('${base}worker', { mode: 'no-cors' })`)),
    'worker of theirs': () => new Worker(`${base}worker-script`),
    'shared worker': () =>
      new SharedWorker(script(`new WebSocket('ws://127.0.0.1:${port}/shared')`)),
    'service worker': () => navigator.serviceWorker.register(`${base}service`),
    ping: () => {
      const link = Object.assign(document.createElement('a'), { href: '#x', ping: `${base}ping` });
      document.body.append(link);
      link.click();
      link.remove();
    },
    'WebRTC, STUN': () => peer([{ urls: `stun:127.0.0.1:${port}` }]),
    'WebRTC, TURN by UDP': () => peer([{ urls: `turn:127.0.0.1:${port}?transport=udp`, ...login }]),
    'WebRTC, TURN by TCP': () => peer([{ urls: `turn:127.0.0.1:${port}?transport=tcp`, ...login }]),
    'WebRTC, TURN by TLS': () =>
      peer([{ urls: `turns:127.0.0.1:${port}?transport=tcp`, ...login }]),
    'WebRTC, a name': () => peer([{ urls: `turn:webrtc.${suffix}:3478`, ...login }]),
  };
  const settled = Object.entries(ways).map(async ([name, way]) => {
    await way();
    began.push(name);
  });
  // What hangs is under way, too.
  const late = new Promise((done) => setTimeout(done, 6000));
  await Promise.race([Promise.allSettled(settled), late]);
  await new Promise((done) => setTimeout(done, 1000));
  for (const element of added) element.remove();
  return began.sort();
}
