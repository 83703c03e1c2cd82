"""Lists taken into the register: offered, read and staged, held against the register, taken or thrown away as one."""
