# Swiftlet: `make help` lists the targets.

CONFIGURATION ?= release
SWIFT         ?= swift
SOURCES       := $(shell find Sources -name '*.swift' -o -name '*.h' -o -name '*.c' -o -name '*.modulemap') Package.swift

.DEFAULT_GOAL := help
.PHONY: help build demo demo-down test test-unit test-integration test-kubectl test-streams soak test-vm bench lint format generate install-build install-run install-test install-vm clean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: install-build bin/swiftlet ## Builds bin/swiftlet and bin/swiftlet-monitor (release, static standard library)

bin/swiftlet: $(SOURCES)
	scripts/build.sh $(CONFIGURATION)

demo: install-run build ## Runs the tutorial's Pod and shows its log
	scripts/demo.sh

demo-down: ## Removes everything that the demo made
	scripts/demo-down.sh

test: install-test ## Builds and runs all tests (as root: with real containers)
	scripts/test.sh

test-unit: install-build ## Runs the tests that need neither root nor containers
	$(SWIFT) test --skip 'IntegrationTests\.|\.Alone/'

test-integration: install-test ## Runs the tests with real containers (root)
	scripts/test.sh --integration

soak: install-test ## Repeats the leak and crash tests many times (root, long)
	SWIFTLET_SOAK=1 scripts/test.sh --integration

test-kubectl: install-test ## Types docs/kubectl.md with every kubectl from 1.28 to the newest (root, minutes)
	scripts/test-kubectl.sh

test-streams: install-test ## Streams, logs and copies with old kubectls, with crun and with runc (root, minutes)
	scripts/test-streams.sh

test-vm: install-vm build ## Shows that limits hold on cgroup v2, in a virtual machine (root, minutes)
	scripts/test-vm.sh

bench: install-run build ## Measures the tutorial's Pod and the API, and podman where it is installed (root)
	scripts/bench.sh

lint: ## Checks the format of the sources
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Tools

format: ## Formats the sources
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Tools

generate: ## Generates the Kubernetes types again
	$(SWIFT) run generate-kubernetes-types

install-build: ## Installs what a build needs from Debian's packages
	@scripts/install.sh build

install-run: ## Installs what Swiftlet needs to run Pods
	@scripts/install.sh build run

install-test: ## Installs what the tests need
	@scripts/install.sh build run test

install-vm: install-run ## Installs what the virtual machine of test-vm needs
	@scripts/install.sh vm

clean: ## Removes what was built (run demo-down first)
	rm -rf .build bin
