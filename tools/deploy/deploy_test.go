// Package deploy holds what a server is set up with. Its tests hold the files together:
// what one of them says of ports, folders and addresses is what the others say.
package deploy

import (
	"net"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// assigned are the values that lines like NAME=VALUE give, in order.
func assigned(text, name string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`(?m)(?:^|[\s=])`+name+`=(\S*)`).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// one is the only value of a name.
func one(t *testing.T, file, text, name string) string {
	t.Helper()
	values := assigned(text, name)
	if len(values) != 1 {
		t.Fatalf("%s gives %s %d times", file, name, len(values))
	}
	return values[0]
}

func port(t *testing.T, addr string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// fly is what of fly.toml has to agree with the rest.
type fly struct {
	Env    map[string]string
	Mounts []struct{ Destination string }
	HTTP   struct {
		InternalPort int    `toml:"internal_port"`
		ForceHTTPS   bool   `toml:"force_https"`
		AutoStop     string `toml:"auto_stop_machines"`
		AutoStart    bool   `toml:"auto_start_machines"`
		Min          int    `toml:"min_machines_running"`
		Checks       []struct{ Method, Path string }
	} `toml:"http_service"`
	VM []struct{ Size string }
}

// One machine that stays on, with its database on its volume, is asked where it listens
// whether it is ready.
func TestFly(t *testing.T) {
	t.Parallel()
	var f fly
	if _, err := toml.DecodeFile("../../fly.toml", &f); err != nil {
		t.Fatal(err)
	}
	addr := f.Env["LEVELUP_ADDR"]
	if host, _, _ := net.SplitHostPort(addr); host != "0.0.0.0" || port(t, addr) != strconv.Itoa(f.HTTP.InternalPort) {
		t.Errorf("it listens on %s and is asked at port %d", addr, f.HTTP.InternalPort)
	}
	if len(f.Mounts) != 1 || path.Dir(strings.TrimPrefix(f.Env["LEVELUP_DATABASE_URL"], "sqlite:")) != f.Mounts[0].Destination {
		t.Errorf("the database is %s, the volumes are %v", f.Env["LEVELUP_DATABASE_URL"], f.Mounts)
	}
	if f.HTTP.Min != 1 || f.HTTP.AutoStop != "off" || f.HTTP.AutoStart || len(f.VM) != 1 {
		t.Errorf("it is not one machine that stays on: %+v, %v", f.HTTP, f.VM)
	}
	if base, err := url.Parse(f.Env["LEVELUP_BASE_URL"]); err != nil || base.Scheme != "https" || !f.HTTP.ForceHTTPS {
		t.Errorf("people come to %s, and to https alone: %v", base, f.HTTP.ForceHTTPS)
	}
	routes := read(t, "../../cmd/levelup/testdata/rights.tsv") // which a test compares with the router
	if len(f.HTTP.Checks) == 0 {
		t.Error("nobody asks whether it is ready")
	}
	for _, check := range f.HTTP.Checks {
		if !strings.Contains(routes, "\n"+check.Method+" "+check.Path+"\t") {
			t.Errorf("%s %s is no route", check.Method, check.Path)
		}
	}
}

// What fly.toml sets is what the image sets, but for the address that people type.
func TestFlyAndImage(t *testing.T) {
	t.Parallel()
	var f fly
	if _, err := toml.DecodeFile("../../fly.toml", &f); err != nil {
		t.Fatal(err)
	}
	image := read(t, "../../Dockerfile")
	for name, value := range f.Env {
		if got := assigned(image, name); name != "LEVELUP_BASE_URL" && !slices.Equal(got, []string{value}) {
			t.Errorf("%s is %s at Fly and %v in the image", name, value, got)
		}
	}
	volume := regexp.MustCompile(`(?m)^VOLUME (\S+)$`).FindStringSubmatch(image)
	if len(volume) != 2 || volume[1] != f.Mounts[0].Destination {
		t.Errorf("the image has the volume %v, Fly mounts %v", volume, f.Mounts)
	}
	if exposed := "EXPOSE " + port(t, f.Env["LEVELUP_ADDR"]) + "\n"; !strings.Contains(image, exposed) {
		t.Errorf("the image has no %q", exposed)
	}
}

// The service reads the settings of the example, and has its data where they say.
func TestService(t *testing.T) {
	t.Parallel()
	unit, env := read(t, "levelup.service"), read(t, "env.example")
	state := "/var/lib/" + one(t, "levelup.service", unit, "StateDirectory")
	database := strings.TrimPrefix(one(t, "env.example", env, "LEVELUP_DATABASE_URL"), "sqlite:")
	if path.Dir(database) != state || one(t, "levelup.service", unit, "WorkingDirectory") != state || one(t, "levelup.service", unit, "TMPDIR") != state {
		t.Errorf("the database is %s, the service's folder %s", database, state)
	}
	if !strings.Contains(read(t, "litestream.yml"), "path: "+database+"\n") {
		t.Errorf("Litestream copies another database than %s", database)
	}
	readme := read(t, "../../README.md")
	for _, name := range []string{"EnvironmentFile", "ExecStart"} {
		if file := one(t, "levelup.service", unit, name); !strings.Contains(readme, file) {
			t.Errorf("README puts nothing at %s", file)
		}
	}
}

// The proxy serves the address that people type, asks where the program listens, and is
// the one that the program believes.
func TestCaddy(t *testing.T) {
	t.Parallel()
	caddy, env := read(t, "Caddyfile"), read(t, "env.example")
	base, err := url.Parse(one(t, "env.example", env, "LEVELUP_BASE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	addr := one(t, "env.example", env, "LEVELUP_ADDR")
	host, _, err := net.SplitHostPort(addr)
	if err != nil || base.Scheme != "https" {
		t.Fatalf("%s, %s: %v", addr, base, err)
	}
	for _, want := range []string{"\n" + base.Host + " {\n", "\treverse_proxy " + addr + "\n"} {
		if !strings.Contains(caddy, want) {
			t.Errorf("the Caddyfile has no %q", want)
		}
	}
	if believed := strings.Split(one(t, "env.example", env, "LEVELUP_TRUSTED_PROXIES"), ","); !slices.Contains(believed, host) {
		t.Errorf("the proxy comes from %s, and %v are believed", host, believed)
	}
}
