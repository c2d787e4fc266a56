"""`python -m zhunru`."""

from zhunru import main

if __name__ == "__main__":  # a batch's worker processes import this module too
    main()
