"""`python -m ansinh.cli`: the same as `ansinh`."""

from ansinh.cli.main import main

main()
