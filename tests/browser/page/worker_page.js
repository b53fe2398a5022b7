// Starts the worker with an account and hands its reports to the test.
window.useInWorker = (account) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message || 'the worker did not load' });
    worker.postMessage(account);
  });
