// Package calc is the back-of-envelope calculator: an expression as one would
// say it, with units that are checked, comes back with its value, how it was
// read, and the steps that lead there.
//
//	10M users at 10 requests/day in QPS
//
// # The language
//
// A number may have commas between thousands (outside a function's brackets,
// where a comma parts arguments), a scale (10k, 3.5B, 5 million), a percent sign
// and a unit, and with its unit it is one thing: 1M req/s / 50k req/s is 20. A
// slash belongs to the unit when a unit follows it. A power binds tighter: 2^10 B
// is 1,024 bytes. 10M..20M is a range, ~ marks a guess.
//
// A unit is a measure (time, data, money) or a counted thing: any word after a
// number, a bracket or another unit. Singular and plural are one, and a few words
// count the same (req, query and request; DAU and user). A word by itself is a
// name, and a name that nobody gave a value is an error, so that a slip of the
// keyboard is never a new unit. A month has 30 days, a year 365, and a year 12
// months. A kilobyte has 1,000 bytes, a kibibyte 1,024.
//
// a at b (each) gives b to each of what a counts: 10M users at 2 posts/day are 20M
// posts/day. The lower end of a range may leave out what stands at the higher one:
// 10..20 GB, $5..$10/month. in, to and as convert. ans, line 3 and L3 refer to
// results above.
//
// # How it works
//
// A line goes through small passes. scan.go cuts it into tokens. statement.go,
// parse.go, primary.go and literal.go make a tree of them, with the units as spelt.go
// and the targets as target.go read them. eval.go, arithmetic.go, convert.go and
// call.go calculate the tree with [quantity] values, which keep the units that were
// written, so that a result comes in units that the writer used. format.go and
// decimal.go write the result, reading.go and trace.go how it was understood and
// the way to it. sheet.go does all this for the lines of a worksheet, one after the
// other.
//
// A letter that can be read in two ways (5B, 10m) gives a literal two readings;
// the first combination of readings that makes sense is taken, and said.
//
// Numbers are doubles. A result is rounded to 15 digits, so that 0.1 + 0.2 is
// 0.3. A range is carried as its ends and its middle; a value that occurs twice in
// an expression counts as two, as interval arithmetic has it, so bounds may be wide
// but always hold.
//
// What is written reads back: [Result.Exact] as the same value or range,
// [Result.Display] as the same within its rounding, and [Result.Reading] as a line
// that is understood the same, unless it marks a doubt.
//
// # Prose
//
// [Prose] finds the quantities in a sentence that somebody wrote for people. skim.go
// cuts it into the same tokens, whatever stands there; operand.go and cardinal.go
// find a number, phrase.go the words behind it that are its unit, label.go those
// that are numbers in name only. What is found is put as one would type it here,
// and the parser above reads it. [Quantity.Against] compares what comes of it, or
// of a line, with a reference.
//
// # Limits
//
// [MaxLine], [MaxLines] and [MaxSheet]; brackets and signs 100 deep; numbers up
// to 1.8e308. What is over a limit, and whatever else is wrong, is an [Error]
// with its column: the package does not panic. Prose has no limit and no errors, and
// takes a time that grows with its length.
package calc
