# The daily commands. `make` alone lists them.

PYTHON := .venv/bin/python
BIN := .venv/bin
EMBEDDED := EMBEDDED=true DEBUG=true

.PHONY: help run test night look bench bench-growth lint types messages locks clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run:  ## start the app on this machine, with a demonstration
	@scripts/bootstrap
	@exec scripts/serve

test:  ## everything that has to hold, on PostgreSQL with Redis and the core on SQLite
	@scripts/bootstrap --test
	@scripts/check

night:  ## what takes too long for every change
	@scripts/bootstrap --test
	@scripts/with_services $(BIN)/pytest -n 2 --dist worksteal -m night

look:  ## a picture of every page in every state, as one sheet
	@scripts/bootstrap --test
	@$(PYTHON) scripts/look

bench:  ## what the main pages cost, as ratios to a yardstick, against their limits
	@scripts/bootstrap --test
	@scripts/with_services $(PYTHON) scripts/bench $(OPTIONS)

bench-growth:  ## every page with a hundredth of the data and with all of it: what grows fails
	@scripts/bootstrap --test
	@scripts/with_services $(PYTHON) scripts/bench_growth

lint:  ## style of Python and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

types:  ## types
	$(EMBEDDED) $(BIN)/mypy .

messages:  ## gather the texts to translate into the Dutch catalogue
	EMBEDDED=true DEBUG=true $(PYTHON) manage.py makemessages -l nl --no-wrap --no-obsolete --add-location file -i ".venv*" -i node_modules -i var -i tests

locks:  ## make the locks of requirements again
	for name in base test node uv; do .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; done

clean:  ## take away everything that was made here, the demonstration too
	rm -rf .venv .venv-node node_modules var .pytest_cache .mypy_cache .ruff_cache
