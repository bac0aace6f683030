package static_test

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"levelup/internal/encoder"
	"levelup/static"
)

func TestModelCanBeOpened(t *testing.T) {
	t.Parallel()
	file, err := fs.ReadFile(static.Model(), "encoder.bin")
	if errors.Is(err, fs.ErrNotExist) {
		const why = "static/model/encoder.bin is not there: make assets makes it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := encoder.Open(file); err != nil {
		t.Error(err)
	}
}
