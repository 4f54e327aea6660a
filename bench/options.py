"""How much is measured, as the command line said."""

rounds = 5
scale = 1.0
slow = False
