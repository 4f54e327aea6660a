"""How much to measure, from the command line."""

rounds = 5
scale = 1.0
slow = False
