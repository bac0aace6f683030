#!/usr/bin/env bash
# Lists the rows of the security bar that have a test: a test is tied to a row by
# the row's id in its name, TestV3_4_3_… or t.Run("V3.4.3 …").
set -euo pipefail
cd "$(dirname "$0")/.."

grep -rnE --include='*_test.go' '(func Test\w*|t\.Run\(.*|name: *.*)V[0-9]+([._][0-9]+){1,2}' cmd internal web 2>/dev/null |
	sed -E 's/^([^:]+:[0-9]+):[[:space:]]*(.*)$/\1\t\2/' |
	while IFS=$'\t' read -r place line; do
		grep -oE 'V[0-9]+([._][0-9]+){1,2}' <<<"$line" | tr _ . | while read -r id; do printf '%-10s %s\n' "$id" "$place"; done
	done | sort -V -u
