// Package search finds stretches of text in four ways and says of each hit why it was
// found.
//
//   - By pattern: a regular expression over the raw text, in the order of the documents.
//   - By keyword: words are folded and stemmed; each scores the documents by BM25 over
//     fields of different weight, beside its synonyms and, where no document has the
//     word, what was probably meant.
//   - By vector: the cosine between what an Embedder makes of the query and of the
//     documents.
//   - Hybrid: the ranks of the last two, merged.
//
// An Index never changes and may be asked by many at once; who has other documents makes
// another one. Whatever the query holds, the answer comes in bounded time: hits, or none
// and a sentence that says what to do.
package search
