"""The forms that `mock_upstream.py` speaks."""
