package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long a burst of saves is waited for: an editor writes a file in
// several steps, a formatter right after it.
const settle = 80 * time.Millisecond

// watch tells of the files that changed in some folders and below, a burst at a
// time, until ctx ends.
func watch(ctx context.Context, folders ...string) (<-chan []string, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if err := add(watcher, folder); err != nil {
			return nil, errors.Join(err, watcher.Close())
		}
	}
	changes := make(chan []string)
	go func() {
		defer watcher.Close()
		var burst []string
		timer := time.NewTimer(settle)
		timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case err := <-watcher.Errors:
				fmt.Fprintln(os.Stderr, "dev: watching:", err)
			case event := <-watcher.Events:
				if event.Op == fsnotify.Chmod || ours(event.Name) {
					continue
				}
				if event.Has(fsnotify.Create) {
					if err := add(watcher, event.Name); err != nil && !errors.Is(err, fs.ErrNotExist) {
						fmt.Fprintln(os.Stderr, "dev: watching:", err)
					}
				}
				if !slices.Contains(burst, event.Name) {
					burst = append(burst, event.Name)
				}
				timer.Reset(settle)
			case <-timer.C:
				select {
				case changes <- burst:
					burst = nil
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return changes, nil
}

// add watches a folder and those below; a file is watched with its folder.
func add(watcher *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !entry.IsDir():
			return nil
		case entry.Name() == "node_modules" || ours(path):
			return filepath.SkipDir
		default:
			return watcher.Add(path)
		}
	})
}

// ours tells the files that dev's own work writes.
func ours(path string) bool {
	return strings.HasSuffix(path, "_templ.go") || strings.HasPrefix(filepath.ToSlash(path), "static/dist")
}
