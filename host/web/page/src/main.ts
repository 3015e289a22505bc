import './style.css'
import './pointing.css'
import { address, get, type Graph, type Report, type Sample, type Status } from './api'
import { Charts } from './charts'
import { Crosshair } from './crosshair'
import { byId, duration, write } from './dom'
import { Drawing } from './drawing'
import { listen } from './events'
import { Marks } from './marks'
import { Objects } from './objects'
import { addLine, showLedger, showNode, showProgress } from './panels'
import { Pointer, type Tool } from './pointer'
import { Preview } from './preview'
import { Streams } from './streams'

let graph: Graph | undefined
let report: Report | undefined
let stream = ''
let began: string | null | undefined // of the stream's graph
let chosen = ''
let over = false
let loading = false
let leave = () => {}

const place = new URLSearchParams(location.hash.slice(1))
const stage = byId('stage')
const charts = new Charts()
const drawing = new Drawing(byId('drawing'), choose)
const preview = new Preview(choose)
const marks = new Marks(stage)
const objects = new Objects(marks, say)
const streams = new Streams(name => { if (name !== stream) follow(name) })
const tool = () => (document.querySelector<HTMLInputElement>('#tools input:checked')?.value ?? 'point') as Tool
byId('tools').addEventListener('change', () => { stage.dataset.tool = tool() })
new Pointer(stage, marks, tool, p => void objects.ask(p))
new Crosshair(stage, marks, tool, p => void objects.ask(p), say)

function say(text: string, wrong = false): void {
  const note = byId('pointing-note')
  write(note, text)
  note.classList.toggle('wrong', wrong)
}

function choose(node: string): void {
  chosen = node
  history.replaceState(null, '', `#${new URLSearchParams(stream ? { stream, node } : { node })}`)
  drawing.select(node)
  preview.watch(node)
  if (graph) showNode(graph, report, node)
}

// load begins when the graph is open, and anew when it is another run's.
async function load(): Promise<void> {
  if (loading) return
  loading = true
  const asked = stream
  const next = await get<Graph>(address('/api/graph', asked))
  loading = false
  if (asked !== stream) return void load()
  if (!next) return
  if (graph && graph.began !== next.began) location.reload()
  write(byId('program'), next.program)
  if (began === undefined) setState(next)
  if (graph || next.nodes.length === 0) return
  graph = next
  stream = next.stream
  document.title = `${next.file} – Maskgraph`
  write(byId('file'), next.file)
  streams.show(next)
  drawing.show(next)
  objects.show(next)
  charts.show(next, await get<Sample[]>(address('/api/history', stream)) ?? [])
  const first = preview.show(next)
  preview.watch(first)
  const wanted = chosen || (place.get('node') ?? '')
  choose(next.nodes.some(n => n.name === wanted) ? wanted : first)
  await refresh()
}

async function refresh(): Promise<void> {
  if (!graph || over || document.hidden) return
  const of = stream, next = await get<Report>(address('/api/report', of))
  if (next && of === stream) show(next)
}

function show(r: Report): void {
  report = r
  showProgress(r)
  showLedger(r.ledger)
  write(byId('elapsed'), duration(r.elapsed_seconds))
  if (graph) showNode(graph, r, chosen)
}

function setState(s: { state: string; error?: string }): void {
  const pill = byId('state')
  write(pill, s.state)
  pill.className = `pill ${s.state}`
  const failure = byId('failure')
  failure.hidden = !s.error
  write(failure, s.error ?? '')
}

function end(): void {
  over = true
  preview.end()
  objects.end()
}

// follow shows a stream, from its beginning.
function follow(name: string): void {
  leave()
  graph = report = began = undefined
  stream = name
  over = false
  byId('log').replaceChildren()
  leave = listen(name, {
    opened: () => void load(),
    lost: () => { if (!over) setState({ state: 'connection lost' }) },
    state: (s: Status) => {
      if (s.state === 'ended' || s.state === 'failed') {
        setState(s)
        end()
      } else void load()
    },
    stream: s => {
      if (!stream) return void load()
      if (s.name !== stream) return
      setState(s)
      if (s.state === 'ended' || s.state === 'failed') return end()
      if (began !== undefined && s.began !== began) graph = undefined // another one runs now
      began = s.began
      over = false
      void load()
    },
    sample: s => { // of all streams, when none was asked for
      if (s.stream !== stream) return
      drawing.update(s)
      charts.add(s)
      showLedger(s.ledger)
      write(byId('elapsed'), duration(s.elapsed_seconds))
    },
    report: r => { if (r.stream === stream) show(r) },
    log: l => { if (!l.stream || l.stream === stream) addLine(l) },
  })
}

follow(place.get('stream') ?? '')
setInterval(() => void refresh(), 2000)
document.addEventListener('visibilitychange', () => void refresh())
byId<HTMLInputElement>('only-warnings').addEventListener('change', e => byId('log').classList.toggle('only-warnings', (e.target as HTMLInputElement).checked))
