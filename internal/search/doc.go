// Package search finds stretches of text in four ways and says of each hit why it was
// found.
//
//   - By pattern: a regular expression over the raw text, the document with most
//     matching lines first.
//   - By keyword: words are folded and stemmed; each scores the documents by BM25 over
//     fields of different weight, beside its synonyms and, where no document has the
//     word, what was probably meant.
//   - By vector: the cosines between what an Embedder makes of the query and of the
//     sentences of the documents.
//   - Hybrid: the scores of the last two, brought to one scale and added.
//
// An Index never changes and may be asked by many at once; who has other documents makes
// another one. Whatever the query holds, the answer comes in bounded time: hits, or none
// and a sentence that says what to do.
package search
