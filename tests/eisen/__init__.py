"""One test or more for each statement from practice; `docs/eisen.md` is made from these."""
