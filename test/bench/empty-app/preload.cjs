// The shortest way of a message from the main process into a page.
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('bare', {
  onMessage: (listener) => ipcRenderer.on('message', (_event, text) => listener(text)),
});
