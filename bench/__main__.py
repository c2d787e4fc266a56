"""`python -m bench`: everything that is measured, as Markdown; `make bench` runs it."""

from bench import flat_memory, single, startup

if __name__ == "__main__":
    startup.main()
    single.main()
    flat_memory.main()
