// Package migrations holds the schema as numbered steps, once for each
// database. A test compares their tables and columns.
package migrations

import "embed"

// FS holds sqlite/*.sql and postgres/*.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var FS embed.FS
