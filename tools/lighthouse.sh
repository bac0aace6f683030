#!/usr/bin/env bash
# Lighthouse's scores of the pages; see lighthouse/scores.mjs. As root on Debian it
# installs Chromium where that is missing. The program is built before, by make.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/needs.sh

find_chromium >/dev/null || install_packages chromium
CHROME_PATH=$(find_chromium) || {
	tell_missing chromium
	exit 1
}
export CHROME_PATH
exec node tools/lighthouse/scores.mjs
