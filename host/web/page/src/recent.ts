import type { NodeSample, Sample } from './api'

// recent is what the nodes did over some samples, the newest one last: slow ones answer
// nothing in most seconds.
export function recent(samples: Sample[]): NodeSample[] {
  const newest = samples.at(-1)
  return (newest?.nodes ?? []).map((n, i) => {
    const all = samples.map(s => s.nodes[i]).filter(s => s !== undefined)
    const mean = (of: (s: NodeSample) => number) => all.reduce((sum, s) => sum + of(s), 0) / all.length
    const timed = all.findLast(s => s.p50_ms > 0) ?? n
    return {
      ...n, fps: mean(s => s.fps), busy: mean(s => s.busy), waited: mean(s => s.waited), blocked: mean(s => s.blocked),
      p50_ms: timed.p50_ms, p99_ms: timed.p99_ms,
    }
  })
}
