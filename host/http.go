package main

import (
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/web"
	"github.com/maskgraph/maskgraph/nodes/all"
)

// tokenVariable is for those who want no token in their command line, which other
// users of the machine can read.
const tokenVariable = "MASKGRAPH_HTTP_TOKEN"

// page is what a browser shows of a run. Without an address there is none.
type page struct {
	address, token string
	insecure       bool

	server *web.Server
	log    *slog.Logger // of before
}

func (p *page) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.address, "http", "", "show the run in a browser at this address, such as 127.0.0.1:8080")
	f.StringVar(&p.token, "http-token", os.Getenv(tokenVariable), "what visitors of --http must know (better set as "+tokenVariable+")")
	f.Lookup("http-token").DefValue = "" // it is nobody's business
	f.BoolVar(&p.insecure, "insecure", false, "let other machines see --http without a token")
}

// listen begins to answer, before there is a graph, and sees the log from now on.
func (p *page) listen() error {
	if p.address == "" {
		return nil
	}
	s, err := web.Listen(web.Options{
		Address: p.address, Token: p.token, Insecure: p.insecure, Program: "maskgraph " + version,
		Painter: func() web.Painter { return all.Preview() },
	})
	if err != nil {
		return usageError{err}
	}
	p.server, p.log = s, slog.Default()
	slog.SetDefault(slog.New(s.Handler(p.log.Handler())))
	slog.Info("watch the run at " + s.URL())
	if p.insecure && p.token == "" {
		slog.Warn("whoever reaches " + p.address + " sees the video (--insecure)")
	}
	return nil
}

// show comes before the streams.
func (p *page) show(f *fleet.Fleet, control web.Control) {
	if p.server != nil {
		p.server.Show(f, control)
	}
}

func (p *page) changed(s *fleet.Stream) {
	if p.server != nil {
		p.server.Changed(s)
	}
}

// end comes before the memory of frames goes, and may come again.
func (p *page) end(run error) {
	if p.server == nil {
		return
	}
	if err := p.server.Close(run); err != nil {
		slog.Warn("the page ended badly", "error", err)
	}
	slog.SetDefault(p.log)
	p.server = nil
}
