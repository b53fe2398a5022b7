// The sources of a shared picture in a page: what a video element shows of their streams.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { packageScenario } from './scenario.mjs';

const folder = fileURLToPath(new URL('../../js/host/share_sources', import.meta.url));

/** Puts the sources into the page as `sources`, and what the tests see by. */
async function prepare(lab, page) {
  const names = ['screen', 'picture', 'video_element', 'page_element'];
  const contents = names.map((name) => `export * from './${name}.js';`).join('');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'sources',
  });
  await page.goto(`${lab.url}/ringline_share.html`);
  await page.addScriptTag({ content: outputFiles[0].text });
}

const red = [255, 0, 0];
const green = [0, 255, 0];
const blue = [0, 0, 255];

/** Colours as a codec and a screen leave them. */
function assertColours(seen, wanted) {
  const isNear = (colour, i) => colour.every((part, at) => Math.abs(part - wanted[i][at]) < 24);
  assert.ok(seen.every(isNear), `${JSON.stringify(seen)} is not ${JSON.stringify(wanted)}`);
}

packageScenario('a picture of the page is what its stream shows', async ({ lab, page }) => {
  await prepare(lab, page);
  const seen = await page.evaluate(async () => {
    const image = new Image();
    image.src = share.twoColours('#f00', '#00f').toDataURL();
    return share.look(await sources.openPicture(image));
  });
  assert.deepEqual(seen.size, [200, 100]);
  assertColours(seen.colours, [red, blue]);
});

packageScenario('a picture may change while it is shared', async ({ lab, page }) => {
  await prepare(lab, page);
  const colours = await page.evaluate(async () => {
    const image = new Image();
    image.src = share.twoColours('#f00', '#00f').toDataURL();
    const source = await sources.openPicture(image);
    await share.see(source.stream);
    image.src = share.twoColours('#00f', '#f00').toDataURL();
    const seen = await share.until(source.stream, ([left]) => left[2] > 200);
    source.close();
    return seen;
  });
  assertColours(colours, [blue, red]);
});

packageScenario('a picture from elsewhere is refused', async ({ lab, page }) => {
  await prepare(lab, page);
  const elsewhere = 'http://elsewhere.invalid/picture.svg';
  const body = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" />';
  await page.route(elsewhere, (route) => route.fulfill({ contentType: 'image/svg+xml', body }));
  const code = await page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return sources.openPicture(image).catch(({ name, code }) => `${name} ${code}`);
  }, elsewhere);
  assert.equal(code, 'ShareError crossOrigin');
});

packageScenario('a film is what its stream shows, and ends it', async ({ lab, page }) => {
  await prepare(lab, page);
  const seen = await page.evaluate(async () => {
    const film = share.film();
    const source = await sources.openVideoElement(film);
    const ended = new Promise((resolve) => (source.onEnded = (error) => resolve(String(error))));
    await film.play();
    const { size, colours } = await share.see(source.stream);
    return { size, colours, ended: await ended, states: share.states(source.stream) };
  });
  assert.deepEqual(seen.size, [200, 100]);
  assertColours(seen.colours, [green, blue]);
  assert.equal(seen.ended, 'undefined');
  // Firefox takes the tracks that have ended out of the stream.
  assert.ok(!seen.states.includes('live'), String(seen.states));
});

packageScenario(
  'an element of the page is drawn with its styles, its form and its pictures',
  async ({ lab, page }) => {
    await prepare(lab, page);
    const seen = await page.evaluate(async () => {
      const source = await sources.openPageElement(document.querySelector('#shown'));
      const before = await share.see(source.stream);
      document.querySelector('#right').classList.replace('blue', 'red');
      const after = await share.until(source.stream, ([, right]) => right[0] > 200);
      source.close();
      return { before, after, probes: document.querySelectorAll('html > span').length };
    });
    assert.deepEqual(seen.before.size, [200, 100]);
    assertColours(seen.before.colours, [red, blue]);
    assertColours(seen.after, [red, red]);
    assert.equal(seen.probes, 0);
  },
);

packageScenario(
  'a strict policy of the page leaves an element its styles',
  async ({ lab, page }) => {
    await prepare(lab, page);
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    const seen = await page.evaluate(async () => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "style-src 'self'";
      document.head.append(policy);
      const element = document.createElement('div');
      element.style.cssText = 'width: 200px; height: 100px; background: #f00';
      document.body.append(element);
      return share.look(await sources.openPageElement(element));
    });
    assert.deepEqual(seen.size, [200, 100]);
    assertColours(seen.colours, [red, red]);
    assert.deepEqual(errors, []);
  },
);

packageScenario('what is drawn of a password is dots', async ({ lab, page }) => {
  await prepare(lab, page);
  const texts = await page.evaluate(async () => {
    const written = [];
    const { set } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
    Object.defineProperty(HTMLImageElement.prototype, 'src', {
      ...Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src'),
      set(value) {
        written.push(decodeURIComponent(value));
        set.call(this, value);
      },
    });
    const form = document.querySelector('#form');
    form.querySelector('[type=password]').value = 'hunter2';
    form.querySelector('[type=text]').value = 'alice';
    form.querySelector('textarea').value = 'changed';
    (await sources.openPageElement(form)).close();
    return written;
  });
  const [text] = texts;
  assert.match(text, /value="alice"/);
  assert.match(text, />changed<\/textarea>/);
  assert.match(text, /•{7}/);
  assert.doesNotMatch(text, /hunter2|as it was/);
});

packageScenario("an application's function draws an element", async ({ lab, page }) => {
  await prepare(lab, page);
  const seen = await page.evaluate(async () => {
    const assemble = async () => share.twoColours('#00f', '#f00');
    const element = document.querySelector('#shown');
    return share.look(await sources.openPageElement(element, { assemble }));
  });
  assertColours(seen.colours, [blue, red]);
});

packageScenario(
  'a screen is shared at five frames a second',
  async ({ lab, page }) => {
    await prepare(lab, page);
    const seen = await page.evaluate(async () => {
      const source = await sources.openScreen();
      const { displaySurface, frameRate } = source.stream.getVideoTracks()[0].getSettings();
      return { ...(await share.look(source)), displaySurface, frameRate };
    });
    assert.equal(seen.displaySurface, 'monitor');
    assert.equal(seen.frameRate, 5);
    assert.ok(seen.size[0] > 640, `a screen, not a camera: ${seen.size}`);
  },
  { firefox: 'headless it has no screen' },
);

packageScenario('after close no track lives and nothing is drawn', async ({ lab, page }) => {
  await prepare(lab, page);
  const seen = await page.evaluate(async () => {
    let drawings = 0;
    const assemble = async () => {
      drawings += 1;
      return share.twoColours('#f00', '#00f');
    };
    const source = await sources.openPageElement(document.body, { assemble, interval: 20 });
    await share.see(source.stream);
    source.close();
    const atClose = drawings;
    // Another source is drawn three times meanwhile: the clock of the page does go.
    const other = await sources.openPageElement(document.body, { assemble, interval: 60 });
    const others = await new Promise((resolve) => {
      const watch = () => (drawings >= atClose + 4 ? resolve(drawings) : setTimeout(watch, 10));
      watch();
    });
    other.close();
    return { states: share.states(source.stream), more: others - atClose };
  });
  assert.deepEqual(seen.states, ['ended']);
  assert.equal(seen.more, 4);
});
