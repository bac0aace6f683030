package curriculum

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// promptFiles are the bytes of a prompt and of its samples.
type promptFiles struct {
	slug    string
	source  []byte
	samples []Sample
}

// key names exactly these bytes.
func (f promptFiles) key() string {
	h := sha256.New()
	for _, s := range append([]Sample{{File: f.slug, Source: f.source}}, f.samples...) {
		fmt.Fprintf(h, "%s %d\n", s.File, len(s.Source))
		h.Write(s.Source)
	}
	return string(h.Sum(nil))
}

// bundle is what files of a prompt amount to, whatever else there is.
type bundle struct {
	slug, key string
	prompt    *Prompt
	raw       []byte // where there is no prompt to hold it
	document  *document
	samples   []Sample     // those that can be used
	read      []sampleRead // all of them
	problems  []Problem    // of the samples
}

// sampleRead is a sample's file as it was read.
type sampleRead struct {
	Sample
	words int
}

// bundles reads prompts, on all processors, but for those whose bytes are as they
// were in the library before.
func (l *loader) bundles(read []promptFiles) []*bundle {
	out := make([]*bundle, len(read))
	next := make(chan int, len(read))
	for i, f := range read {
		key := f.key()
		if old := l.before.bundles[f.slug]; old != nil && old.key == key {
			out[i] = old
			continue
		}
		out[i] = &bundle{slug: f.slug, key: key}
		next <- i
	}
	close(next)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				out[i].fill(read[i], l.check)
			}
		})
	}
	work.Wait()
	return out
}

func (b *bundle) fill(f promptFiles, check bool) {
	b.prompt, b.document = readPrompt(strings.TrimPrefix(f.slug, "_"), promptFile(f.slug), f.source)
	if b.prompt == nil {
		b.raw = f.source
	}
	if !check {
		b.key, b.samples = "", f.samples // to be read with everything, should that be asked for
		for _, file := range f.samples {
			b.read = append(b.read, sampleRead{Sample: file})
		}
		return
	}
	var samples []*sample
	for _, file := range f.samples {
		s, problems := readSample(file.File, file.Source)
		b.problems = append(b.problems, problems...)
		read := sampleRead{Sample: file}
		if s != nil {
			read.words = s.length()
			samples = append(samples, s)
			if !unusable(problems) {
				b.samples = append(b.samples, file)
			}
		}
		b.read = append(b.read, read)
	}
	if b.prompt != nil {
		checkFinished(b.prompt, b.document, f.source)
		checkCopying(b.prompt, b.document, samples)
		checkSamples(b.document, f.slug, samples)
	}
}
