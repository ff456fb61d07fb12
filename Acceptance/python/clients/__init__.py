"""What is checked with each client library. One file a library; `check_clients.py` runs them."""
