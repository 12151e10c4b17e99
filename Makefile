# keyparity: everything a developer or CI does, by name. Recipes are silent; results go to stdout, talk to stderr.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help need build unit test lint format dist demo demo-stop fuzz simulate model faults alerts watching protections clean

MVN := ./mvnw -q
ARGS ?=
comma := ,

# Named classes of the lab that make test leaves out: each takes minutes.
scenarios = $(MVN) -Dspotless.check.skip -Dcheckstyle.skip -pl testbed/lab -am verify -Dtest=none -Dit.test='$(1)' \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false $(ARGS) >&2

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

need:
	@build-tools/need.sh

build: need ## compile everything
	@$(MVN) -DskipTests package >&2

unit: need ## unit and contract tests, under a minute once built
	@$(MVN) test >&2

test: need ## all tests that need no root: unit, contract, real ZooKeeper, real gRPC, real Hadoop KMS (whole systems: make faults, make alerts)
	@./mvnw -Dstyle.color=never -Dspotless.check.skip -Dcheckstyle.skip verify

lint: need ## compiler warnings, Error Prone, NullAway, formatter, layering, sizes, shell scripts
	@$(MVN) -DskipTests verify >&2
	@build-tools/lint-scripts.sh

format: need ## put every source into the house format
	@$(MVN) com.diffplug.spotless:spotless-maven-plugin:apply >&2

dist: need ## the tar distribution, in deploy/target
	@$(MVN) -DskipTests package >&2
	@ls deploy/target/*.tar.gz

demo: ## three KMS hosts on this machine: enable, drift, detect, repair (ARGS="--keep -o json")
	@testbed/demo.sh $(ARGS)

demo-stop: ## end what `make demo ARGS=--keep` left running
	@testbed/demo.sh --stop

fuzz: need ## feed the keyring reader rubbish for a minute
	@JAZZER_FUZZ=1 $(MVN) -pl keyring -am test -Dtest='*Fuzz' -Dsurefire.failIfNoSpecifiedTests=false >&2

simulate: need ## seeded worlds with faults: SEEDS=1000 or 1001-2000, or SEED=7 with its event log, or SEED=7 TIMES=100 (WEAKNESS=… switches a protection off)
	@testbed/simulate.sh $(if $(TIMES),again $(SEED) $(TIMES),$(if $(SEED),seed $(SEED),$(or $(SEEDS),10000))) $(WEAKNESS)

model: ## search every state of the model of permits and barrier (docs/model; needs spin, gcc, libc6-dev)
	@docs/model/check.sh

faults: need ## whole systems of real processes go wrong, some twelve minutes: a table of what was done and what came of it (ARGS=-Dkeyparity.test.every-step=true)
	@rm -f testbed/lab/target/faults.txt
	@status=0; $(call scenarios,RealProcessesScenario) || status=$$?; cat testbed/lab/target/faults.txt; exit $$status
	@$(call scenarios,KillNineScenario$(comma)EvidenceScenario$(comma)OperatorsErrorsScenario)

alerts: need ## every alert, fired by a real fault through a real Prometheus and Alertmanager: a table of what paged whom
	@rm -f testbed/lab/target/alerts.txt
	@status=0; $(call scenarios,AlertsScenario) || status=$$?; cat testbed/lab/target/alerts.txt; exit $$status

watching: ## is what happens to key directories seen, how soon, and are dead agents noticed? some minutes, beside monit
	@build-tools/need.sh monit
	@rm -f testbed/lab/target/watching.txt
	@status=0; $(call scenarios,WatchingScenario) || status=$$?; cat testbed/lab/target/watching.txt; exit $$status

protections: need ## take each protection out of the product in turn: its tests must turn red
	@$(MVN) -pl testbed/protections -am -Dprotections.skip=false -DskipTests=false -Dtest=none -Dit.test=ProtectionsIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false verify >&2

clean: ## remove what was built
	@$(MVN) clean >&2
