"""Builders, servers on loopback and the program in a process of its own, for the tests."""
