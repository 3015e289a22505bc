package videoserver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Config is what a graph file may say about a VideoServer.
type Config struct {
	HTTP     string     `yaml:"http" output:"true" doc:"Where to serve MJPEG: HOST:PORT/PATH, such as 127.0.0.1:8090/street.mjpg. {stream} in the path becomes the video's name. Nodes of one process may share a port."`
	RTSP     string     `yaml:"rtsp" output:"true" doc:"Where to serve H.264: HOST:PORT/PATH, such as 127.0.0.1:8554/street. {stream} and ports as for http."`
	Password string     `yaml:"password" doc:"USER:PASSWORD that viewers must give; ${NAME} is taken from the environment. It is not encrypted on its way. Addresses that other machines can reach want one, or insecure."`
	Insecure bool       `yaml:"insecure" doc:"Show the video to everybody who can reach the address."`
	Viewers  int        `yaml:"viewers" doc:"Viewers at once of each kind, at most."`
	Draw     draw.Style `yaml:"draw" doc:"What is drawn."`
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	if c.HTTP == "" && c.RTSP == "" {
		errs = append(errs, errors.New("http: nothing to serve: set http, rtsp or both"))
	}
	for setting, text := range map[string]string{"http": c.HTTP, "rtsp": c.RTSP} {
		if text == "" {
			continue
		}
		p, err := parsePlace(setting, text)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", setting, err))
		case c.Password == "" && !c.Insecure && !p.loopback():
			errs = append(errs, fmt.Errorf("%s: other machines can reach %s: set a password, or insecure: true to show the video to all of them", setting, p.address))
		}
	}
	if c.Password != "" && !strings.Contains(c.Password, "${") && !strings.Contains(c.Password, ":") {
		errs = append(errs, errors.New("password: want USER:PASSWORD"))
	}
	if c.Viewers < 1 {
		errs = append(errs, fmt.Errorf("viewers: must be 1 or more, got %d", c.Viewers))
	}
	return errors.Join(append(errs, c.Draw.Validate())...)
}
