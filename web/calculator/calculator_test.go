package calculator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/calc"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/web/calculator"
	"levelup/web/ui"
)

func open(t *testing.T) *calculator.Pages {
	t.Helper()
	rubric := "rubric:\n"
	for _, criterion := range curriculum.Criteria {
		rubric += "  - criterion: " + criterion + "\n    points: [{id: on-" + criterion + ", text: Says it, step: map, level: mid, evidence: {ways: [{all: [[say]]}]}}]\n"
	}
	prompt := func(title, estimates string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: About it.\nchapters: [database]\nlevels: {mid: Counts}\n" + estimates + rubric + "---\nDesign it.\n")}
	}
	library, problems := curriculum.Load(fstest.MapFS{
		"prompts/chat.md":  prompt("Chat", "estimates:\n  - {id: message-rate, expr: 1B messages/day in messages/s, value: 11574, unit: messages/s}\n  - {id: storage, expr: 6B links * 500 B/link in TB, value: 3, unit: TB}\n"),
		"prompts/short.md": prompt("Shortener", ""),
	})
	if n := len(library.Prompts()); n != 2 {
		t.Fatalf("the library has %d prompts, want 2: %v", n, curriculum.Broken(problems))
	}
	return calculator.New(func() *curriculum.Library { return library })
}

// get asks for the page; headers are names and values in turn.
func get(t *testing.T, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, open(t).Show, httptest.NewRequest(http.MethodGet, path, nil), header)
}

// post sends the form.
func post(t *testing.T, form url.Values, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/calculator", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return ask(t, open(t).Calculate, r, header)
}

func ask(t *testing.T, h func(http.ResponseWriter, *http.Request) error, r *http.Request, header []string) *httptest.ResponseRecorder {
	t.Helper()
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	if err := h(w, r); err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return w
}

func sheet(lines ...string) url.Values { return url.Values{"worksheet": {strings.Join(lines, "\n")}} }

func tree(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// find lists the elements with an attribute, or with a class where name is ".x".
func find(root *html.Node, name string) (found []*html.Node) {
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == name || a.Key == "class" && strings.HasPrefix(name, ".") && strings.Contains(" "+a.Val+" ", " "+name[1:]+" ") {
				found = append(found, n)
			}
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func words(n *html.Node) string { return strings.Join(strings.Fields(text(n)), " ") }

// results are the rows beside the lines.
func results(t *testing.T, root *html.Node) (rows []string) {
	t.Helper()
	list := find(root, "data-results")
	if len(list) != 1 {
		t.Fatalf("the page has %d lists of results, want 1", len(list))
	}
	for n := range list[0].ChildNodes() {
		if n.Data == "li" {
			row := ""
			for _, out := range find(n, ".out") {
				row = words(out)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func typed(t *testing.T, root *html.Node) string {
	t.Helper()
	for _, n := range find(root, "name") {
		if attr(n, "name") == "worksheet" {
			return text(n)
		}
	}
	t.Fatal("the page has no field worksheet")
	return ""
}

func TestAPageKeepsTheLinesAndExplainsEach(t *testing.T) {
	t.Parallel()
	lines := []string{"", "dau = 300M users", "# a remark", "dau * 2 posts/user/day in posts/s", "10 GB + 5 requests", "800*20B*250M in TB"}
	w := post(t, url.Values{"worksheet": {strings.Join(lines, "\r\n") + "\r\n"}})
	if w.Code != http.StatusOK {
		t.Errorf("POST = %d, want 200", w.Code)
	}
	root := tree(t, w)
	if got, want := typed(t, root), strings.Join(lines, "\n")+"\n"; got != want {
		t.Errorf("the sheet came back as %q, want %q", got, want)
	}
	want := []string{"", "300M users", "", "6.94k posts/s", "An amount of data (GB) and a count of requests cannot be added.", "4 TB doubtful"}
	if diff := cmp.Diff(want, results(t, root)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	details := map[string]string{}
	for _, d := range find(root, "data-detail") {
		details[attr(d, "data-detail")] = words(d)
	}
	for line, parts := range map[string][]string{
		"2": {"300M users", "exactly 300,000,000 users"},
		"4": {"exactly 6,944.44444444444 posts/s", "Steps", "dau is 300M users", "86,400 s"},
		"5": {"10 GB + 5 requests", "Both sides must measure the same thing."},
		"6": {"800 × 20 B doubtful × 250M in TB", "20B is read as 20 bytes"},
	} {
		for _, part := range parts {
			if !strings.Contains(details[line], part) {
				t.Errorf("what is behind line %s = %q, want %q in it", line, details[line], part)
			}
		}
	}
	if len(details) != 4 {
		t.Errorf("details of %d lines, want 4: none for what is blank", len(details))
	}
}

func TestAMistakeIsShownWhereItIs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("1 + ", 60)
	for _, tt := range []struct{ line, before, meant, after string }{
		{"10 GB + 5 requests", "10 GB ", "+", " 5 requests"},
		{"\t2\t+ nonsense", "\t2\t+ ", "nonsense", ""},
		{"名前 * 3", "", "名前", " * 3"},
		{"2 * 👩‍👩‍👧 + 3", "2 * ", "👩‍👩‍👧", " + 3"},
		{"2 +", "2 +", "", ""},
		{long + "nonsense" + strings.Repeat(" + 1", 60), "…" + long[len(long)-40:], "nonsense", strings.Repeat(" + 1", 10) + "…"},
	} {
		root := tree(t, post(t, sheet(tt.line)))
		where := find(root, ".where")
		if len(where) != 1 {
			t.Errorf("%q has %d places of a mistake, want 1", tt.line, len(where))
			continue
		}
		var got []string
		for n := range where[0].Descendants() {
			if n.Data == "code" {
				for part := range n.ChildNodes() {
					if part.Type == html.TextNode {
						got = append(got, part.Data)
					} else {
						got = append(got, "<"+text(part)+">")
					}
				}
			}
		}
		want := strings.Join([]string{tt.before, "<" + tt.meant + ">", tt.after}, "")
		if strings.Join(got, "") != want {
			t.Errorf("the mistake in %q is shown as %q, want %q", tt.line, strings.Join(got, ""), want)
		}
	}
}

func TestWhatIsTypedIsText(t *testing.T) {
	t.Parallel()
	line := `</textarea><img src=x onerror=alert(1)> "'&amp;`
	for _, w := range []*httptest.ResponseRecorder{post(t, sheet(line)), get(t, "/calculator?worksheet="+url.QueryEscape(line))} {
		root := tree(t, w)
		if got := typed(t, root); got != line {
			t.Errorf("the sheet came back as %q, want %q", got, line)
		}
		for n := range root.Descendants() {
			if n.Data == "img" {
				t.Error("what was typed became an element")
			}
		}
	}
}

func TestAdviceIsTakenWithoutAScript(t *testing.T) {
	t.Parallel()
	lines := []string{"dau = 3M users", "10M users * 10 requests/day in QPS"}
	root := tree(t, post(t, sheet(lines...)))
	use := find(root, "data-use")
	if len(use) != 1 || attr(use[0], "name") != "use" || attr(use[0], "value") != "2" {
		t.Fatalf("buttons that take advice = %d, want one that sends use=2", len(use))
	}
	want := lines[0] + "\n" + attr(use[0], "data-use")
	form := sheet(lines...)
	form.Set("use", "2")
	root = tree(t, post(t, form))
	if got := typed(t, root); got != want {
		t.Errorf("after use=2 the sheet is %q, want %q", got, want)
	}
	if got := results(t, root)[1]; got != "1.16k requests/s" {
		t.Errorf("after use=2 line 2 comes to %q, want 1.16k requests/s", got)
	}
	for _, other := range []string{"1", "3", "0", "-1", "x", "99999999999999999999"} {
		form.Set("use", other)
		if got := typed(t, tree(t, post(t, form))); got != strings.Join(lines, "\n") {
			t.Errorf("after use=%s the sheet is %q, want it unchanged", other, got)
		}
	}
}

func TestJSONIsTheEnginesOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ sheet, same string }{
		{"dau = 3M users\r\ndau * 2\r\n10 GB + 5 requests\r\n\r\n# end\r\n", "dau = 3M users\ndau * 2\n10 GB + 5 requests\n\n# end\n"},
		{"", ""},
		{"1\x00 + \xff", "1\x00 + \uFFFD"},
		{strings.Repeat("1\n", calc.MaxLines), strings.Repeat("1\n", calc.MaxLines)},
	} {
		w := post(t, url.Values{"worksheet": {tt.sheet}}, "Accept", "application/json")
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || !strings.HasPrefix(got, "application/json") {
			t.Fatalf("POST(%.20q) = %d %s, want 200 as JSON", tt.sheet, w.Code, got)
		}
		var got, want struct{ Lines []any }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		own, err := json.Marshal(map[string]any{"lines": calc.Worksheet(tt.same)})
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(own, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got.Lines) == 0 {
			t.Errorf("POST(%.20q) (-want +got):\n%s", tt.sheet, diff)
		}
	}
}

func TestTheAnswerIsOfTheKindThatIsLikedBest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ accept, want string }{
		{"", "text/html"},
		{"*/*", "text/html"},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"},
		{"application/json", "application/json"},
		{"Application/JSON ; charset=utf-8", "application/json"},
		{"application/json, text/plain, */*", "application/json"},
		{"application/json, text/html", "application/json"},
		{"text/html, application/json", "text/html"},
		{"text/html;q=0.5, application/json;q=0.6", "application/json"},
		{"application/json;q=0.5, */*", "text/html"},
		{"application/*", "application/json"},
		{"application/json;q=0", "text/html"},
		{"application/json;q=9", "text/html"},
		{"application/jsonp", "text/html"},
		{"text/markdown", "text/markdown"},
		{"text/*", "text/html"},
		{"image/png", "text/html"},
	} {
		w := post(t, sheet("1 + 1"), "Accept", tt.accept)
		if got, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); got != tt.want {
			t.Errorf("POST with Accept %q = %s, want %s", tt.accept, got, tt.want)
		}
		if vary := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept") || !strings.Contains(vary, "HX-Request") {
			t.Errorf("POST varies by %q, want by Accept and HX-Request", vary)
		}
	}
}

func TestBeyondTheLimits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, says string }{
		"lines": {strings.Repeat("1\n", calc.MaxLines+1), fmt.Sprintf("up to %d lines; this one has %d", calc.MaxLines, calc.MaxLines+1)},
		"bytes": {strings.Repeat(strings.Repeat("x", 1000)+"\n", 66), "up to 64 KiB"},
	} {
		form := url.Values{"worksheet": {tt.text}}
		w := post(t, form)
		if root := tree(t, w); w.Code != http.StatusRequestEntityTooLarge || typed(t, root) != tt.text || !strings.Contains(text(root), tt.says) {
			t.Errorf("%s: the page = %d, want 413 with the sheet kept and %q", name, w.Code, tt.says)
		}
		if len(find(tree(t, w), "data-detail")) > 0 {
			t.Errorf("%s: the page has results", name)
		}
		if w := post(t, form, "HX-Request", "true"); w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: the fragment = %d, want 413 with %q", name, w.Code, tt.says)
		}
		w = post(t, form, "Accept", "application/json")
		var refusal struct{ Error, Message string }
		if err := json.Unmarshal(w.Body.Bytes(), &refusal); err != nil || w.Code != http.StatusRequestEntityTooLarge || refusal.Error != "too-large" || !strings.Contains(refusal.Message, tt.says) {
			t.Errorf("%s: JSON = %d %s, want 413 too-large with %q", name, w.Code, w.Body, tt.says)
		}
		if w := get(t, "/calculator?"+form.Encode()); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: GET = %d, want 413", name, w.Code)
		}
	}
	within := url.Values{"worksheet": {strings.Repeat("1\n", calc.MaxLines)}}
	if w := post(t, within); w.Code != http.StatusOK {
		t.Errorf("as many lines as allowed = %d, want 200", w.Code)
	}
	line := post(t, sheet(strings.Repeat("1", calc.MaxLine+1), "1 + 1"))
	if got := results(t, tree(t, line)); line.Code != http.StatusOK || len(got) != 2 || got[1] != "2" {
		t.Errorf("a line that is too long = %d with %q, want 200 and the others calculated", line.Code, got)
	}
}

func TestABodyThatIsTooLargeOrNoForm(t *testing.T) {
	t.Parallel()
	huge := "worksheet=" + strings.Repeat("x", 1<<20)
	for name, tt := range map[string]struct {
		kind, body, code string
		status           int
	}{
		"huge":      {"application/x-www-form-urlencoded", huge, "too-large", http.StatusRequestEntityTooLarge},
		"other":     {"application/x-www-form-urlencoded", "sheet=1", "invalid", http.StatusBadRequest},
		"broken":    {"application/x-www-form-urlencoded", "worksheet=%zz", "invalid", http.StatusBadRequest},
		"no parts":  {"multipart/form-data; boundary=x", "", "invalid", http.StatusBadRequest},
		"JSON body": {"application/json", `{"worksheet": "1"}`, "invalid", http.StatusBadRequest},
	} {
		r := httptest.NewRequest(http.MethodPost, "/calculator", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.kind)
		r.Header.Set("Accept", "application/json")
		w := httptest.NewRecorder()
		if err := open(t).Calculate(w, r); err != nil {
			t.Errorf("%s: %v, want an answer in JSON", name, err)
			continue
		}
		var refusal struct{ Error, Message string }
		if err := json.Unmarshal(w.Body.Bytes(), &refusal); err != nil || w.Code != tt.status || refusal.Error != tt.code || refusal.Message == "" {
			t.Errorf("%s = %d %s, want %d %s with a sentence", name, w.Code, w.Body, tt.status, tt.code)
		}
		r = httptest.NewRequest(http.MethodPost, "/calculator", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.kind)
		if err := open(t).Calculate(httptest.NewRecorder(), r); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s as a page = %v, want an invalid fault", name, err)
		}
	}
}

func TestMultipartFormsAreReadToo(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/calculator", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"worksheet\"\r\n\r\n1 + 1\r\n--x--\r\n"))
	w := ask(t, open(t).Calculate, r, []string{"Content-Type", "multipart/form-data; boundary=x", "Accept", "application/json"})
	if !strings.Contains(w.Body.String(), `"display":"2"`) {
		t.Errorf("POST = %d %s, want a result of 2", w.Code, w.Body)
	}
}

func TestHtmxGetsResultsAlone(t *testing.T) {
	t.Parallel()
	body := post(t, sheet("1 + 1"), "HX-Request", "true", "Accept", "text/html").Body.String()
	for _, absent := range []string{"<html", "<textarea", "<form"} {
		if strings.Contains(body, absent) {
			t.Errorf("the fragment has %s", absent)
		}
	}
	if !strings.HasPrefix(body, "<li") || !strings.Contains(body, `id="calc-details" hx-swap-oob="innerHTML"`) {
		t.Errorf("the fragment = %.200s, want rows and, beside them, details", body)
	}
}

func TestThePanelIsTheSheetAlone(t *testing.T) {
	t.Parallel()
	for _, w := range []*httptest.ResponseRecorder{get(t, "/calculator", "HX-Request", "true"), get(t, "/calculator?panel=1")} {
		body := w.Body.String()
		root := tree(t, w)
		if strings.Contains(body, "<html") || len(find(root, "data-calculator")) != 1 {
			t.Error("the panel is not a part of a page")
		}
		for _, absent := range []string{"1B messages", "Chat", "data-keep", "data-clear", "data-share"} {
			if strings.Contains(body, absent) {
				t.Errorf("the panel has %q", absent)
			}
		}
		if len(find(root, "data-open")) != 1 || len(find(root, ".cheats")) != 1 {
			t.Error("the panel lacks the way to the page, or the cheat sheet")
		}
	}
}

func TestPromptsBringTheirEstimates(t *testing.T) {
	t.Parallel()
	root := tree(t, get(t, "/calculator"))
	var links []string
	for _, box := range find(root, ".prompts-sheets") {
		if box.Data != "details" || attr(box, "open") != "" {
			t.Error("the prompts' estimates are not folded")
		}
		for _, a := range find(box, "href") {
			links = append(links, words(a)+" "+attr(a, "href"))
		}
	}
	want := "1B messages/day in messages/s  # message rate\n6B links * 500 B/link in TB  # storage"
	if diff := cmp.Diff([]string{"Chat /calculator?worksheet=" + url.QueryEscape(want)}, links); diff != "" {
		t.Fatalf("worksheets of the prompts (-want +got):\n%s", diff)
	}
	_, address, _ := strings.Cut(links[0], " ")
	root = tree(t, get(t, address))
	if got := typed(t, root); got != want {
		t.Errorf("the sheet of a link = %q, want %q", got, want)
	}
	if diff := cmp.Diff([]string{"11.6k messages/s", "3 TB"}, results(t, root)); diff != "" {
		t.Errorf("its results (-want +got):\n%s", diff)
	}
}

// Everything that can be tried works, and so does every example of the cheat sheet
// but those that refer to what stands above them.
func TestWhatCanBeTriedWorks(t *testing.T) {
	t.Parallel()
	tries := find(tree(t, get(t, "/calculator")), "data-try")
	if len(tries) < 20 {
		t.Fatalf("there are %d lines to try, want some dozens", len(tries))
	}
	for _, try := range tries {
		u, err := url.Parse(attr(try, "href"))
		if err != nil {
			t.Fatal(err)
		}
		lines := u.Query().Get("worksheet")
		if strings.Contains(lines, "ans") {
			continue
		}
		for i, r := range calc.Worksheet(lines) {
			if r.Err != nil {
				t.Errorf("line %d of %q: %v", i+1, lines, r.Err)
			}
		}
	}
}

func TestASheetHasAnAddressUnlessItIsTooLong(t *testing.T) {
	t.Parallel()
	short := "3 users # 名 & more"
	links := find(tree(t, post(t, sheet(short))), "data-share")
	if len(links) != 1 || attr(links[0], "href") != "/calculator?worksheet="+url.QueryEscape(short) {
		t.Errorf("the address of %q is missing or wrong", short)
	}
	long := strings.Repeat("1 + 1\n", 199)
	root := tree(t, post(t, sheet(long+strings.Repeat("# much more of it ", 300))))
	if !strings.Contains(words(root), "too long for a link") {
		t.Error("a long sheet has an address, or does not say why not")
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	form := sheet("~2 GB * 3", "", "# `a|b` and ``c``", "a | b", "\t1/3", "10 GB + 5 requests")
	want := strings.Join([]string{
		"| Line | Result | Exactly |",
		"| --- | --- | --- |",
		"| `~2 GB * 3` | \\~6 GB | 6 GB |",
		"| ``` # `a\\|b` and ``c`` ``` |  |  |",
	}, "\n") + "\n"
	got := post(t, form, "Accept", "text/markdown").Body.String()
	if !strings.HasPrefix(got, want) {
		t.Errorf("Markdown = %s, want it to begin with %s", got, want)
	}
	for _, line := range []string{"\n| `a \\| b` | ", "\n| `1/3` | 0.333 | 0.333333333333333 |\n", "\n| `10 GB + 5 requests` | An amount of data (GB) and a count of requests cannot be added. |  |\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("Markdown = %s, want %q in it", got, line)
		}
	}
	form.Set("as", "markdown")
	for _, n := range find(tree(t, post(t, form)), "id") {
		if attr(n, "id") == "calc-markdown" {
			if text(n) != got {
				t.Errorf("on the page it is %q", text(n))
			}
			return
		}
	}
	t.Error("the page with as=markdown does not show it")
}

// Different people at the same browser keep sheets of their own.
func TestWhoKeepsTheSheet(t *testing.T) {
	t.Parallel()
	pages := open(t)
	keys := map[string]bool{}
	for _, site := range []ui.Site{{}, {Person: &ui.Viewer{Email: "ada@example.org"}}, {Person: &ui.Viewer{Email: "bob@example.org"}}} {
		r := httptest.NewRequest(http.MethodGet, "/calculator", nil)
		w := httptest.NewRecorder()
		if err := pages.Show(w, r.WithContext(ui.With(r.Context(), site))); err != nil {
			t.Fatal(err)
		}
		keys[attr(find(tree(t, w), "data-keep")[0], "data-keep")] = true
	}
	if len(keys) != 3 || keys[""] {
		t.Errorf("the browser keeps sheets as %v, want three names", keys)
	}
}
