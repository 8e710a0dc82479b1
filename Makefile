# Two environments, each made from nothing on first use: .venv holds what mingdan needs to run, .venv-dev what its tests
# and checks need. PYTHON=... names the Python to make them with.
RUN := .venv/bin/python
DEV := .venv-dev/bin/python
TRAIN := .venv-train/bin/python
TRAIN_TESTS := tests/evaluation/training tests/models
CODE := src extract models corpus evaluation tests scripts
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
SCALE ?= 0.01
.PHONY: help demo test test-train lint format types layers docs sizes lock bench bench-convergence train train-env train-tagger train-layout env env-dev clean

help:  ## list the commands
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

demo: env  ## install, run the main job on the bundled example and show the table
	@$(RUN) -m mingdan demo

test: env-dev  ## install what the tests need and run them
	@$(DEV) -m pytest --cov $(PYTEST_ARGS)

lint: env-dev layers  ## style, format, import layers and length limits
	$(DEV) -m ruff check $(CODE)
	$(DEV) -m ruff format --check $(CODE)
	$(DEV) scripts/check_lengths.py

format: env-dev  ## apply the format and the safe fixes
	$(DEV) -m ruff check --fix $(CODE)
	$(DEV) -m ruff format $(CODE)

layers: env-dev  ## check which package may import which
	$(DEV) -c "from importlinter.cli import lint_imports_command as main; main()"

types: env-dev  ## pyright, strict
	$(DEV) -m pyright

docs: env-dev  ## make the picture and the generated blocks of README.md anew
	$(DEV) scripts/make_picture.py
	$(DEV) scripts/make_screenshot.py
	$(DEV) scripts/quality_table.py --write
	$(DEV) scripts/benchmark_table.py --write
	$(DEV) scripts/datasheet.py --write

bench: env-dev  ## quality and speed beside other packages, stress tests, large inputs (SCALE=0.01)
	$(DEV) -m pip install --quiet -c requirements/constraints.txt -e '.[bench]'
	$(DEV) -m mingdan benchmark --json evaluation/benchmarks/results/benchmark.json
	$(DEV) -m mingdan.evaluation.benchmarks.stress --json evaluation/benchmarks/results/stress.json
	$(DEV) -m mingdan.evaluation.benchmarks.layouts
	$(DEV) -m mingdan.evaluation.benchmarks.fuzz --json evaluation/benchmarks/results/fuzz.json
	$(DEV) evaluation/benchmarks/heavy.py --scale $(SCALE) --json evaluation/benchmarks/results/heavy.json

bench-convergence: train-env  ## train the tagger's network on public sets and measure it (SCALE=0.01; an hour at 1)
	$(TRAIN) -m mingdan.evaluation.training.research msra --share $(SCALE) --json evaluation/benchmarks/results/convergence-msra.json
	$(TRAIN) -m mingdan.evaluation.training.research cluener --share $(SCALE) --json evaluation/benchmarks/results/convergence-cluener.json

train: env-dev  ## train the small models anew and print their cross-validated figures
	$(DEV) -m mingdan.evaluation.training.roles --write
	$(DEV) -m mingdan.evaluation.training.pairs --write
	$(DEV) -m mingdan.evaluation.training.counts --write
	$(DEV) -m mingdan.evaluation.training.published --write
	$(DEV) -m mingdan.evaluation.training.rating --write

train-env:  ## make .venv-train, with torch by pip beside what the tests need
	@sh scripts/make_env.sh .venv-train train

train-tagger: train-env  ## train the tagger anew (about ten minutes on one core)
	$(TRAIN) -m mingdan.evaluation.training.tagger --write

train-layout: train-env  ## train the models of newspaper pages and of scrambled text anew (half an hour on two cores)
	$(TRAIN) -m mingdan.evaluation.training.links --write
	$(TRAIN) -m mingdan.evaluation.training.joins --write

test-train: train-env  ## the tests that need torch
	@$(TRAIN) -m pytest $(TRAIN_TESTS) $(PYTEST_ARGS)

sizes: env-dev  ## measure the wheel and the installed environment (a fresh install) and write them to README.md
	$(DEV) scripts/measure_sizes.py --write

lock: env-dev  ## resolve uv.lock anew and write requirements/constraints.txt from it
	$(DEV) -m pip install --quiet uv
	$(DEV) -m uv lock
	$(DEV) -m uv export --frozen --quiet --all-extras --all-groups --no-hashes --no-emit-project --no-annotate \
	    --no-header --output-file requirements/constraints.txt

env:
	@sh scripts/make_env.sh .venv demo

env-dev:
	@sh scripts/make_env.sh .venv-dev dev

clean:  ## remove the environments and everything that was built
	rm -rf .venv .venv-dev .venv-train dist build .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
