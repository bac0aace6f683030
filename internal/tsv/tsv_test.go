package tsv_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levelup/internal/fault"
	"levelup/internal/tsv"
)

func TestRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", tsv.LongestLine)
	tests := []struct {
		name, in, wrong string
		want            []string // a and b of each line, with a stroke between
	}{
		{"a table", "a\tb\n1\t2\n3\t4\n", "", []string{"1|2", "3|4"}},
		{"columns by name, with more of them", "x\tb\t a \n0\t2\t1\t9", "", []string{"1|2"}},
		{"a mark at the beginning, and ends of lines", "\ufeffa\tb\r\n1\t2\r\n", "", []string{"1|2"}},
		{"blank lines", "a\tb\n\n \t \n1\t2\n\n", "", []string{"1|2"}},
		{"white space around", "a\tb\n 1 \t2 ", "", []string{"1|2"}},
		{"quotes are letters", "a\tb\n\"1\t2\"", "", []string{"\"1|2\""}},
		{"an empty field", "a\tb\n\t2", "", []string{"|2"}},
		{"no file", "", ":1: the file is empty; begin it with a line that names the columns a and b", nil},
		{"no column", "a\tc\n1\t2", `:1: there is no column "b"; name it in the first line`, nil},
		{"names alone", "a\tb\n\n", ":3: there is nothing below", nil},
		{"too few fields", "a\tb\n\n1\n", ":3: the line has 1 fields where the columns need 2", nil},
		{"too long a line", "a\tb\n1\t" + long, ":2: the line is longer than 1 MiB", nil},
		{"a long line", "a\tb\n1\t" + long[10:], "", []string{"1|" + long[10:]}},
		{"what the caller finds wrong", "a\tb\n1\t2\nbad\t2", ":3: bad is wrong", []string{"1|2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "t.tsv")
			if err := os.WriteFile(file, []byte(tt.in), 0o600); err != nil {
				t.Fatal(err)
			}
			var got []string
			err := tsv.Read(file, []string{"a", "b"}, func(t *tsv.Table) error {
				if t.Field("a") == "bad" {
					return t.Wrong("%s is wrong", t.Field("a"))
				}
				if none := t.Field("none"); none != "" {
					return errors.New("there is a field of a column that there is not")
				}
				got = append(got, t.Field("a")+"|"+t.Field("b"))
				return nil
			})
			if tt.wrong == "" && err != nil || tt.wrong != "" && (fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), file+tt.wrong)) {
				t.Errorf("Read = %v, want %q", err, tt.wrong)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("read %.60q, want %.60q", got, tt.want)
			}
		})
	}
	if err := tsv.Read(t.TempDir(), []string{"a"}, nil); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("Read(folder) = %v", err)
	}
}
