"""People who stand twice: found, held against each other, merged by somebody's decision, and taken apart again."""
