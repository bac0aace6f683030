package report

import "github.com/a-h/templ"

// title is that of the browser's tab.
func (v View) title() string {
	if v.Sample {
		return "Sample report: " + v.Prompt
	}
	return "Report: " + v.Prompt
}

// section is the item of the navigation that the page is under.
func (v View) section() string {
	if v.Sample {
		return "sample"
	}
	return ""
}

func (v View) wordsTitle() string {
	if v.Sample {
		return "What was written"
	}
	return "What you wrote"
}

// file is where the report is as Markdown.
func (v View) file() string {
	if v.Sample {
		return "/sample.md"
	}
	file := "/attempts/" + v.ID + "/report.md"
	if v.Chosen != "" {
		file += "?grade=" + v.Chosen
	}
	return file
}

// numbered reports whether anything in the transcript is marked.
func (v View) numbered() bool {
	for _, c := range v.Criteria {
		for _, g := range c.Groups {
			for _, p := range g.Points {
				for _, q := range p.Quotes {
					if q.Number > 0 {
						return true
					}
				}
			}
		}
	}
	return false
}

func countCriteria(n int) string {
	if n == 1 {
		return "The one criterion of this step"
	}
	return "The " + spell(n) + " criteria"
}

// anchored gives an element an id where it has one.
func anchored(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"id": id}
}

// polling asks for the fragment again as long as it can change.
func (p Progress) polling() templ.Attributes {
	if !p.Open {
		return nil
	}
	return templ.Attributes{"hx-get": "/attempts/" + p.ID, "hx-trigger": "every 2s", "hx-swap": "outerHTML"}
}
