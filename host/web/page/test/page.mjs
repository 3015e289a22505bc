// The page in a real browser: clicks become masks. make test runs it where there is
// Chromium; node test/page.mjs [CHROMIUM [DIRECTORY FOR SCREENSHOTS]] does by hand.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { browser, colour, program, until } from './run.mjs'

const [path = '/usr/bin/chromium', shots] = process.argv.slice(2)
const van = [0.9, 0.115], sign = [0.538, 0.352, 0.581, 0.425], vest = [0.15, 0.89], lawn = [0.3, 0.7]
const errors = [], hosts = new Set()

const server = await program()
const chrome = await browser(path)

async function open(options) {
  const page = await (await chrome.newContext(options)).newPage()
  page.on('console', m => { if (m.type() === 'error') errors.push(m.text()) })
  page.on('pageerror', e => errors.push(String(e)))
  page.on('request', r => hosts.add(new URL(r.url()).host))
  await page.goto(server.url)
  await until(() => page.evaluate(() => document.querySelector('#picture').naturalWidth > 0), 'a picture')
  return page
}

async function shoot(page, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const on = async (page, [x, y]) => {
  const r = await page.locator('#stage').boundingBox()
  return [r.x + x * r.width, r.y + y * r.height]
}
const state = (page, id) => page.locator(`li[data-id="${id}"] .state`).textContent({ timeout: 5000 }).catch(() => '')
const followed = (page, id) => until(async () => await state(page, id) === 'followed', `object ${id} is followed`)

try {
  const page = await open({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })

  // A click becomes a mask.
  const before = await colour(page, ...van)
  await page.mouse.click(...await on(page, van))
  assert.equal(await page.locator('.dot.waiting').count(), 1, 'a mark at once')
  await followed(page, 10001)
  await until(async () => await page.locator('.dot').count() === 0, 'the mark goes')
  await until(async () => {
    const after = await colour(page, ...van)
    return Math.hypot(...after.map((v, i) => v - before[i])) > 30
  }, 'the preview shows a mask where somebody has clicked')

  // It is named; outputs have the name.
  const name = page.getByLabel('Name of object 10001')
  await name.fill('van')
  await name.press('Enter')

  // A drag becomes one, too.
  await page.mouse.move(...await on(page, sign))
  await page.mouse.down()
  await page.mouse.move(...await on(page, sign.slice(2)), { steps: 4 })
  await page.mouse.up()
  await followed(page, 10002)

  // And so do keys.
  await page.locator('#stage').focus()
  for (let i = 0; i < 7; i++) await page.keyboard.press('Shift+ArrowLeft')
  for (let i = 0; i < 8; i++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ArrowUp')
  await shoot(page, 'keys')
  await page.keyboard.press('Enter')
  await followed(page, 10003)

  // Shift-click tells what does not belong to the last one.
  const told = page.waitForRequest(r => r.method() === 'POST' && new URL(r.url()).pathname.endsWith('/prompts'))
  await page.keyboard.down('Shift')
  await page.mouse.click(...await on(page, lawn))
  await page.keyboard.up('Shift')
  const { id, points } = (await told).postDataJSON()
  assert.equal(id, 10003)
  assert.equal(points[0].background, true)
  assert.ok(Math.hypot(points[0].x - lawn[0], points[0].y - lawn[1]) < 0.005, 'places on the frame are right, whatever the scale')
  await followed(page, 10003)

  await page.locator('g.card').filter({ hasText: 'masks' }).first().click()
  await page.locator('#watch-node').selectOption('save')
  await until(() => page.evaluate(() => document.querySelector('#picture').naturalWidth > 0), 'a picture')
  await followed(page, 10001)
  await shoot(page, 'desktop-light')

  // Everything can be reached with Tab, and is seen to be.
  await page.locator('.skip').focus()
  const reached = new Set()
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const e = document.activeElement
      if (e === document.body) return ['', '']
      return [e.id || e.getAttribute('aria-label') || e.textContent, getComputedStyle(e).outlineStyle]
    })
    if (reached.has(at[0]) || at[0] === '') continue
    reached.add(at[0])
    assert.notEqual(at[1], 'none', `the focus is not seen on ${at[0]}`)
  }
  for (const want of ['stage', 'watch-node', 'watch-toggle', 'Name of object 10001', 'Add clicks to object 10001', 'Remove object 10002', 'log', 'add-name']) {
    assert.ok(reached.has(want), `Tab does not get to ${want}: ${[...reached].join(', ')}`)
  }

  // What is removed ends at once.
  await page.getByLabel('Remove object 10002').click()
  await until(async () => await page.locator('li[data-id="10002"]').count() === 0, 'it is off the list')

  // Whoever comes later sees the same, in the dark and on a phone.
  const dark = await open({ viewport: { width: 1280, height: 900 }, colorScheme: 'dark', reducedMotion: 'reduce' })
  await followed(dark, 10001)
  assert.equal(await dark.getByLabel('Name of object 10001').inputValue(), 'van')
  await shoot(dark, 'desktop-dark')
  const phone = await open({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true })
  await phone.locator('#stage').scrollIntoViewIfNeeded()
  await phone.touchscreen.tap(...await on(phone, [0.55, 0.39]))
  await followed(phone, 10004)
  await shoot(phone, 'phone')
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth) <= 360, 'the page is wider than a phone')

  assert.equal(await server.stop(), 0, server.said())
  await until(async () => await page.locator('#state').textContent() === 'ended', 'the page says that the run has ended')
  const frames = server.frames(), last = frames.at(-1).instances
  const of = (f, track) => f.instances.find(i => i.track === track)
  assert.ok(frames.some(f => of(f, 10002)) && !of(frames.at(-1), 10002), 'what was removed is in the last frame')
  assert.equal(of(frames.at(-1), 10001)?.label, 'van', JSON.stringify(last.map(i => [i.track, i.label])))
  assert.ok(frames.some(f => f.instances.some(i => i.track > 0 && i.track < 10001)), 'the detector found nobody')
  assert.deepEqual(errors, [], 'errors in the console')
  assert.deepEqual([...hosts], [new URL(server.url).host], 'requests to other hosts')
  console.log(`page: ok, ${frames.length} frames`)
} catch (e) {
  for (const page of chrome.contexts().flatMap(c => c.pages())) {
    console.error(await page.locator('#pointing-note').textContent(), '|', await page.locator('#things').textContent())
  }
  console.error(server.said())
  throw e
} finally {
  await chrome.close()
  await server.clean()
}
