"""How much to measure, from the command line."""

rounds = 5
scale = 1.0
slow = False
before = ""  # another build of the program, such as the one before a change: measured as well
