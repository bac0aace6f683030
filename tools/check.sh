#!/usr/bin/env bash
# Format, linters, types, stale files and the rules of the house. Runs them all
# and then fails if one did, so that one look shows everything.
set -uo pipefail
cd "$(dirname "$0")/.."

git rev-parse --is-inside-work-tree >/dev/null || exit 1 # the lists of files below come from git

failed=0

# rule NAME COMMAND...: the command must succeed.
rule() {
	local name=$1 out
	shift
	if ! out=$("$@" 2>&1); then
		printf 'check: %s\n%s\n\n' "$name" "$out" >&2
		failed=1
	fi
}

# quiet COMMAND...: the command must print nothing.
quiet() {
	local out
	out=$("$@" 2>&1) && [ -z "$out" ] && return 0
	printf '%s\n' "$out"
	return 1
}

# files PATTERN...: ours, committed or about to be.
files() { git ls-files -co --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && printf '%s\n' "$f"; done; }

# absent REGEXP: reads names of files; none may have a line like that.
absent() {
	local out
	out=$(xargs -r grep -nEH -- "$1") || true
	[ -z "$out" ] && return 0
	printf '%s\n' "$out"
	return 1
}

# The generated code must be what the templates give today.
templates_fresh() {
	local fresh status=0 f
	fresh=$(mktemp -d)
	files 'web/*.templ' | while read -r f; do install -D "$f" "$fresh/$f"; done
	bin/templ generate -path "$fresh/web" -log-level error >"$fresh/log" 2>&1 || { cat "$fresh/log"; status=1; }
	while read -r f; do
		cmp -s "$f" "$fresh/$f" || { echo "$f: not what its template gives: run make generate"; status=1; }
	done < <({ files 'web/*_templ.go'; cd "$fresh" && find web -name '*_templ.go'; } | sort -u)
	rm -rf "$fresh"
	return $status
}

no_registry_host() { absent '"resolved"|https?://[^"]*(registry|npm)' < <(files '*package-lock.json'); }
exact_versions() { absent '": "[\^~*<>]' < <(files '*package.json'); }

rule 'gofmt' quiet gofmt -l $(files '*.go')
rule 'go vet' go vet ./...
rule 'go vet, bench' go vet -tags bench ./cmd/... ./internal/calc ./internal/encoder
rule 'go vet, tools' go -C tools vet ./...
rule 'go vet, bleve' go -C tools/bleve vet ./...
rule 'lint' go vet -vettool=bin/lint ./...
rule 'staticcheck' bin/staticcheck ./...
rule 'misspell' bash -c 'xargs -r bin/misspell -error' < <(files '*.go' '*.templ' '*.ts' '*.tsx' '*.mjs' '*.css' '*.md' '*.sh' Makefile | grep -v '_templ.go$')
rule 'go mod tidy' go mod tidy -diff
rule 'go mod tidy, tools' go -C tools mod tidy -diff
rule 'go mod tidy, bleve' go -C tools/bleve mod tidy -diff
rule 'TypeScript' web/node_modules/.bin/tsc -p web/tsconfig.json
[ -z "$(files 'web/*.test.ts')" ] || rule 'TypeScript tests' web/node_modules/.bin/tsc -p web/tsconfig.test.json
rule 'templates' templates_fresh
rule 'an npm lock names a registry (see web/.npmrc, which belongs beside each)' no_registry_host
rule 'a version in a package.json is not exact' exact_versions

go_code=$(files '*.go' | grep -v '_test.go$')
rule 'HTML is made from text in web/ui only' absent 'templ\.Raw|template\.HTML\(' < <(files '*.templ' '*.go' | grep -vE '^web/ui/|_templ.go$')
rule 'a script makes HTML from text, or runs text' absent 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function' < <(files 'web/*.ts' 'web/*.tsx')
rule 'an inline style, script or handler: the browser refuses it' absent '[ {]style=|[ {]on[a-z]+=|hx-on|<style|<script>' < <(files 'web/*.templ')
rule 'random numbers come from crypto/rand' absent '"math/rand' <<<"$go_code"

[ $failed = 0 ] && echo 'check: ok'
exit $failed
