// From nothing to the first answer, in a process of its own: `node start_probe.mjs FILE NAME` prints the
// milliseconds until the library is imported and until its user agent has answered an OPTIONS request.
import process from 'node:process';
import { installMedia } from './phones/media.mjs';
import { makePhone } from './phones/phone.mjs';
import { pingRequest } from './phones/server.mjs';

const [file, name] = process.argv.slice(2);
installMedia();

const begun = performance.now();
const library = await import(file);
const imported = performance.now();
const phone = makePhone(name, library);
await phone.start();
phone.deliver(pingRequest());
const answered = performance.now();

if (phone.server.count('200 OPTIONS') !== 1) throw new Error('OPTIONS was not answered');
const result = { imported: imported - begun, answered: answered - begun };
process.stdout.write(JSON.stringify(result), () => process.exit(0));
