package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"time"

	"levelup/internal/db"
	"levelup/internal/llm"
	"levelup/web/admin"
	"levelup/web/site"
)

// laid adds to what the admin sees how this process stands: on which machine, at
// which address, over which database.
func laid(g admin.Ground, d *db.DB, conf config, at net.Addr) admin.Ground {
	g.Machine = fmt.Sprintf("%s/%s, %d processors, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	g.Address = conf.address(at)
	g.Database = d.Kind()
	g.Measure = func(ctx context.Context) (bytes, schema int64, err error) {
		m, err := d.Measure(ctx)
		return m.Bytes, m.Schema, err
	}
	g.Trouble = func() (reason string, since time.Time) {
		trouble, _ := d.Trouble()
		return trouble.Reason, trouble.Since
	}
	g.Local = map[site.LocalSignin]string{
		site.LocalOff: "off", site.LocalOn: "on", site.LocalAuto: "on for this machine alone",
	}[conf.local] + through(conf)
	return g
}

// through names the providers that people sign in with.
func through(conf config) string {
	names := ""
	for i, p := range conf.doors(0) {
		switch {
		case i == 0:
			names = ", sign-in through " + p.Title()
		case i == len(conf.providers)-1:
			names += " and " + p.Title()
		default:
			names += ", " + p.Title()
		}
	}
	return names
}

// shown is the model as the admin sees it: its host, and neither key nor path.
func (c modelConfig) shown(client *llm.Client) *admin.Model {
	m := &admin.Model{Name: c.name, Daily: c.daily, Workers: modelWorkers, Samples: c.samples, Standing: func() llm.Standing { return client.Standing(time.Now()) }}
	if u, err := url.Parse(c.baseURL); err == nil { // it was read before
		m.Host = u.Host
	}
	return m
}
