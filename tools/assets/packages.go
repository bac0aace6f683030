package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// folder is what npm puts packages into.
const folder = "node_modules/"

// packages are the npm packages of which at least a byte is in what was built, in
// order. What was looked at and then left out, such as types, is not among them.
func packages(metafile string) ([]string, error) {
	var meta struct {
		Outputs map[string]struct {
			Inputs map[string]struct {
				Bytes int `json:"bytesInOutput"`
			} `json:"inputs"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, fmt.Errorf("the bundler's account of itself: %w", err)
	}
	found := make(map[string]bool)
	for _, out := range meta.Outputs {
		for path, input := range out.Inputs {
			if name := packageOf(path); name != "" && input.Bytes > 0 {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// packageOf is the package's folder that a file lies in; empty for a file of ours.
func packageOf(path string) string {
	at := strings.LastIndex(path, folder)
	if at < 0 {
		return ""
	}
	segments := strings.Split(path[at+len(folder):], "/")
	name := segments[0]
	if strings.HasPrefix(name, "@") && len(segments) > 1 {
		name += "/" + segments[1]
	}
	return path[:at+len(folder)] + name
}
