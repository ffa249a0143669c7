# The habits of this project. `make` alone lists them.
.PHONY: help build test run format check fuzz bench docs clean
.DEFAULT_GOAL := help
FUZZ ?=
TIME ?= 60s

help:    ## this list
	@sed -n 's/^\([a-z]*\): *[a-z ]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

build:   ## build the program; ./postern does it by itself the first time
	@build/dist.sh

test:    ## everything a change must pass; finds or installs what it needs
	@build/test.sh

run:     ## build, then run a gateway with data in ./data
	@build/dist.sh && ./postern run

format:  ## format the code
	@build/maven.sh -q spotless:apply

check:   ## formatter, compiler warnings and static analysis, no tests
	@build/maven.sh -q -DskipTests test-compile spotless:check

fuzz:    ## one fuzz target for a while: make fuzz FUZZ=MimeParserFuzz TIME=60s; without FUZZ, lists them
	@build/fuzz.sh "$(FUZZ)" "$(TIME)"

bench:   ## benchmarks of single steps (JMH); the whole way: see docs/performance.md
	@bench/jmh.sh

docs:    ## write the generated pages in docs/ again
	@build/maven.sh -q -Dpostern.update=true -Dtest='*DocsTest,SymbolsPageTest' -Dsurefire.failIfNoSpecifiedTests=false test

clean:   ## remove what was built
	@build/maven.sh -q clean && rm -rf target
