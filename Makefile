PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

# The tests of the keys and the doors.
DEUREN := tests/test_links.py tests/test_raden.py tests/test_accounts.py tests/test_accounts_leden.py tests/test_accounts_tijd.py tests/test_codes.py tests/test_keys.py \
	tests/test_merk.py tests/test_kluis.py tests/test_sealing.py tests/test_records_teams.py tests/test_desk_code.py \
	tests/test_desk_bezoek.py tests/test_desk_deur.py tests/test_desk_rem.py tests/test_desk_team.py tests/test_desk_toegang.py \
	tests/test_desk_stroom.py tests/test_desk_routes.py tests/test_desk_zaken.py tests/test_chat_headers.py \
	tests/test_chat_stroom.py tests/test_deur.py tests/test_chat_merk.py tests/test_chat_routes_exit.py tests/test_coderem.py tests/test_terugkomst.py tests/test_verbinding.py

.PHONY: help run setup test suite check eisen lint lock train bench bench-nlu kill dekking mutatie load turns audit geheugen sbom timing explore \
	pictures clean

help:  ## what each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:  ## Python 3.10, .venv and the locked requirements (nothing when nothing changed)
	@python3 scripts/setup.py

run: setup  ## set up, train if the content changed, serve chat and desk
	@$(PY) -m bot train && exec $(PY) -m bot serve

train: setup  ## train the model if the content changed
	@$(PY) -m bot train

test: setup lint check train suite  ## the whole suite (-j4: beside each other)

suite: setup  ## the tests; those that need the model wait for it, or train it
	@$(PY) -m pytest -n $(or $(WORKERS),2) --dist loadfile --no-loadscope-reorder

check: setup  ## the content: every mistake with its file, line and what to do about it
	@$(PY) -m bot check

eisen: setup train  ## docs/eisen.md: every statement from practice with its test
	@$(PY) scripts/eisen.py

lint: setup  ## ruff and strict mypy
	@$(PY) -m ruff check . && $(PY) -m ruff format --check --quiet . && $(PY) -m mypy

bench: setup train  ## a turn and a start, side by side with stock Rasa
	@$(PY) bench/turns.py

bench-nlu: setup  ## the understanding beside stock Rasa and others, on the same lines (LINES=8000 EPOCHS=30)
	@$(PY) bench/nlu_table.py --lines $(or $(LINES),8000) --epochs $(or $(EPOCHS),30)

explore: setup train  ## walk 20,000 generated talks and judge every turn (EXPLORE="--conversations N --seed S")
	@$(PY) -m bot explore $(EXPLORE)

kill: setup train  ## 500 kills of servers and databases in the middle of talks: nothing is lost
	@$(PY) bench/kill.py

dekking: setup  ## branch coverage of the keys and the doors; ends with an error below 100%
	@$(PY) -m pytest --cov --cov-report=term --cov-fail-under=100 $(DEUREN)

mutatie: setup  ## mutation tests of the keys and the doors (long); ends with an error below 90%
	@rm -rf mutants
	@$(PY) -m mutmut run --max-children $(or $(CORES),1) && $(PY) -m mutmut results && $(PY) scripts/mutatie.py

load: setup train  ## many chats at once: lost, time, memory (LOAD="--chats N --minutes M")
	@$(PY) bench/load.py $(LOAD)

turns: setup train  ## one conversation of ten thousand turns: ends with an error when it grows slow or large (TURNS=1000: shorter)
	@$(PY) bench/long.py --turns $(or $(TURNS),10000)

geheugen: setup train  ## what a core dump of the idle chat and desk still holds of a talk; ends with an error for anything (needs gdb and Chromium)
	@$(PY) bench/geheugen.py

audit: setup  ## known faults of the locked packages against docs/dependencies.md
	@$(PY) scripts/audit.py audit

sbom: setup  ## the locked packages as a CycloneDX list, sbom.json
	@$(PY) scripts/audit.py sbom

timing: setup  ## can the time of a refused login or code tell whether it exists (n=2,000, twenty minutes)
	@$(PY) bench/timing.py

pictures: setup train  ## the README's pictures, from the running program
	@$(PY) scripts/pictures.py

lock: setup  ## write the locks anew from the .in files
	@for f in requirements requirements-encoder requirements-dev requirements-tools requirements-uv; do .venv/.uv/bin/uv pip compile --quiet --generate-hashes --no-header --python $(PY) $$f.in -o $$f.txt; done

clean:  ## take away everything that was made: venv, models, database
	rm -rf .venv models var mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
