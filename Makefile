# The environment is read by guide/settings.py and guide/startup.py: HOST, PORT, VAR_DIR, DATABASE_URL, SECRET_KEY ...
.PHONY: help run editor test fuzz audit check format messages lock venv install install-test browser test-postgres engines wrk cluster load drill shots lighthouse node fonts programs pictures bench
PY = .venv/bin/python
NOTO = /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
PYTHONS = $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 - \2/p' Makefile

run: install ## Make the site ready and serve it; PORT=8001 chooses another port, PYTHON=python3.12 another Python
	@exec $(PY) manage.py serve

editor: install ## Make an account for an editor; ARGS="--role editor" chooses the role
	@$(PY) manage.py editor $(ARGS)

test: install-test browser node engines programs ## Run the tests; ARGS="-k plan" chooses some
	@$(PY) -m pytest -n auto $(ARGS)

fuzz: install-test ## Send 20,000 odd requests, count the answers, name the slow ones; FUZZ=1000 sends fewer
	@FUZZ=$(or $(FUZZ),20000) $(PY) -m pytest -n 0 -q -s --show-capture=no tests/test_fuzz.py tests/test_openapi.py 2>/dev/null

audit: install-test ## Look for known holes in the packages that are pinned; it asks the package index
	@$(PY) -m pip_audit --requirement requirements.txt --disable-pip --require-hashes --strict --progress-spinner off || { \
		echo "Not clean, or not known: what is said above names a hole, or a package the index could not be asked about." >&2; exit 1; }

test-postgres: install-test browser node engines programs ## Run the same tests on a PostgreSQL they start themselves
	@TEST_ENGINE=postgresql $(PY) -m pytest -n auto $(ARGS)

cluster: install-test engines ## Start a whole site on this machine (PostgreSQL, Redis, two nodes, nginx), break it, stop it
	@$(PY) -m pytest -m cluster -n 0 -s tests/cluster $(ARGS)

drill: install-test ## Kill it 200 times while editors save, fill its disk, move its clock; count what was lost; DRILL=20 does less
	@DRILL=$(DRILL) $(PY) -m pytest -m drill -n 0 -s tests/drill $(ARGS)

load: install-test engines wrk ## Hold a whole site at 80 % of what it can do for half an hour; writes docs/load.md; MINUTES=5 holds it shorter
	@MINUTES=$(MINUTES) $(PY) -m pytest -n 0 -q -s tests/cluster/load.py

bench: install-test wrk ## Measure how quick the site is, some five minutes; writes docs/performance.md
	@$(PY) -m tests.bench

check: export DATABASE_URL = sqlite://:memory:
check: export SECRET_KEY = a-key-for-this-check-alone-0123456789-abcdefghijklmnopqrstuvwxyz
check: export HTTPS = true
check: install-test ## Look for what the tests do not see: style, types, migrations, messages, deployment
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	find guide carriers templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py messages --check
	$(PY) manage.py check --deploy --fail-level WARNING

shots: install-test browser ## Take a picture of every page into shots/; ARGS="-k plan" chooses some
	@$(PY) -m pytest -n auto -q tests/shots.py $(ARGS)

lighthouse: install-test browser node ## Measure four pages with Lighthouse and write docs/lightness.md
	@$(PY) -m tests.lighthouse

format: install-test ## Put Python and templates into the form that check asks for
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format
	@find guide carriers templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

pictures: install-test browser ## Make the pictures of the editors' manual again
	@$(PY) -m pytest -n 0 -q tests/editors_manual.py

messages: install ## Bring the translation files up to the sources
	@$(PY) manage.py messages

fonts: venv ## Make the PDF's fonts again from Debian's fonts-noto-cjk, after new words with rare characters
	@test -e $(NOTO) || { echo "No $(NOTO): apt-get install fonts-noto-cjk" >&2; exit 1; }
	@test -x var/fonttools/bin/python || { $(PY) -m venv var/fonttools \
		&& var/fonttools/bin/pip install --quiet --disable-pip-version-check fonttools; }
	@var/fonttools/bin/python guide/faces/fonts/make.py $(dir $(NOTO))

lock: venv ## Make both lock files again; ARGS=--upgrade takes newer versions
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet --disable-pip-version-check uv
	@for name in requirements requirements-test; do \
		UV_CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url $(ARGS) $$name.in --output-file $$name.txt || exit 1; \
	done

# .venv/half-done stands there while packages are being installed: a start that finds it begins afresh.
venv:
	@if test ! -e .venv/half-done && $(PY) -c 'import pip; $(NEW_ENOUGH)' 2>/dev/null \
		&& { test -z "$(PYTHON)" || test "$$($(PYTHON) -V 2>&1)" = "$$($(PY) -V)"; }; then exit 0; fi; \
	for python in $(PYTHONS) none; do $$python -c '$(NEW_ENOUGH)' 2>/dev/null && break; done; \
	test $$python != none || { found=$$($(lastword $(PYTHONS)) -V 2>/dev/null); \
		echo "Python 3.11 or newer is needed (found: $${found:-none}): install it, or name it, as in PYTHON=python3.12." >&2; exit 1; }; \
	echo "Making .venv with $$($$python -V)."; \
	rm -rf .venv && mkdir .venv && touch .venv/half-done && $$python -m venv .venv >/dev/null && rm .venv/half-done || { \
		echo "Cannot make .venv: install the venv and pip of $$python (Debian: apt-get install python3-venv)." >&2; exit 1; }

# A copy of the lock inside .venv says what is installed.
install_lock = cmp -s $(1) .venv/$(1) || { echo "Installing the packages of $(1)."; touch .venv/half-done; \
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1) \
	&& cp $(1) .venv/$(1) && rm .venv/half-done; } || { \
	echo "Not all packages are installed (see above): look after the network, and run make again." >&2; exit 1; }

install: venv
	@$(call install_lock,requirements.txt)

install-test: install
	@$(call install_lock,requirements-test.txt)

# The headless shell takes a fifth less time for all that a browser does in the tests.
browser:
	@command -v chromium-headless-shell >/dev/null && exit 0; \
	if test "$$(id -u)" = 0 && grep -qs '^ID=debian' /etc/os-release; then \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium-headless-shell fonts-noto-cjk >/dev/null && exit 0; \
	fi; \
	for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	echo "No Chromium, so no browser tests. To have them: apt-get install chromium-headless-shell fonts-noto-cjk"

# Debian would start a PostgreSQL of its own at once; the tests start theirs, and stop it.
engines:
	@missing=; for name in $$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null || echo postgres) redis-server nginx; do \
		PATH="$$PATH:/usr/sbin" command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	test -n "$$missing" || exit 0; \
	if test "$$(id -u)" = 0 && grep -qs '^ID=debian' /etc/os-release; then \
		mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql redis-server nginx-light >/dev/null && exit 0; \
	fi; \
	echo "Not here:$$missing, so their tests are left out. To have them: apt-get install postgresql redis-server nginx"

# The Nu checker (which wants Java) and Lighthouse. A copy of the lock inside node_modules says what is installed.
node:
	@if ! { command -v npm && command -v java; } >/dev/null && test "$(CI)" = true \
		&& test "$$(id -u)" = 0 && grep -qs '^ID=debian' /etc/os-release; then \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends npm default-jre-headless >/dev/null; \
	fi; \
	if ! { command -v npm && command -v java; } >/dev/null; then \
		echo "No npm or no Java, so HTML is not checked. To have it: apt-get install npm default-jre-headless"; exit 0; \
	fi; \
	cmp -s tests/node/package-lock.json tests/node/node_modules/lock || { \
		echo "Installing the packages of tests/node."; \
		npm ci --silent --prefix tests/node && cp tests/node/package-lock.json tests/node/node_modules/lock; } || { \
		echo "Not all packages of tests/node are installed (see above): look after the network, and run make again." >&2; exit 1; }

wrk:
	@command -v wrk >/dev/null || { test "$$(id -u)" = 0 && grep -qs '^ID=debian' /etc/os-release \
		&& apt-get update -qq && apt-get install -qq -y --no-install-recommends wrk >/dev/null; } \
		|| { echo "wrk makes the requests: install it (Debian: apt-get install wrk)." >&2; exit 1; }

# A calendar program of another's making, which reads our calendars in the tests.
programs:
	@command -v khal >/dev/null && exit 0; \
	if test "$$(id -u)" = 0 && grep -qs '^ID=debian' /etc/os-release; then \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends khal >/dev/null && exit 0; \
	fi; \
	echo "No khal, so no test in a calendar program. To have it: apt-get install khal"
