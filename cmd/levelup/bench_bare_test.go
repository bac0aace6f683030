//go:build bench

package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

func init() { bare = serveBare }

// serveBare is the least that keeps a promise: it takes a body and answers when
// it is on disk, many callers in one transaction. No session, no owner, no
// state, no clock: what all of these cost is what the bench shows.
func serveBare(database string) int {
	pool, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(database, "sqlite:")+
		"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	pool.SetMaxOpenConns(1)
	if _, err := pool.Exec(`CREATE TABLE saves (id INTEGER PRIMARY KEY, body TEXT NOT NULL)`); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	insert, err := pool.Prepare(`INSERT INTO saves (body) VALUES (?)`)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	type save struct {
		body []byte
		done chan error
	}
	waiting := make(chan save, 512)
	go func() {
		for first := range waiting {
			batch := []save{first}
			for more := true; more && len(batch) < cap(waiting); {
				select {
				case s := <-waiting:
					batch = append(batch, s)
				default:
					more = false
				}
			}
			tx, err := pool.BeginTx(context.Background(), nil)
			for i := 0; err == nil && i < len(batch); i++ {
				_, err = tx.Stmt(insert).Exec(string(batch[i].body))
			}
			if err == nil {
				err = tx.Commit()
			}
			for _, s := range batch {
				s.done <- err
			}
		}
	}()
	listener, err := net.Listen("tcp", os.Getenv("LEVELUP_TEST_ADDR"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	err = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil && r.Method == http.MethodPost {
			s := save{body, make(chan error, 1)}
			waiting <- s
			err = <-s.done
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, `{"acknowledged":1}`)
	}))
	fmt.Fprintln(os.Stderr, err)
	return exitFailed
}
