# The only front door. Everything it makes stays in this folder: .venv, .cache and data.
# Words of your own go along: make demo PORT=8123, make test ARGS="tests/journeys -k comment"

PYTHON ?= python3
PROCESSES ?= auto
ARGS ?=

export UV_CACHE_DIR ?= $(CURDIR)/.cache/uv
export PIP_CACHE_DIR ?= $(CURDIR)/.cache/pip
export npm_config_cache ?= $(CURDIR)/.cache/npm
export XDG_CACHE_HOME ?= $(CURDIR)/.cache
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

SETUP = @$(PYTHON) -m scripts.setup

.PHONY: help setup demo serve test check proof bench locks clean

help: ## say what can be asked for
	@echo "Coproduce. You can ask for:"
	@sed -n 's/^\([a-z]*\):.*## /  make \1 \t/p' $(MAKEFILE_LIST) | expand -t 16
	@echo "With words of your own: make demo PORT=8123 or make test ARGS=tests/journeys"

setup: ## install what is needed, in this folder only
	$(SETUP) run

demo: ## show a whole project that people made together, with made-up people
	$(SETUP) run
	@exec .venv/bin/coproduce demo $(ARGS)

serve: ## run Coproduce for real people
	$(SETUP) run
	@exec .venv/bin/coproduce serve $(ARGS)

test: ## run the tests, a real browser among them
	$(SETUP) test
	@PROCESSES=$(PROCESSES) exec .venv/bin/python -m scripts.test $(ARGS)

check: ## look for mistakes without running anything: style, types, who knows whom
	$(SETUP) check
	@exec .venv/bin/python -m scripts.check

proof: ## run the long tests and every benchmark, and write down what was measured
	$(SETUP) test
	@exec .venv/bin/python -m scripts.proof $(ARGS)

bench: ## run every benchmark side by side with its peers, briefly
	$(SETUP) test
	@exec .venv/bin/python -m scripts.bench $(ARGS)

locks: ## choose the versions of everything anew, after a change to pyproject.toml or a package.json
	$(SETUP) test
	@exec .venv/bin/python -m scripts.locks $(ARGS)

clean: ## remove what setup made; your data stays
	rm -rf .venv .cache frontend/node_modules tests/browser/node_modules src/coproduce/ground/ui/static/ui
	find src -name '*.mo' -delete
