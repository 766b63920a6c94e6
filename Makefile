# The same commands as ./run, for fingers that type make.
.PHONY: help demo test check setup reference lock

help:
	@./run help

demo test check setup:
	@./run $@

reference: ## write docs/reference and docs/flow.svg anew
	@.venv/bin/python tools/reference.py

lock: ## after a change of dependencies in pyproject.toml
	@tools/lock
