# What each target does is in its last line of comment; `make help` lists them.
# Everything that is more than a line of shell is in tools/.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)
PROGRAM := bin/levelup
NPM     := web/node_modules/.package-lock.json
SCORES  := tools/lighthouse/node_modules/.package-lock.json
OIDC    := tools/oidc/node_modules/.package-lock.json
MODEL   := tools/model/node_modules/.package-lock.json

.PHONY: help run dev generate assets bundles model libraries build release container check test bench load lighthouse asvs clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

run: ## build it and serve it on http://localhost:8080
	@$(MAKE) --no-print-directory -j2 assets libraries
	go build -o bin/levelup ./cmd/levelup
	@exec bin/levelup serve

dev: $(NPM) bin/assets bin/templ bin/dev model ## the same, and reload on save
	@exec bin/dev

generate: bin/templ ## the Go code of the templates, which is committed
	bin/templ generate -path web

assets: bundles model ## what browsers are served, and the model of sentences

bundles: $(NPM) bin/assets
	@bin/assets -root .

model: $(MODEL)
	@go run ./cmd/embeddings

# The largest packages compile on one core each: begun beside the assets, they
# make a first start faster.
libraries:
	@go build ./internal/...

# Nothing of the folder, the machine's name or the time goes in: the same commit and the
# same Go give the same bytes.
build: assets bin/bill ## the program with everything in it, what it is made of, and its licences: bin/levelup
	CGO_ENABLED=0 GOOS=$(TARGETOS) GOARCH=$(TARGETARCH) go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o $(PROGRAM) ./cmd/levelup
	@bin/assets -root . -packages | bin/bill -root . -version '$(VERSION)' $(PROGRAM)

release: ## an archive for each platform, with sums: bin/release
	@tools/release.sh

container: ## the steps of the Dockerfile without a container engine, and whether what they make works; as root
	@tools/container.sh

check: $(NPM) bin/lint bin/templ bin/misspell bin/staticcheck ## format, linters, types, stale files, house rules
	@tools/check.sh

test: ## everything, on both databases and in a browser; installs what it lacks
	@tools/test.sh

bench: assets ## our own figures against their baselines
	go test -tags=bench -run '^TestBench' -count=1 -timeout 30m -v ./cmd/levelup ./internal/calc ./internal/encoder
	go -C tools/bleve run .

load: assets ## a thousand learners in their interviews at once, for minutes
	go test -tags=load -run '^TestLoad$$' -count=1 -timeout 60m -v ./cmd/levelup $(LOAD)

lighthouse: build $(SCORES) ## what Lighthouse gives the pages, each 95 or more; installs what it lacks
	@tools/lighthouse.sh

asvs: ## which rows of the security bar have a test
	@tools/asvs.sh

clean: ## remove what was built
	rm -rf bin web/node_modules tools/lighthouse/node_modules tools/oidc/node_modules tools/model/node_modules
	find static/dist static/model -mindepth 1 ! -name .gitkeep -delete

# npm writes this file last, and only when it is done.
$(NPM) $(SCORES) $(OIDC) $(MODEL): %/node_modules/.package-lock.json: %/package.json %/package-lock.json
	cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Our own tools, and others' at the versions of tools/go.mod. The compiler's
# cache decides whether there is anything to do.
.PHONY: bin/assets bin/bill bin/dev bin/lint bin/templ bin/misspell bin/staticcheck
bin/assets bin/bill bin/dev bin/lint:
	@go -C tools build -o ../$@ ./$(@F)
bin/templ:
	@go -C tools build -o ../$@ github.com/a-h/templ/cmd/templ
bin/misspell:
	@go -C tools build -o ../$@ github.com/golangci/misspell/cmd/misspell
bin/staticcheck:
	@go -C tools build -o ../$@ honnef.co/go/tools/cmd/staticcheck
