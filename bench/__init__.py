"""Ratios and memory, measured in one run; nothing here asserts a time. See bench/README.md."""
