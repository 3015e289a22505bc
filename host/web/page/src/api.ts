// What the server sends; openapi.json documents it.

export type State = 'starting' | 'running' | 'ended' | 'failed'

export interface Status { state: State; error?: string }

export interface Node {
  name: string
  type: string
  doc: string
  plugin?: string
  source: boolean
  live: boolean
  preview: boolean
  settings: string
}

export interface Edge { from: string; output: string; to: string; input: string; type: string; waiting: number; room: number }

export interface Graph extends Status { program: string; file: string; began: string; nodes: Node[]; edges: Edge[] }

export interface Ledger { read: number; finished: number; resumed: number; in_flight: number; dropped: Record<string, number> }

export interface NodeSample {
  fps: number
  p50_ms: number
  p99_ms: number
  busy: number
  waited: number
  blocked: number
  waiting: number
  room: number
  dropped?: Record<string, number>
}

export interface Sample { time: string; elapsed_seconds: number; ledger: Ledger; nodes: NodeSample[] }

export interface NodeReport {
  name: string
  packets: number
  counters: Record<string, number>
  facts: Record<string, string>
  files: string[]
  warnings: string[]
}

export interface Report extends Status { frames_expected: number; elapsed_seconds: number; ledger: Ledger; nodes: NodeReport[] }

export interface LogLine { time: string; level: string; node?: string; message: string; attrs?: Record<string, string> }

export async function get<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(path)
    return answer.ok ? await answer.json() as T : undefined
  } catch {
    return undefined // the server is gone: the event stream says so
  }
}

export interface Listener {
  opened(): void
  lost(): void
  state(s: Status): void
  sample(s: Sample): void
  report(r: Report): void
  log(l: LogLine): void
}

// listen follows the run until it ends. The browser connects again by itself and says
// what it has seen already.
export function listen(to: Listener): void {
  const source = new EventSource('/api/events')
  const on = <T>(name: string, then: (v: T) => void) =>
    source.addEventListener(name, e => then(JSON.parse((e as MessageEvent<string>).data) as T))
  source.onopen = () => to.opened()
  source.onerror = () => to.lost()
  on<Sample>('sample', s => to.sample(s))
  on<Report>('report', r => to.report(r))
  on<LogLine>('log', l => to.log(l))
  on<Status>('state', s => {
    if (s.state === 'ended' || s.state === 'failed') source.close()
    to.state(s)
  })
}
