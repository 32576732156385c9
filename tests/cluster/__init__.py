"""A whole site of several servers on one machine: `make cluster` breaks it, `make load` keeps it busy."""
