#!/usr/bin/env bash
# One archive for each platform, and their sums, in bin/release: the program with its
# licences, its bill of materials and the files to deploy it with. From the same commit
# and the same Go they come out the same, to the byte.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${VERSION:-$(git describe --tags --always --dirty)}
moment=$(git log -1 --format=%ct)
out=bin/release

rm -rf "$out"
mkdir -p "$out"
for platform in linux/amd64 linux/arm64; do
	name=levelup_${version}_${platform/\//_}
	make --no-print-directory build VERSION="$version" PROGRAM="$out/$name/levelup" TARGETOS="${platform%/*}" TARGETARCH="${platform#*/}"
	cp LICENSE "$out/$name/"
	cp -R tools/deploy "$out/$name/deploy"
	rm -f "$out/$name"/deploy/*.go
	tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="@$moment" -c "$name" | gzip -9n >"$out/$name.tar.gz"
	rm -rf "${out:?}/$name"
done
cd "$out"
sha256sum -- *.tar.gz >SHA256SUMS
cat SHA256SUMS
