package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"levelup/internal/fault"
)

// healthCommand is for where nothing else can ask: an image without a shell, a server
// without curl.
type healthCommand struct {
	Addr string `help:"Where the server listens; LEVELUP_ADDR otherwise, or 127.0.0.1:8080." placeholder:"HOST:PORT"`
}

// healthWithin is how long a server may take to say that it is ready.
const healthWithin = 3 * time.Second

// Run asks the server on this machine whether it is ready.
func (c healthCommand) Run(p *program) error {
	conf, err := readConfig(p.getenv, c.Addr)
	if err != nil {
		return err
	}
	url := "http://" + nearby(conf.addr) + "/readyz"
	req, err := http.NewRequestWithContext(p.ctx, http.MethodGet, url, nil)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be asked", url)
	}
	// No proxy and no redirect: nobody but the server itself may answer.
	client := &http.Client{Timeout: healthWithin, Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "no server answers; start one with levelup serve, or name its address in LEVELUP_ADDR")
	}
	defer res.Body.Close() //nolint:errcheck // what it said is all that was wanted
	if res.StatusCode != http.StatusOK {
		return fault.New(fault.Internal, "%s answers %s; its log says why", url, res.Status)
	}
	fmt.Fprintln(p.stdout, "ready")
	return nil
}

// nearby is where a server that listens on addr is reached from this machine.
func nearby(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	switch ip := net.ParseIP(host); {
	case host == "" || ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip.Equal(net.IPv6zero):
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}
