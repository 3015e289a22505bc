import './style.css'
import { get, listen, type Graph, type Report, type Sample, type Status } from './api'
import { Charts } from './charts'
import { byId, duration, write } from './dom'
import { Drawing } from './drawing'
import { addLine, showLedger, showNode, showProgress } from './panels'
import { Preview } from './preview'

let graph: Graph | undefined
let report: Report | undefined
let chosen = ''
let over = false
let loading = false

const charts = new Charts()
const drawing = new Drawing(byId('drawing'), choose)
const preview = new Preview(choose)

function choose(node: string): void {
  chosen = node
  history.replaceState(null, '', `#${encodeURIComponent(node)}`)
  drawing.select(node)
  preview.watch(node)
  if (graph) showNode(graph, report, node)
}

// load begins when the graph is open, and anew when it is another run's.
async function load(): Promise<void> {
  if (loading) return
  loading = true
  const next = await get<Graph>('/api/graph')
  loading = false
  if (!next) return
  if (graph && graph.began !== next.began) location.reload()
  write(byId('program'), next.program)
  setState(next)
  if (graph || next.nodes.length === 0) return
  graph = next
  document.title = `${next.file} – Maskgraph`
  write(byId('file'), next.file)
  drawing.show(next)
  charts.show(next, await get<Sample[]>('/api/history') ?? [])
  const asked = decodeURIComponent(location.hash.slice(1))
  const first = preview.show(next)
  preview.watch(first)
  choose(next.nodes.some(n => n.name === asked) ? asked : first)
  await refresh()
}

async function refresh(): Promise<void> {
  if (!graph || over || document.hidden) return
  const next = await get<Report>('/api/report')
  if (next) show(next)
}

function show(r: Report): void {
  report = r
  showProgress(r)
  showLedger(r.ledger)
  write(byId('elapsed'), duration(r.elapsed_seconds))
  if (graph) showNode(graph, r, chosen)
}

function setState(s: Status): void {
  const pill = byId('state')
  write(pill, s.state)
  pill.className = `pill ${s.state}`
  const failure = byId('failure')
  failure.hidden = !s.error
  write(failure, s.error ?? '')
}

listen({
  opened: () => void load(),
  lost: () => {
    if (over) return
    write(byId('state'), 'connection lost')
    byId('state').className = 'pill lost'
  },
  state: s => {
    setState(s)
    over = s.state === 'ended' || s.state === 'failed'
    if (over) preview.end()
    else void load()
  },
  sample: s => {
    drawing.update(s)
    charts.add(s)
    showLedger(s.ledger)
    write(byId('elapsed'), duration(s.elapsed_seconds))
  },
  report: show,
  log: addLine,
})

setInterval(() => void refresh(), 2000)
document.addEventListener('visibilitychange', () => void refresh())
const only = byId<HTMLInputElement>('only-warnings')
only.addEventListener('change', () => byId('log').classList.toggle('only-warnings', only.checked))
