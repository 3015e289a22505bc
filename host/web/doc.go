// Package web shows a running graph in a browser and to monitoring.
//
//	server := Listen(options)          the port is taken, /healthz answers
//	slog.New(server.Handler(handler))  the log goes to the page too
//	server.Show(spec, graph)           the graph is open: /readyz answers
//	server.Close(err)                  pages see the end, connections end
//
// The page is one bundle of TypeScript in the folder page, built by `make web` into
// dist, which is part of the program: it loads nothing from anywhere else. What the
// page shows comes from the same addresses that anybody may use; openapi.json
// documents them.
//
// Nothing here slows the graph: numbers are read once a second, and pictures are
// drawn only while somebody watches, from a tap that lets go of what it has no time
// for.
package web
