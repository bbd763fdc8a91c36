# The products' tests need Go alone; the part against a real Elasticsearch finds
# one as e2e/elasticsearch/with says, and says loudly what it skipped if it can't.
GO      ?= go
DATA    ?= ../shared/bench
LINT     = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
PYTHON  ?= python3
MODULES  = . bench e2e

.PHONY: build test race lint fuzz bench bench-quotes bench-articles bench-entities check-deploy clean

build: ## the one binary, ./inquit
	CGO_ENABLED=0 GOWORK=off $(GO) build -trimpath -o inquit ./cmd/inquit

# -count=1: the end-to-end tests build the product themselves, which the cache of test
# results does not see.
test: ## everything, against real servers
	e2e/elasticsearch/with $(GO) test -count=1 -timeout 60m $$($(GO) list -m -f '{{.Dir}}/...' | tr '\n' ' ')

race: ## what runs concurrently, under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -timeout 60m ./internal/... ./services/fetcher/... ./services/extractor/... ./said

lint: ## linters and import rules
	for m in $(MODULES); do (cd $$m && GOWORK=off $(GO) vet ./... && GOWORK=off $(GO) run $(LINT) run ./...) || exit 1; done

fuzz: ## every fuzz target for a while
	e2e/fuzz 30s

bench: ## the whole pipeline: articles/s and publish-to-searchable latency, both indexes
	e2e/elasticsearch/with $(GO) run ./bench/cmd/pipeline -out bench/results/pipeline.md

bench-quotes: ## who said what, against gold and peers; -limits and -corenlp by hand
	$(GO) run ./bench/cmd/quotes -data $(DATA) -python $(PYTHON) -out bench/results/quotes.md

bench-articles: ## pages to articles, against gold and peers
	$(GO) run ./bench/cmd/articles -data $(DATA)/articles -python $(PYTHON)

bench-entities: ## entities, against gold
	$(GO) run ./bench/cmd/trainentities -data $(DATA)/entities -score

check-deploy: ## compose, Kubernetes and Kibana files by their own validators
	deploy/check

clean:
	rm -f inquit
