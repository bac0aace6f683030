package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"levelup/internal/fault"
	"levelup/internal/llm/llmtest"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // what was wrong stands on standard error
	exitUsage  = 2
)

// commands is the program's command tree.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the web app and work in the background."`
	Calc    calcCommand    `cmd:"" help:"Calculate with units: one expression, or a worksheet from standard input."`
	Content contentCommand `cmd:"" help:"Begin and check the content that authors write."`
	Search  searchCommand  `cmd:"" help:"Search the content by pattern, keyword, meaning, or words and meaning together."`
	Grade   gradeCommand   `cmd:"" help:"Grade transcript files with the built-in grader or with a model."`
	Eval    evalCommand    `cmd:"" help:"Measure the built-in grader against labelled data."`
	Migrate migrateCommand `cmd:"" help:"Move the database's schema up or down, or show where it is."`
	Backup  backupCommand  `cmd:"" help:"Copy the database into a file, while a server is running on it or not."`
	Restore restoreCommand `cmd:"" help:"Put a backup where the database shall be."`
	CheckDB checkDBCommand `cmd:"" name:"check-db" help:"Look through the whole database for damage."`
	User    userCommand    `cmd:"" help:"List and add people, and set their roles."`
	Export  exportCommand  `cmd:"" help:"Write everything held about one person into a zip."`
	Health  healthCommand  `cmd:"" help:"Ask the server on this machine whether it is ready; exit 1 if it is not."`
	Version versionCommand `cmd:"" help:"Print the version."`

	FakeModel fakeModelCommand `cmd:"" hidden:"" help:"Serve a model that is none, for demonstrations and loads."`
}

// program is what commands work with.
type program struct {
	ctx            context.Context
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// run is the program: main and the tests call it alike.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	var tree commands
	exit := -1
	parser, err := kong.New(&tree,
		kong.Name("levelup"),
		kong.Description("A practice platform for system-design interviews."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.UsageOnError(),
		kong.Vars{"behaviours": strings.Join(llmtest.Behaviours, ",")},
	)
	if err != nil {
		fmt.Fprintln(stderr, "levelup:", err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // help was asked for and printed
		return exit
	}
	if err != nil {
		fmt.Fprintln(stderr, "levelup:", err)
		fmt.Fprintln(stderr, "Run 'levelup --help' for the commands.")
		return exitUsage
	}
	err = command.Run(&program{ctx, getenv, stdin, stdout, stderr})
	if usage, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintln(stderr, "levelup:", string(usage))
		return exitUsage
	}
	if err != nil && !errors.Is(err, errShown) {
		fmt.Fprintln(stderr, "levelup:", sentence(err))
	}
	if err != nil {
		return exitFailed
	}
	return exitDone
}

// usageError is a wrong way of calling a command that the parser cannot see.
type usageError string

func (e usageError) Error() string { return string(e) }

// errShown says that what was wrong stands on standard error already.
var errShown = errors.New("already shown")

// sentence is an error for a terminal: the operator gets the cause as well, on
// one line.
func sentence(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Message == "" && f.Cause != nil {
		return f.Cause.Error()
	}
	return err.Error()
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(p *program) error {
	fmt.Fprintln(p.stdout, version)
	return nil
}
