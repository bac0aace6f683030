package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// engines are the oldest browsers that understand what our style sheets use
// (nesting, light-dark, container queries), so esbuild need not rewrite it.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "123"},
	{Name: api.EngineFirefox, Version: "121"},
	{Name: api.EngineSafari, Version: "17.5"},
}

// loaders name the files that a style sheet may point to with url().
var loaders = map[string]api.Loader{
	".svg":   api.LoaderFile,
	".png":   api.LoaderFile,
	".woff2": api.LoaderFile,
}

// instead names what is built in the place of something: React's interface in half
// the size.
var instead = map[string]string{
	"react":             "preact/compat",
	"react-dom":         "preact/compat",
	"react-dom/client":  "preact/compat/client",
	"react/jsx-runtime": "preact/jsx-runtime",
}

// bundle builds every entry in memory, and says which npm packages it is made of.
func bundle(root string) ([]file, []string, error) {
	web := filepath.Join(root, "web")
	scripts, err := find(web, func(path string) bool {
		return filepath.Base(path) == filepath.Base(filepath.Dir(path))+".ts"
	})
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(scripts, filepath.Join(web, "site", "site.ts")) {
		return nil, nil, errors.New("web/site/site.ts is missing")
	}
	sheets, err := sheets(web)
	if err != nil {
		return nil, nil, err
	}
	entries := append(scripts, sheets...)
	dist := filepath.Join(root, "static", "dist")
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     web, // where instead is looked up
		EntryPoints:       entries,
		Outdir:            dist,
		EntryNames:        "[name]-[hash]",
		ChunkNames:        "chunk-[hash]",
		AssetNames:        "[name]-[hash]",
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Engines:           engines,
		Loader:            loaders,
		JSX:               api.JSXAutomatic,
		Alias:             instead,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		Charset:           api.CharsetUTF8,
		Metafile:          true,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return nil, nil, fmt.Errorf("%d errors in web", len(result.Errors))
	}
	logical, err := logicalNames(web, result.Metafile, entries)
	if err != nil {
		return nil, nil, err
	}
	files := make([]file, 0, len(result.OutputFiles))
	for _, out := range result.OutputFiles {
		name, err := filepath.Rel(dist, out.Path)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, file{logical: logical[name], name: name, data: out.Contents})
	}
	bundled, err := packages(result.Metafile)
	return files, bundled, err
}

// bundleTests builds each test with what it imports, for node's own test runner.
func bundleTests(root, dir string) error {
	web := filepath.Join(root, "web")
	tests, err := find(web, func(path string) bool { return strings.HasSuffix(path, ".test.ts") })
	if err != nil || len(tests) == 0 {
		return err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   tests,
		Outbase:       web,
		Outdir:        dir,
		OutExtension:  map[string]string{".js": ".mjs"},
		Bundle:        true,
		Platform:      api.PlatformNode,
		Format:        api.FormatESModule,
		Sourcemap:     api.SourceMapInline,
		Write:         true,
		LogLevel:      api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors in the tests of web", len(result.Errors))
	}
	return nil
}

// sheets are site.css and the style sheets that it leaves to single pages: those
// named after their folder that it does not import.
func sheets(web string) ([]string, error) {
	site := filepath.Join(web, "site", "site.css")
	source, err := os.ReadFile(site)
	if err != nil {
		return nil, err
	}
	own, err := find(web, func(path string) bool {
		rel, err := filepath.Rel(filepath.Dir(site), path)
		return err == nil && path != site && filepath.Base(path) == filepath.Base(filepath.Dir(path))+".css" && !strings.Contains(string(source), filepath.ToSlash(rel))
	})
	return append([]string{site}, own...), err
}

// find lists the files under dir that are wanted, in order.
func find(dir string, wanted func(path string) bool) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "node_modules":
			return filepath.SkipDir
		case !entry.IsDir() && wanted(path):
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// copies reads the icons and fonts of our own.
func copies(root string) ([]file, error) {
	static := filepath.Join(root, "static")
	var files []file
	for _, folder := range []string{"icons", "fonts"} {
		found, err := os.ReadDir(filepath.Join(static, folder))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, entry := range found {
			if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), ".") || filepath.Ext(entry.Name()) == ".go" {
				continue
			}
			data, err := os.ReadFile(filepath.Join(static, folder, entry.Name()))
			if err != nil {
				return nil, err
			}
			logical := folder + "/" + entry.Name()
			files = append(files, file{logical: logical, name: hashed(logical, data), data: data})
		}
	}
	return files, nil
}
