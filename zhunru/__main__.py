"""`python -m zhunru`."""

from zhunru import main

main()
