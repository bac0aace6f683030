package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// The forms below are those of CycloneDX 1.6 that are used here. Serial number and time
// may be left out by it, and are, since they would be different each time.

type bom struct {
	Schema       string       `json:"$schema"`
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	URL        string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Licences   []licence  `json:"licenses,omitempty"`
	Pedigree   *pedigree  `json:"pedigree,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	License struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
		Said string `json:"acknowledgement"`
	} `json:"license"`
}

type pedigree struct {
	Notes string `json:"notes"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn"`
}

// sbom lists the parts of the program in that version.
func sbom(version string, parts []part) ([]byte, error) {
	whole := component{Type: "application", Ref: "levelup", Name: "levelup", Version: version, Licences: declared("MIT")}
	list := bom{Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata: metadata{whole}}
	on := dependency{Ref: whole.Ref}
	for _, p := range parts {
		c, err := p.component()
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", p.name, p.version, err)
		}
		list.Components = append(list.Components, c)
		on.On = append(on.On, c.Ref)
	}
	list.Dependencies = []dependency{on}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(list)
	return out.Bytes(), err
}

func (p part) component() (component, error) {
	c := component{Type: "library", Ref: p.url, Name: p.name, Version: p.version, URL: p.url, Licences: declared(p.licence)}
	if p.model {
		c.Type, c.Pedigree = "machine-learning-model", &pedigree{"The weights are rounded to 8 bits."}
	}
	if p.sum != "" { // the hash of a list of hashes, so it is not that of any file
		c.Properties = []property{{"go.sum", p.sum}}
	}
	if p.integrity != "" {
		sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.integrity, "sha512-"))
		if err != nil || len(sum) != 64 {
			return component{}, fmt.Errorf("its integrity is no SHA-512: %q", p.integrity)
		}
		c.Hashes = []hash{{"SHA-512", hex.EncodeToString(sum)}}
	}
	return c, nil
}

// ids are the names that SPDX has for what our packages declare. CycloneDX keeps them
// apart from names that a package made up.
var ids = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}

// declared is the licence that a package names itself. What it does not say is not said
// for it: the texts stand in the other file.
func declared(name string) []licence {
	if name == "" {
		return nil
	}
	var l licence
	l.License.Said = "declared"
	if slices.Contains(ids, name) {
		l.License.ID = name
	} else {
		l.License.Name = name
	}
	return []licence{l}
}
