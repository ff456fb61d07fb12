# The commands of daily work; `make` lists them. Every target runs from a fresh clone.
#
# Variables: SWIFT_FLAGS for every swift command, CONFIG and ARTIFACTS for `make gate`, FUZZ_SECONDS for `make fuzz`,
# TESTS_AT_ONCE for `make test`, DATA for `make quality`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
SWIFT_FLAGS ?=
PURE := CEL,GovernorCore,GovernorPolicy,GovernorInspect,GovernorAudit,GovernorDialects,CELTests,GovernorCoreTests,GovernorPolicyTests,GovernorInspectTests,GovernorAuditTests,GovernorDialectsTests
CONFIG ?= examples/policies/adr-006.embedded-governance.yaml
ARTIFACTS ?= examples/artifacts/passing
FUZZ_SECONDS ?= 20
# All at once, tests starve each other on a small machine until what has a time limit is over it.
TESTS_AT_ONCE ?= 6

# What a build needs beside Swift: a header (or program, or folder) and the Debian package that brings it.
NEEDS := /usr/include/sqlite3.h:libsqlite3-dev pkg-config:pkg-config
# What tests need besides.
TESTS_NEED := /usr/lib/postgresql:postgresql zstd:zstd

.PHONY: help deps build release run test test-pure format lint gate acceptance benchmarks quality fuzz clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install missing system packages (Debian and Ubuntu)
	@command -v $(firstword $(SWIFT)) > /dev/null || { \
	  echo "error: Swift 6.2 or newer is not installed"; echo "hint: https://www.swift.org/install"; exit 2; }
	@if [ "$$(uname)" = Linux ]; then \
	  missing=(); \
	  for need in $(NEEDS); do \
	    thing="$${need%%:*}"; \
	    if [ ! -e "$$thing" ] && ! command -v "$$thing" > /dev/null; then missing+=("$${need##*:}"); fi; \
	  done; \
	  if [ "$${#missing[@]}" -gt 0 ]; then \
	    command -v apt-get > /dev/null || { \
	      echo "error: please install: $${missing[*]}"; echo "hint: only apt-get is known to this Makefile"; exit 2; }; \
	    sudo=""; if [ "$$(id -u)" -ne 0 ]; then sudo=sudo; fi; \
	    echo "==> installing $${missing[*]}"; \
	    $$sudo apt-get -o DPkg::Lock::Timeout=300 update -qq; \
	    $$sudo apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$${missing[@]}"; \
	  fi; \
	fi

build: deps ## Build for development
	@echo "==> building (the first time takes several minutes)"
	$(SWIFT) build $(SWIFT_FLAGS)

release: deps ## Build the release binary: .build/release/governor
	@echo "==> building the release (the first time takes about ten minutes)"
	$(SWIFT) build -c release --static-swift-stdlib --product governor $(SWIFT_FLAGS)
	@ls -lh .build/release/governor | awk '{ print "==> .build/release/governor, " $$5 }'

run: build ## Start Governor with a demo system, and say what to try
	@exec .build/debug/governor demo

test: ## Run every test
	@$(MAKE) deps NEEDS="$(NEEDS) $(TESTS_NEED)"
	@echo "==> building and testing (the first time takes several minutes)"
	@mkdir -p .build
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(TESTS_AT_ONCE) $(SWIFT) test $(SWIFT_FLAGS) 2>&1 | tee .build/tests.log || { \
	  echo "==> what failed (all of it: .build/tests.log)"; grep -aE "✘|error:|^↳" .build/tests.log; exit 1; }

test-pure: ## Run the tests of the pure parts only, without NIO and BoringSSL
	@echo "==> building and testing the pure parts"
	GOVERNOR_PARTS=$(PURE) $(SWIFT) test --scratch-path .build-pure $(SWIFT_FLAGS)

format: ## Format the sources
	$(SWIFT) format format --parallel -i -r Package.swift Sources Tests Benchmarks/Audit Benchmarks/Inspect Benchmarks/Ledger Fuzz/Targets

lint: ## Check the format of the sources
	$(SWIFT) format lint --parallel --strict -r Package.swift Sources Tests Benchmarks/Audit Benchmarks/Inspect Benchmarks/Ledger Fuzz/Targets
	@python3 Benchmarks/table.py --check

gate: build ## Run the gate on CONFIG and ARTIFACTS
	@.build/debug/governor gate --config $(CONFIG) --artifacts $(ARTIFACTS)

acceptance: release ## Check the release with other people's tools
	@Acceptance/run .build/release/governor

benchmarks: release ## Measure; raw output goes to Benchmarks/results
	@mkdir -p Benchmarks/results
	@command -v wrk > /dev/null && command -v hyperfine > /dev/null || { \
	  echo "error: wrk and hyperfine are needed"; echo "hint: apt-get install wrk hyperfine"; exit 2; }
	@for script in $(filter-out %/quality.sh,$(wildcard Benchmarks/*.sh)); do echo "==> $$script"; "$$script"; done
	@python3 Benchmarks/table.py

quality: release ## Measure every detector on the labelled texts of DATA, and write docs/quality.md
	@Benchmarks/quality.sh

fuzz: ## Replay the fuzz corpus, then fuzz each parser for FUZZ_SECONDS
	@Fuzz/run $(FUZZ_SECONDS)

clean: ## Remove what was built
	rm -rf .build .build-*
