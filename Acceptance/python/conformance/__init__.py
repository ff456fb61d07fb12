"""What every surface of the gateway must do, streamed or not: `check_conformance.py` runs it."""
