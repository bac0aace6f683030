package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/browsertest"
	"levelup/internal/calc"
	"levelup/internal/db/dbtest"
)

const six = "dau = 300M users\nloads = dau at 20 loads/day\nloads in loads/s\npeak(loads, 3) in loads/s\n10M users * 10 requests/day in QPS\nans * 2"

// The contract's JSON: a line each, 200 whatever the lines say.
func TestCalculatorAnswersPrograms(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	post := func(worksheet string) (int, []byte) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/calculator", strings.NewReader(url.Values{"worksheet": {worksheet}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Origin", r.url)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close() //nolint:errcheck // it is only read
		var body json.RawMessage
		if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, body
	}
	status, body := post(strings.ReplaceAll(six, "\n", "\r\n"))
	var got struct {
		Lines []struct {
			Input, Unit, Display, Error string
			Value                       *float64
			Steps                       []string
		}
	}
	if err := json.Unmarshal(body, &got); err != nil || status != http.StatusOK || len(got.Lines) != 6 {
		t.Fatalf("POST = %d %s (%v), want 200 and six lines", status, body, err)
	}
	if l := got.Lines[2]; l.Display != "69.4k loads/s" || l.Unit != "loads/s" || l.Value == nil || len(l.Steps) == 0 {
		t.Errorf("line 3 = %+v, want 69.4k loads/s with its steps", l)
	}
	if l := got.Lines[4]; l.Value != nil || !strings.Contains(l.Error, "10 requests/user/day") {
		t.Errorf("line 5 = %+v, want an error that says what was probably meant", l)
	}
	if status, body := post(strings.Repeat("1\n", calc.MaxLines+1)); status != http.StatusRequestEntityTooLarge || !strings.Contains(string(body), "too-large") {
		t.Errorf("a line too many = %d %s, want 413 too-large", status, body)
	}
}

// Lines by keyboard, a mistake mended by a press, a name changed at the top.
func TestBrowserCalculator(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for _, view := range []browsertest.View{{Width: 1280, Height: 800}, {Width: 390, Height: 844, Dark: true}} {
		t.Run(fmt.Sprint(view.Width), func(t *testing.T) {
			p := chromium.Open(t, view)
			p.Go(r.url + "/calculator")
			p.Axe()
			p.Type("#calc-sheet", six)
			p.WaitText("[data-results]", "208k loads/s")
			p.WaitText("[data-results]", "Users remain")
			p.Axe()
			p.Fill("#calc-sheet", strings.Replace(six, "10 requests/day", "10 requests/user/day", 1))
			p.WaitText("[data-results]", "2.31k requests/s")
			p.Fill("#calc-sheet", strings.Replace(six, "300M", "600M", 1))
			p.WaitText("[data-results]", "417k loads/s")
			p.Reload()
			p.WaitText("[data-results]", "417k loads/s")
		})
	}
}

func TestBrowserCalculatorWithoutJavaScript(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	p := browsertest.Start(t).Open(t, browsertest.View{Width: 390, Height: 844, NoScript: true})
	p.Go(r.url + "/calculator")
	p.Type("#calc-sheet", six)
	p.Click(".calculate")
	p.WaitText("#calc-details", "69,444.4444444444 loads/s")
	p.WaitText("#calc-details", "Did you mean 10 requests/user/day?")
	if got := strings.ReplaceAll(p.Value("#calc-sheet"), "\r\n", "\n"); got != six {
		t.Errorf("the sheet afterwards = %q, want %q", got, six)
	}
}
