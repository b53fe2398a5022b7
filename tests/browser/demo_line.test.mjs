// The demo's test of the line, as its visitor has it.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { DemoLab, pocket } from '../lab/demo_lab.mjs';

const verdict = (name) => `.verdict[data-verdict=${name}]`;

describe('demo line test', { timeout: 120_000 }, () => {
  let lab;
  before(async () => (lab = await DemoLab.open()));
  after(() => lab?.close());
  afterEach(() => lab.tidy());

  const looks = ({ page }) =>
    page.locator('.checks li').evaluateAll((all) => all.map((one) => one.dataset.look));

  it('tells each check as it is made, and what they come to', async () => {
    const [one, two] = await lab.phones(2);
    await one.press('Test my line');
    await one.shows('the microphone being heard', '[data-look=runs]', /Microphone/);
    assert.deepEqual((await looks(one)).slice(0, 3), ['well', 'well', 'well']);
    await lab.picture(one, 'line_running');
    await one.shows(
      'a verdict',
      '.verdict:not([data-verdict=running])',
      /Your line is good|Calls will work/,
    );
    assert.deepEqual(await looks(one), [
      ...['well', 'well', 'well', 'well', 'well'],
      ...['skipped', 'skipped', 'skipped', 'skipped', 'well'],
    ]);
    await one.shows(
      'the figures',
      '.checks li:last-child',
      /MOS [1-4]\.\d · .* · inside this machine/,
    );
    await lab.picture(one, 'line_good');
    await one.press('Close');
    await one.page.locator('dialog').waitFor({ state: 'detached' });

    // Who is tested is called meanwhile, and afterwards.
    await one.press(`Call: ${two.number}`);
    await two.page.getByRole('alertdialog').waitFor();
    assert.equal(await one.page.getByRole('button', { name: 'Test my line' }).isVisible(), false);
    await two.press('Decline');
    await one.isIdle();
    const free = one.page.getByRole('button', { name: 'Test my line' }).filter({ visible: true });
    assert.equal(await free.isEnabled(), true);
  });

  it('is given up, begun again, and left', async () => {
    const one = await lab.registered();
    await one.press('Test my line');
    await one.shows('the microphone being heard', '[data-look=runs]', /Microphone/);
    await one.press('Cancel');
    await one.shows('that it was given up', '.verdict', /Given up before the end/);
    await one.press('Test again');
    await one.shows('the microphone being heard', '[data-look=runs]', /Microphone/);
    await one.page.keyboard.press('Escape');
    await one.page.locator('dialog').waitFor({ state: 'detached' });
    await one.press('Test my line');
    await one.shows('a fresh beginning', '.verdict', /testing/);
  });

  it('says in Chinese, on a telephone, what is wrong and what helps', async () => {
    const context = await lab.context({ locale: 'zh-CN', permissions: ['microphone'] });
    // Nothing listens at the port of "discard".
    const query = '?user=sip:1777@ringline.test&password=guess&ice=stun:127.0.0.1:9';
    const one = await lab.tab({ query, context, size: pocket, look: { colorScheme: 'dark' } });
    await one.shows('wrong password', '.toasts', /1777：用户名或密码错误/);
    await one.shows(
      'what to do',
      '.toasts small',
      /^请检查 user、authorizationUser 和 password。$/,
    );
    await one.press('线路测试');
    await one.page.locator(verdict('bad')).waitFor({ timeout: 40_000 });
    await one.shows(
      'why',
      '.verdict',
      /目前无法正常通话。.*请检查用户名和密码.*STUN 服务器没有响应/,
    );
    const said = await one.page.locator('.checks').innerText();
    assert.match(said, /用户名或密码错误。请检查 user、authorizationUser 和 password。/);
    assert.match(said, /请检查其地址和端口，以及防火墙是否放行。/);
    // Nothing of it is English but names.
    assert.doesNotMatch(said, /\b(Check|the|and|not)\b/);
    await lab.picture(one, 'pocket_line_bad');
    const { width, wanted } = await one.page.evaluate(() => ({
      width: innerWidth,
      wanted: document.documentElement.scrollWidth,
    }));
    assert.ok(wanted <= width, `${wanted} px wide on ${width}`);
    await one.press('关闭');
    await one.page.locator('dialog').waitFor({ state: 'detached' });
  });
});
