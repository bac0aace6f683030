package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	embedded "levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
)

type contentNewCommand struct {
	Kind string `arg:"" enum:"chapter,prompt" help:"chapter or prompt."`
	Slug string `arg:"" help:"What it is called in addresses and files, such as parking-garage; of a chapter, one of the ten."`
	Dir  string `arg:"" optional:"" help:"The content folder; LEVELUP_CONTENT_DIR if left out, or else the folder content, if there is one here."`
}

// Run writes the files with which an author begins: all of them or none, and never
// over one that is there.
func (c contentNewCommand) Run(p *program) error {
	dir, err := c.folder(p)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "the folder %s cannot be opened", dir)
	}
	defer root.Close()
	if !holdsPrompts(root.FS()) {
		return fault.New(fault.Invalid, "%s is no content folder, which holds a folder prompts; make that first if the content is to begin here", dir)
	}
	library, _ := curriculum.Open(root.FS()) // what is wrong with it is the check's matter
	begin := library.NewPrompt
	if c.Kind == curriculum.KindChapter {
		begin = library.NewChapter
	}
	files, err := begin(c.Slug)
	if err != nil {
		return err
	}
	schemas, err := missingSchemas(root)
	if err != nil {
		return err
	}
	files = append(files, schemas...)
	if err := writeNew(root, files); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintln(p.stdout, "wrote", filepath.Join(dir, filepath.FromSlash(f.Name)))
	}
	if strings.Contains(dir, " ") {
		dir = strconv.Quote(dir) // as a shell wants it
	}
	fmt.Fprintf(p.stdout, "\nNext: levelup content check %s\nIt lists what is still to write, by file and line; served from this folder, so does /author. Readers see the %s once that list is empty.\n", dir, c.Kind)
	return nil
}

// folder is the content folder that is meant.
func (c contentNewCommand) folder(p *program) (string, error) {
	if dir := first(c.Dir, p.getenv("LEVELUP_CONTENT_DIR")); dir != "" {
		return dir, nil
	}
	if holdsPrompts(os.DirFS("content")) {
		return "content", nil
	}
	return "", usageError(fmt.Sprintf("Name the content folder: levelup content new %s %s DIR. Or set LEVELUP_CONTENT_DIR, or call this from a folder in which content/prompts is.", c.Kind, c.Slug))
}

func holdsPrompts(files fs.FS) bool {
	info, err := fs.Stat(files, "prompts")
	return err == nil && info.IsDir()
}

// missingSchemas are those of our schemas that a content folder does not have. The
// first line of what is new names them.
func missingSchemas(root *os.Root) (missing []curriculum.NewFile, err error) {
	names, err := fs.Glob(embedded.FS, "schema/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := root.Lstat(name); err == nil {
			continue // the author's own now
		}
		source, err := fs.ReadFile(embedded.FS, name)
		if err != nil {
			return nil, err
		}
		missing = append(missing, curriculum.NewFile{Name: name, Source: source})
	}
	return missing, nil
}

// writeNew writes files that are not there yet. Where one cannot be written, those
// before it are removed again, and the folders that were made for them.
func writeNew(root *os.Root, files []curriculum.NewFile) (err error) {
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for i := len(made) - 1; i >= 0; i-- {
			err = errors.Join(err, root.Remove(made[i]))
		}
	}()
	for _, f := range files {
		if err := makeFolders(root, path.Dir(f.Name), &made); err != nil {
			return unwritten(root, f.Name, err)
		}
		if err := writeOne(root, f, &made); err != nil {
			return unwritten(root, f.Name, err)
		}
	}
	return nil
}

// makeFolders makes those folders on the way to one that are not there.
func makeFolders(root *os.Root, folder string, made *[]string) error {
	if folder == "." {
		return nil
	}
	if err := makeFolders(root, path.Dir(folder), made); err != nil {
		return err
	}
	err := root.Mkdir(folder, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil // should it be no folder, the file in it says so
	}
	if err == nil {
		*made = append(*made, folder)
	}
	return err
}

func writeOne(root *os.Root, f curriculum.NewFile, made *[]string) error {
	out, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	*made = append(*made, f.Name)
	_, err = out.Write(f.Source)
	return errors.Join(err, out.Close())
}

func unwritten(root *os.Root, name string, err error) error {
	file := filepath.Join(root.Name(), filepath.FromSlash(name))
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "%s is there already; nothing was written", file)
	}
	return fault.Wrap(err, fault.Invalid, "%s cannot be written, so nothing was", file)
}

type contentSchemaCommand struct {
	Kind string `arg:"" enum:"chapter,prompt,sample" help:"chapter, prompt or sample."`
}

// Run prints what editors know of a kind of files, for content that lies elsewhere.
func (c contentSchemaCommand) Run(p *program) error {
	source, err := fs.ReadFile(embedded.FS, "schema/"+c.Kind+".json")
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(source)
	return err
}
