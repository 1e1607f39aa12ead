"""The commands beside run, replay and extract, which stand in `monitor.cli`: a module a subject, and how they print."""
