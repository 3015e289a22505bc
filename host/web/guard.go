package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// minToken is the length below which a token could be guessed.
const minToken = 16

func (o Options) check() error {
	host, _, err := net.SplitHostPort(o.Address)
	switch {
	case err != nil:
		return fmt.Errorf("http: want host:port such as 127.0.0.1:8080, got %q", o.Address)
	case o.Token != "" && len(o.Token) < minToken:
		return fmt.Errorf("http-token: must have %d characters or more", minToken)
	case o.Token == "" && !o.Insecure && !loopback(host):
		return fmt.Errorf("http: other machines can reach %s: ask for a token (--http-token), or say --insecure to show the video to all of them", o.Address)
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || host == "localhost"
}

// guarded lets in who may look. Three dangers are kept out: strangers, by the
// token; pages of other sites that the visitor has open, by what the browser says
// about where a request comes from; and names that were pointed at this machine
// (DNS rebinding), by the Host header. A token makes the last one harmless.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "+
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		switch err := s.refuse(r); {
		case err != nil:
			s.deny(w, r, http.StatusForbidden, err)
		case s.options.Token == "" || s.knows(r) || probe(r.URL.Path):
			next.ServeHTTP(w, r)
		case s.sameToken(r.URL.Query().Get("token")) && r.Method == http.MethodGet:
			s.remember(w, r)
		default:
			h.Set("WWW-Authenticate", "Bearer")
			s.deny(w, r, http.StatusUnauthorized, errors.New("a token is wanted: open this page with ?token=TOKEN once, or send Authorization: Bearer TOKEN"))
		}
	})
}

func (s *Server) deny(w http.ResponseWriter, r *http.Request, status int, why error) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		s.refusal(w, status, why, nil)
		return
	}
	http.Error(w, why.Error(), status)
}

// probe: orchestrators ask without a token, and learn next to nothing.
func probe(path string) bool { return path == "/healthz" || path == "/readyz" }

func (s *Server) refuse(r *http.Request) error {
	if s.options.Token == "" && !s.ownName(r.Host) {
		return fmt.Errorf("the name %q is not one of this server: use %s", r.Host, s.URL())
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return errors.New("requests from other sites are refused")
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return nil
	}
	if r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document" && r.Method == http.MethodGet {
		return nil // a link to this page
	}
	return errors.New("requests from other sites are refused")
}

// ownName says whether a Host header is an address, which nobody else can point
// here, or a name that this server was told to listen on.
func (s *Server) ownName(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	own, _, _ := net.SplitHostPort(s.options.Address) // Listen has checked it
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	return strings.EqualFold(host, "localhost") || own != "" && strings.EqualFold(host, own)
}

func (s *Server) knows(r *http.Request) bool {
	if c, err := r.Cookie(s.cookieName()); err == nil && equal(c.Value, s.cookieValue()) {
		return true
	}
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && s.sameToken(bearer)
}

// remember takes the token out of the address and puts what stands for it in a
// cookie.
func (s *Server) remember(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: s.cookieValue(), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
	q := r.URL.Query()
	q.Del("token")
	to := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/\\"), RawQuery: q.Encode()}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// cookieName has the port in it, as all ports of a machine share their cookies.
func (s *Server) cookieName() string {
	_, port, _ := net.SplitHostPort(s.address)
	return "maskgraph-" + port
}

func (s *Server) cookieValue() string {
	sum := sha256.Sum256([]byte("maskgraph page\n" + s.options.Token))
	return hex.EncodeToString(sum[:])
}

func (s *Server) sameToken(token string) bool { return equal(token, s.options.Token) }

// equal takes as long for a wrong text as for a nearly right one.
func equal(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
