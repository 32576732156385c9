"""Faults made on purpose: `make drill`."""
