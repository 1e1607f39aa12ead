"""Puts the parts together: the only place that knows them all, and what begins and ends with the process."""
