package db

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Held is what tables hold of somebody, for handing it out: by table, each row by
// column. Times are RFC 3339, and what is kept as JSON is JSON.
type Held map[string][]map[string]any

// Hold reads what queries find of a person, each by the name of its table. Wherever a
// query asks for something it is the person's id.
func (d *DB) Hold(ctx context.Context, queries map[string]string, person string) (Held, error) {
	out := Held{}
	err := d.Read(ctx, func(tx *Tx) error {
		for table, query := range queries {
			rows, err := tx.rows(query, slices.Repeat([]any{person}, strings.Count(query, "?"))...)
			if err != nil {
				return err
			}
			out[table] = rows
		}
		return nil
	})
	return out, err
}

func (t *Tx) rows(query string, args ...any) ([]map[string]any, error) {
	rows, err := t.tx.QueryContext(t.ctx, t.db.bind(query), args...)
	if err != nil {
		return nil, t.db.translate(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for rows.Next() {
		values := make([]any, len(names))
		into := make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, t.db.translate(err)
		}
		row := make(map[string]any, len(names))
		for i, name := range names {
			row[name] = readable(name, values[i])
		}
		out = append(out, row)
	}
	return out, t.db.translate(rows.Err())
}

// longAgo, in milliseconds, is before anything here: what is less is a place in a text.
const longAgo = 1_000_000_000_000

// readable is a value as somebody reads it who does not know the tables.
func readable(column string, v any) any {
	switch v := v.(type) {
	case int64:
		if v > longAgo && (column == "at" || strings.HasSuffix(column, "_at")) {
			return time.UnixMilli(v).UTC().Format("2006-01-02T15:04:05.000Z07:00")
		}
	case []byte:
		return readable(column, string(v))
	case string:
		if s := strings.TrimSpace(v); (strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[")) && json.Valid([]byte(s)) {
			return json.RawMessage(s)
		}
	}
	return v
}
