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
  prompts: boolean
  settings: string
}

export interface Edge { from: string; output: string; to: string; input: string; type: string; waiting: number; room: number }

export interface Graph extends Status { program: string; stream: string; file: string; began: string; nodes: Node[]; edges: Edge[] }

export interface Ledger { read: number; finished: number; resumed: number; in_flight: number; dropped: Record<string, number> }

export interface Latency { p50_seconds: number; p99_seconds: number }

export interface NodeSample {
  fps: number
  state?: string
  latency?: Latency
  p50_ms: number
  p99_ms: number
  busy: number
  waited: number
  blocked: number
  waiting: number
  room: number
  dropped?: Record<string, number>
}

export interface Sample { stream: string; time: string; elapsed_seconds: number; ledger: Ledger; nodes: NodeSample[] }

export interface NodeReport {
  name: string
  packets: number
  counters: Record<string, number>
  facts: Record<string, string>
  files: string[]
  warnings: string[]
}

export interface Report extends Status { stream: string; frames_expected: number; elapsed_seconds: number; ledger: Ledger; nodes: NodeReport[] }

export interface LogLine { stream?: string; time: string; level: string; node?: string; message: string; attrs?: Record<string, string> }

export interface Stream {
  name: string
  state: State | 'retrying' | 'draining'
  error?: string
  live: boolean
  began: string | null
  fps: number
  ledger: Ledger
}

export interface Point { x: number; y: number; background?: boolean }

// Prompt is in fractions of the frame.
export interface Prompt { id?: number; name?: string; box?: [number, number, number, number]; points?: Point[] }

// Thing is an object that somebody has pointed at.
export interface Thing { id: number; name: string; state: 'waiting' | 'followed' | 'hidden' | 'lost'; why?: string }

export interface Refusal { error: string; problems?: { path?: string; message: string }[] }

// address is a path of the API for one stream.
export const address = (path: string, stream: string): string => stream ? `${path}?stream=${encodeURIComponent(stream)}` : path

export async function get<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(path)
    return answer.ok ? await answer.json() as T : undefined
  } catch {
    return undefined // the server is gone: the event stream says so
  }
}

// send changes something. What it throws is for people.
export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method }
  if (body !== undefined) {
    init.headers = { 'Content-Type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  const answer = await fetch(path, init).catch(() => { throw new Error('The server does not answer.') })
  const text = await answer.text()
  if (answer.ok) return (text ? JSON.parse(text) : undefined) as T
  throw new Error(why(text) || `${answer.status} ${answer.statusText}`)
}

function why(text: string): string {
  try {
    const refusal = JSON.parse(text) as Refusal
    return [refusal.error, ...(refusal.problems ?? []).map(p => `${p.path ? `${p.path}: ` : ''}${p.message}`)].join('\n')
  } catch {
    return text.slice(0, 300)
  }
}
