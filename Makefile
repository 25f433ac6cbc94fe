# `make run` and `make test` set up all they need; `make help` names the rest.
# The first set-up needs a package index; afterwards nothing here needs a network.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/sh
.SHELLFLAGS := -euc

# Looked at in this order; a given PYTHON=... is taken or refused, never replaced.
PYTHON ?= python3
ifeq ($(origin PYTHON),file)
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
else
PYTHONS := $(PYTHON)
endif
BIN := .venv/bin
WORKERS ?= 3

# What a caller's shell has set must not leak into the project's environments.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV CONDA_PREFIX
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The certificates that the machine trusts, so that a company's own proxy works.
export UV_SYSTEM_CERTS := 1
export UV_NO_PROGRESS := 1
# uv keeps downloads in the home folder; without a usable one, in the environment.
ifeq ($(shell [ -w "$$HOME" ] && echo usable),)
export UV_CACHE_DIR := $(CURDIR)/.venv/.uv-cache
endif

# Every command line starts its program with exec: Ctrl-C and a kill reach the program itself.

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: ready-run ## Validate a sample with and without the cache; ends with a report
	@exec $(BIN)/fpcache runbook run validate-cache

.PHONY: test
test: ready-dev ## Everything CI checks, at most ten minutes
	@$(beside_lint)
	@$(call step,pytest); exec $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
	@echo "== all passed in $$(( $$(date +%s) - $(shell date +%s) )) s"

.PHONY: prove
prove: ready-dev ## The full counts behind the claims (long, resumable); writes docs/evidence/
	@exec $(BIN)/python -m tests.prove

.PHONY: test-faults
test-faults: ready-dev ## A planted fault for each promise of the cache, and what catches it
	@exec $(BIN)/python -m tests.faults

.PHONY: runbook-faults
runbook-faults: ready-dev ## What papermill and what our runner say of runs that went wrong
	@exec $(BIN)/python -m tests.faults.runbooks

.PHONY: corpus
corpus: ready-dev ## The built-in validator on every labelled case, by language and type
	@exec $(BIN)/python -m tests.prove.corpus

.PHONY: docs
docs: ready-dev ## Write the pages that are made from knowledge and figures again
	@$(BIN)/python -m tests.prove.patterns
	@exec $(BIN)/python -m tests.prove --page

.PHONY: bench
bench: ready-dev ## Speed against limits and peers; one row: make bench ROW=name; all of it: FULL=1
	@exec $(BIN)/python -m loadtests.bench $(if $(ROW),--row $(ROW)) $(if $(FULL),--full)

.PHONY: data
data: ready-dev ## Make what is under data/ again, if it is out of date; in any case: make data AGAIN=1
	@$(BIN)/python data/make_demo.py
	@$(BIN)/python data/make_lookup_log.py
	@exec $(BIN)/python data/make_release_log.py $(if $(AGAIN),--again)

.PHONY: lab
lab: ready-lab ## JupyterLab on the notebooks (own environment, .venv-lab)
	@exec .venv-lab/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks

.PHONY: serve
serve: ready-run ## The HTTP service on this machine, for trying out
	@exec $(BIN)/fpcache serve --dev

.PHONY: lint
lint: ready-dev ## The quick checks of make test, and no tests
	$(lint)

.PHONY: lock
lock: ready-uv ## Pin what pyproject.toml asks for; newer releases: make lock UPGRADE=1
	@$(lock) pyproject.toml --extra dev --group build -o requirements/dev.txt
	@$(lock) pyproject.toml --extra analysis --extra runbooks --group build -c requirements/dev.txt -o requirements/run.txt
	@$(lock) pyproject.toml --extra lab --group build -c requirements/dev.txt -o requirements/lab.txt
	@$(lock) pyproject.toml --extra analysis --extra postgres --extra s3 --group build -c requirements/dev.txt -o requirements/serve.txt
	@$(lock) --group installer -o requirements/uv.txt

.PHONY: clean
clean: ## Remove environments and caches; your store and runs in .fpcache stay
	rm -rf .venv .venv-lab .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the steps ---------------------------------------------------------------------------

step = echo "== $(1)"
typed = $(wildcard fpcache_ops loadtests tests)
define lint
@$(call step,ruff check: style and likely bugs); exec $(BIN)/ruff check --quiet .
@$(call step,ruff format: layout); exec $(BIN)/ruff format --check --quiet .
@$(call step,mypy: types); exec $(BIN)/mypy $(typed)
@$(call step,lint-imports: which part may import which); exec $(BIN)/lint-imports --no-logo
endef

# Strict: every cell's output is compared. Only here is nbval loaded, so the test options go.
notebooks = $(wildcard notebooks/*.ipynb)
sanitize = $(wildcard tests/notebooks/sanitize.cfg)
define nbval
$(if $(notebooks),$(call step,nbval: the notebooks give their stored outputs); \
exec $(BIN)/pytest --override-ini addopts= --override-ini filterwarnings= --nbval \
	$(if $(sanitize),--nbval-sanitize-with $(sanitize)) --tb=short -n $(WORKERS) --dist loadfile $(notebooks),\
$(call step,nbval: there are no notebooks))
endef

# The checks of lint use one core: the notebooks run beside them, and tell afterwards. What a shell
# starts in the background ignores Ctrl-C, so it is stopped by name.
define beside_lint
said=$$(mktemp); \
( $(nbval) ) >"$$said" 2>&1 & notebooks=$$!; \
trap 'kill $$notebooks 2>/dev/null || true; rm -f "$$said"' EXIT; \
trap 'exit 130' INT; trap 'exit 143' TERM; \
$(MAKE) --no-print-directory lint; \
failed=0; wait $$notebooks || failed=$$?; cat "$$said"; exit $$failed
endef

lock = exec $(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) \
	--universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

# --- set-up ------------------------------------------------------------------------------
# An environment keeps copies of the files it was made from (.from-*). While they are equal
# nothing is done, in no time and without a network.

.PHONY: ready-run ready-dev ready-lab ready-uv
ready-run:
	@$(call ready,.venv,run dev)
ready-dev:
	@$(call ready,.venv,dev)
ready-lab:
	@$(call ready,.venv-lab,lab)
ready-uv:
	@$(call ready,.venv,)

# $(call ready,FOLDER,SETS): FOLDER holds one of the SETS of requirements, and the project, editable.
# The first set is installed if none is there; a further one is a superset that does as well.
define ready
env=$(1); set=$(firstword $(2)); \
made_from() { cmp -s "$$1" "$$env/.from-$$2"; }; \
here() { [ "$$(cat "$$env/.from-folder")" = "$(CURDIR)" ] && "$$env/bin/python" -c ''; }; \
fail() { echo "set-up: $$1" >&2; exit 1; }; \
if ! here 2>/dev/null; then \
	python=; \
	for try in $(PYTHONS); do \
		if "$$try" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$try; break; fi; \
	done; \
	[ -n "$$python" ] || fail "Python 3.11 or newer is needed (tried: $(PYTHONS)); name one with make PYTHON=..."; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null \
		|| fail "$$python cannot make environments, its venv or ensurepip is missing (Debian, Ubuntu: apt-get install python3-venv)"; \
	echo "set-up: $$env, with $$("$$python" --version)"; \
	rm -rf "$$env"; \
	"$$python" -m venv "$$env"; \
	printf '%s\n' "$(CURDIR)" > "$$env/.from-folder"; \
fi; \
if ! made_from requirements/uv.txt uv; then \
	"$$env/bin/python" -m pip install -qq --require-hashes -r requirements/uv.txt \
		|| fail "uv could not be installed: is there a network and a package index?"; \
	cp requirements/uv.txt "$$env/.from-uv"; \
fi; \
found=; \
for try in $(2); do \
	if made_from "requirements/$$try.txt" requirements; then found=$$try; fi; \
done; \
if [ -n "$$set" ] && [ -z "$$found" ]; then \
	echo "set-up: installing requirements/$$set.txt"; \
	began=$$(date +%s); \
	rm -f "$$env/.from-requirements"; \
	"$$env/bin/uv" pip install --quiet --compile-bytecode --python "$$env/bin/python" --require-hashes -r "requirements/$$set.txt" \
		|| { echo "set-up: uv could not; trying pip, which is slower" >&2; \
		"$$env/bin/python" -m pip install -qq --require-hashes -r "requirements/$$set.txt"; } \
		|| fail "requirements/$$set.txt could not be installed (see above)"; \
	cp "requirements/$$set.txt" "$$env/.from-requirements"; \
	echo "set-up: done in $$(( $$(date +%s) - began )) s"; \
fi; \
if [ -n "$$set" ] && ! made_from pyproject.toml project; then \
	"$$env/bin/python" -m pip install -qq --no-index --no-deps --no-build-isolation --editable .; \
	cp pyproject.toml "$$env/.from-project"; \
fi
endef
