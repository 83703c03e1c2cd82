"""The national population database: what is asked, what may be answered, the line to it, a simulator of it."""
