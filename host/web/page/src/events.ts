import { address, type LogLine, type Report, type Sample, type Status, type Stream } from './api'

export interface Listener {
  opened(): void
  lost(): void
  state(s: Status): void
  stream(s: Stream): void
  sample(s: Sample): void
  report(r: Report): void
  log(l: LogLine): void
}

// listen follows a stream until the run ends, or until the function that it returns is
// called. The browser connects again by itself and says what it has seen already.
export function listen(stream: string, to: Listener): () => void {
  const source = new EventSource(address('/api/events', stream))
  const on = <T>(name: string, then: (v: T) => void) =>
    source.addEventListener(name, e => then(JSON.parse((e as MessageEvent<string>).data) as T))
  source.onopen = () => to.opened()
  source.onerror = () => to.lost()
  on<Sample>('sample', s => to.sample(s))
  on<Report>('report', r => to.report(r))
  on<LogLine>('log', l => to.log(l))
  on<Stream>('stream', s => to.stream(s))
  on<Status>('state', s => {
    if (s.state === 'ended' || s.state === 'failed') source.close()
    to.state(s)
  })
  return () => source.close()
}
