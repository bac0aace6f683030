package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/oauth"
	"levelup/web/site"
)

// config is what the operator decided, read once.
type config struct {
	addr        string
	baseURL     *url.URL // nil: as the request says
	databaseURL string
	contentDir  string // empty: the embedded content
	local       site.LocalSignin
	proxies     []netip.Prefix
	admins      []string
	providers   []oauth.Config // through whom people may sign in
	signup      account.Signup // who of them may be new
	logFormat   string

	blind         bool   // coaches score before they see what the graders gave
	webhookSecret string // empty: nobody may have the content pulled from outside
	backups       backupConfig

	metricsToken string   // empty: the figures are for this machine alone
	collector    *url.URL // of traces; nil: nobody follows

	model modelConfig
}

const (
	defaultAddr     = "127.0.0.1:8080"
	defaultDatabase = "sqlite:data/levelup.db"
	shortestSecret  = 32 // bytes
)

// readConfig reads the environment and reports all that is wrong with it at
// once, a line for each variable. addr comes from the command line and wins.
func readConfig(getenv func(string) string, addr string) (config, error) {
	c := config{
		addr:        first(addr, getenv("LEVELUP_ADDR"), defaultAddr),
		databaseURL: first(getenv("LEVELUP_DATABASE_URL"), defaultDatabase),
		contentDir:  getenv("LEVELUP_CONTENT_DIR"),
		logFormat:   first(getenv("LEVELUP_LOG"), "text"),

		webhookSecret: getenv("LEVELUP_CONTENT_WEBHOOK_SECRET"),
	}
	var wrong []string
	complain := func(name, format string, args ...any) {
		wrong = append(wrong, name+": "+fmt.Sprintf(format, args...))
	}
	host, port, err := net.SplitHostPort(c.addr)
	if err != nil || port == "" {
		complain("LEVELUP_ADDR", "%q is no address; write host:port, such as %s", c.addr, defaultAddr)
	}
	if base := getenv("LEVELUP_BASE_URL"); base != "" {
		u, err := url.Parse(base)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
			complain("LEVELUP_BASE_URL", "%q is no address of a site; write https://host without a path", base)
		} else {
			c.baseURL = u
		}
	}
	if !strings.HasPrefix(c.databaseURL, "sqlite:") && !strings.HasPrefix(c.databaseURL, "postgres://") && !strings.HasPrefix(c.databaseURL, "postgresql://") {
		complain("LEVELUP_DATABASE_URL", "it must begin with sqlite: or postgres://")
	}
	if c.contentDir != "" {
		if info, err := os.Stat(c.contentDir); err != nil || !info.IsDir() {
			complain("LEVELUP_CONTENT_DIR", "there is no folder %q", c.contentDir)
		}
	}
	if c.logFormat != "text" && c.logFormat != "json" {
		complain("LEVELUP_LOG", "%q is no format; write text or json", c.logFormat)
	}
	c.proxies = readProxies(getenv("LEVELUP_TRUSTED_PROXIES"), complain)
	c.admins = readAdmins(getenv("LEVELUP_ADMIN_EMAILS"), complain)
	c.providers = readProviders(getenv, c.baseURL, complain)
	c.signup = readSignup(getenv("LEVELUP_SIGNUP"), complain)
	c.local = readLocal(getenv("LEVELUP_LOCAL_SIGNIN"), c.onThisMachine(host), complain)
	c.blind = readBlind(getenv("LEVELUP_REVIEW_BLIND"), complain)
	c.model = readModel(getenv, complain)
	c.backups = readBackups(getenv, c.databaseURL, complain)
	c.metricsToken = readMetricsToken(getenv("LEVELUP_METRICS_TOKEN"), complain)
	c.collector = readCollector(getenv("LEVELUP_OTLP_ENDPOINT"), complain)
	// Nothing is signed with it: what is secret here is random, and kept as a hash. Who sets
	// one all the same means it to be good.
	if secret := getenv("LEVELUP_SECRET"); secret != "" && len(secret) < shortestSecret {
		complain("LEVELUP_SECRET", "it has %d bytes; write at least %d, such as those of openssl rand -base64 48, or leave it unset", len(secret), shortestSecret)
	}
	if len(wrong) > 0 {
		return c, fault.New(fault.Invalid, "the configuration is wrong:\n  %s", strings.Join(wrong, "\n  "))
	}
	return c, nil
}

// onThisMachine reports whether the listener and the site's address are both
// reached from this machine alone.
func (c config) onThisMachine(host string) bool {
	return isLoopback(host) && (c.baseURL == nil || isLoopback(c.baseURL.Hostname()))
}

func readLocal(value string, here bool, complain func(string, string, ...any)) site.LocalSignin {
	switch value {
	case "", "auto":
		if here {
			return site.LocalAuto
		}
		return site.LocalOff
	case "on":
		return site.LocalOn
	case "off":
		return site.LocalOff
	}
	complain("LEVELUP_LOCAL_SIGNIN", "%q is no choice; write auto, on or off", value)
	return site.LocalOff
}

func readBlind(value string, complain func(string, string, ...any)) bool {
	switch value {
	case "", "on":
		return true
	case "off":
		return false
	}
	complain("LEVELUP_REVIEW_BLIND", "%q is no choice; write on or off", value)
	return true
}

func readProxies(value string, complain func(string, string, ...any)) []netip.Prefix {
	var out []netip.Prefix
	for part := range strings.SplitSeq(value, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if a, err := netip.ParseAddr(part); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			complain("LEVELUP_TRUSTED_PROXIES", "%q is neither an address nor a network such as 10.0.0.0/8", part)
			continue
		}
		out = append(out, p)
	}
	return out
}

func readAdmins(value string, complain func(string, string, ...any)) []string {
	var out []string
	for part := range strings.SplitSeq(value, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		mail, err := account.CheckEmail(part)
		if err != nil {
			complain("LEVELUP_ADMIN_EMAILS", "%q is no mail address", part)
			continue
		}
		out = append(out, mail)
	}
	return out
}

// shortestToken is of characters: fewer could be guessed by trying.
const shortestToken = 16

// readMetricsToken takes what a header can carry. The token itself is repeated nowhere.
func readMetricsToken(value string, complain func(string, string, ...any)) string {
	switch {
	case value == "":
	case len(value) < shortestToken:
		complain("LEVELUP_METRICS_TOKEN", "it has %d characters and needs %d or more; make one with: openssl rand -hex 16", len(value), shortestToken)
	case strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }):
		complain("LEVELUP_METRICS_TOKEN", "it holds a space or a character that no header can carry; use letters and digits")
	}
	return value
}

func readCollector(value string, complain func(string, string, ...any)) *url.URL {
	if value == "" {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		complain("LEVELUP_OTLP_ENDPOINT", "it is no address of a collector; write one such as http://localhost:4318")
		return nil
	}
	return u
}

// secure reports whether people reach the site by https.
func (c config) secure() bool { return c.baseURL != nil && c.baseURL.Scheme == "https" }

// address is where people find the site.
func (c config) address(listener net.Addr) string {
	if c.baseURL != nil {
		return c.baseURL.String()
	}
	host, port, err := net.SplitHostPort(listener.String())
	if err != nil {
		return listener.String()
	}
	if isLoopback(host) || net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// logger returns the program's log, in UTC.
func (c config) logger(p *program) *slog.Logger {
	opts := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}
	if c.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, opts))
	}
	return slog.New(slog.NewTextHandler(p.stderr, opts))
}
