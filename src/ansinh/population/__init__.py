"""A population made up for trying the program: plausible households and persons, none of them real."""
