// Package measure compares figures with other figures: what a grader says with
// what people say. It is pure, and the same input always gives the same output,
// the bootstrap included.
//
// Where a statistic is not defined, such as a correlation with a constant, it is
// NaN; callers decide how to show that.
package measure
