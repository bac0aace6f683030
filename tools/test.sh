#!/usr/bin/env bash
# Everything that must hold, on SQLite, on PostgreSQL and in a browser.
#
# As root on Debian it installs what is missing: Chromium, PostgreSQL, Python for
# the code of the chapters, the two calculators with which ours is compared, GNU units
# and qalc, and what the steps of the image are gone with (tools/container.sh).
# Otherwise it says what to install and goes on without them, except under
# CI=true, where nothing is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/needs.sh

pg_dir=
pg_user=

main() {
	trap stop_postgres EXIT
	step 'what is needed' need
	step 'assets' make --no-print-directory assets
	step 'check' make --no-print-directory check
	# Anew each time: what they read lies outside their module, where go does not look
	# whether it has changed.
	step 'tools' go -C tools test -count=1 ./...
	step 'TypeScript' test_typescript
	step 'PostgreSQL' start_postgres
	step 'a provider to sign in with' make --no-print-directory tools/oidc/node_modules/.package-lock.json
	# SQLite is C that was translated: the detector finds nothing in it, and takes a third
	# of the time for that. Four tests at once, since they often wait.
	step 'Go' go test -race -gcflags=modernc.org/sqlite/lib=-race=false -shuffle=on -parallel 4 -timeout 40m -skip "$without_race" $(raced)
	# Left out above, and run here, is what the race detector would only slow down: pages in
	# a browser, crawls and hundreds of searches ask one request after the other, commands
	# are processes that each read all of the content, ten thousand idle connections are
	# memory, and engines are code without a goroutine, but for the questions to a model and
	# the encoder.
	step 'asking' go test -race -shuffle=on -run '^Test(F18|ARepair|TheQuestion|EvidenceOrNothing|SeveralSamples|VectorIsSafe)' ./internal/grading ./internal/encoder
	step 'engines' go test -shuffle=on -timeout 20m "${engines[@]}"
	step 'browser' go test -shuffle=on -timeout 20m -run "$without_race" ./cmd/levelup ./internal/browsertest
	[ "$(id -u)" != 0 ] || step 'the image' make --no-print-directory container
}

without_race='^Test(Browser|V10_5_1Browser|F28|F29|F31Killed|Commands|EveryLink|ChaptersAreLight|NaughtyWords|SearchShows|SearchAnswers)'

engines=(./internal/board ./internal/calc ./internal/encoder ./internal/grading ./internal/interviewer ./internal/markdown ./internal/match ./internal/measure)

# raced lists the packages but for the engines.
raced() {
	go list ./... | grep -vxF "$(go list "${engines[@]}")"
}

# step NAME COMMAND...: runs it and says how long it took.
step() {
	local name=$1 began=$SECONDS
	shift
	echo "== $name"
	"$@"
	echo "== $name: $((SECONDS - began)) s"
}

need() {
	local missing
	find_missing
	if [ ${#missing[@]} -gt 0 ]; then
		install_packages "${missing[@]}"
		find_missing
	fi
	if [ ${#missing[@]} -gt 0 ]; then
		tell_missing "${missing[@]}"
		[ "${CI:-}" != true ] || return 1
		echo 'the tests that need them are skipped' >&2
	fi
	LEVELUP_TEST_CHROMIUM=$(find_chromium || true)
	export LEVELUP_TEST_CHROMIUM
}

# find_missing lists the packages that are needed and not there.
find_missing() {
	missing=()
	find_chromium >/dev/null || missing+=(chromium)
	find_postgres >/dev/null || missing+=(postgresql)
	command -v units >/dev/null || missing+=(units)
	command -v qalc >/dev/null || missing+=(qalc)
	command -v python3 >/dev/null || missing+=(python3)
	command -v curl >/dev/null || missing+=(curl)
	command -v ip >/dev/null || missing+=(iproute2)
}

# find_postgres prints the folder of the newest server's programs.
find_postgres() {
	local newest
	newest=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
	[ -n "$newest" ] || newest=$(command -v initdb) || return 1
	dirname "$newest"
}

# start_postgres makes a server of our own, without durability, on a free port.
start_postgres() {
	local bin port
	bin=$(find_postgres) || return 0
	pg_dir=$(mktemp -d "${TMPDIR:-/tmp}/levelup-postgres.XXXXXX")
	if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
		pg_user=postgres
		chown "$pg_user" "$pg_dir"
	fi
	port=$(node -e 'require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port); this.close() })')
	as_postgres "$bin/initdb" -D "$pg_dir/data" -U levelup -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
	cat >>"$pg_dir/data/postgresql.conf" <<-END
		listen_addresses = '127.0.0.1'
		port = $port
		unix_socket_directories = '$pg_dir'
		max_connections = 400
		fsync = off
		synchronous_commit = off
		full_page_writes = off
	END
	as_postgres "$bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/log" -w -t 60 start >/dev/null || {
		cat "$pg_dir/log" >&2
		return 1
	}
	export LEVELUP_TEST_POSTGRES="postgres://levelup@127.0.0.1:$port/postgres?sslmode=disable"
}

# stop_postgres ends the server that start_postgres made: pg_ctl finds its
# process in that server's own folder.
stop_postgres() {
	[ -n "$pg_dir" ] || return 0
	as_postgres "$(find_postgres)/pg_ctl" -D "$pg_dir/data" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$pg_dir"
}

# as_postgres runs a command from a folder that its user may enter.
as_postgres() {
	if [ -n "$pg_user" ]; then
		(cd / && runuser -u "$pg_user" -- "$@")
	else
		"$@"
	fi
}

test_typescript() {
	local out status=0
	out=$(mktemp -d)
	bin/assets -root . -tests "$out"
	if [ -n "$(find "$out" -name '*.mjs')" ]; then
		find "$out" -name '*.test.mjs' -exec node --test --enable-source-maps {} + || status=$?
	fi
	rm -rf "$out"
	return $status
}

main
