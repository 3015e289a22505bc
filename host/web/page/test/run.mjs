// Helpers: the real program on a real clip, and a real browser.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = new URL('../../../../', import.meta.url).pathname
const media = join(root, 'graphs/media')

// program runs a graph over the demo's clip, over and over: people are found by their
// motion, and there is time to point at the rest.
export async function program() {
  const dir = mkdtempSync(join(tmpdir(), 'maskgraph-page-'))
  const clip = join(dir, 'street.mp4')
  execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '50', '-i', join(media, 'walking.mp4'), '-c', 'copy', clip])
  const lines = join(dir, 'street.jsonl'), graph = join(dir, 'street.yaml')
  writeFileSync(graph, `version: 1
plugins:
  sam: {path: maskgraph-nodes}
nodes:
  video: {type: VideoSource, with: {uri: ${clip}}}
  moving:
    type: Detector
    in: {frame: video}
    with: {method: motion, motion: {background: ${join(media, 'walking-background.jpg')}}}
  masks:
    type: SAMPrompter
    plugin: sam
    in: {frame: video, boxes: moving}
    with: {max_instances: 2}
  tracks: {type: Tracker, in: {instances: masks}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {jsonl: ${lines}}}
`)
  const child = spawn(join(root, 'bin/maskgraph'), ['run', '--quiet', '--http', '127.0.0.1:0', graph], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', text => { said += text })
  const ended = new Promise(done => child.on('exit', (code, signal) => done(signal ?? code)))
  const url = await until(() => /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0], 'the page is served')
  return {
    url,
    said: () => said,
    // stop interrupts it as a person would, and gives its exit status.
    stop: () => { child.kill('SIGINT'); return ended },
    // frames are what it has written, once it has ended.
    frames: () => readFileSync(lines, 'utf8').trim().split('\n').map(line => JSON.parse(line)),
    clean: async () => { child.kill('SIGKILL'); await ended; rmSync(dir, { recursive: true }) },
  }
}

export const browser = path => chromium.launch({
  executablePath: path,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

// until asks again until there is an answer.
export async function until(ask, what, seconds = 240) {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
    const answer = await ask()
    if (answer) return answer
    await new Promise(done => setTimeout(done, 100))
  }
  throw new Error(`not in ${seconds} s: ${what}`)
}

// colour is the mean of a few pixels of the preview around a place, a fraction of it.
export const colour = (page, x, y) => page.evaluate(([x, y]) => {
  const picture = document.querySelector('#picture'), canvas = document.createElement('canvas')
  canvas.width = picture.naturalWidth
  canvas.height = picture.naturalHeight
  const draw = canvas.getContext('2d')
  draw.drawImage(picture, 0, 0)
  const { data } = draw.getImageData(x * canvas.width - 3, y * canvas.height - 3, 7, 7)
  return [0, 1, 2].map(c => data.filter((_, i) => i % 4 === c).reduce((a, b) => a + b) / 49)
}, [x, y])
