package main

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// Each variable that the files for hosting name is one that the program reads, and what
// they set is accepted as it stands there.
func TestHostingSetsWhatIsRead(t *testing.T) {
	t.Parallel()
	files := []string{"Dockerfile", "fly.toml", "tools/deploy/env.example", "tools/deploy/levelup.service", "tools/deploy/Caddyfile", "tools/deploy/litestream.yml"}
	named := regexp.MustCompile(`LEVELUP_[A-Z_]*[A-Z]`)
	set := regexp.MustCompile(`(LEVELUP_[A-Z_]+) ?= ?"?([^\s"]+)`) // as the shell and as TOML write it
	remark := regexp.MustCompile(`(?m)#.*$`)
	for _, name := range files {
		data, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		values := make(map[string]string)
		for _, m := range set.FindAllStringSubmatch(remark.ReplaceAllString(string(data), ""), -1) {
			values[m[1]] = m[2]
		}
		var read []string
		if _, err := readConfig(func(name string) string {
			read = append(read, name)
			return values[name]
		}, ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, variable := range named.FindAllString(string(data), -1) {
			if !slices.Contains(read, variable) {
				t.Errorf("%s names %s, which the program does not read", name, variable)
			}
		}
	}
}
