"""The tests mirror the code: one folder for each package of `scr`. Shared fixtures stand in `conftest.py`."""
