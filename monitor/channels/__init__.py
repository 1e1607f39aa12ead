"""Ways to reach people: what a message looks like in each, and whether it arrived. A module or package a kind."""
