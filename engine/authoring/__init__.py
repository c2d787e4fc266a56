"""What rule authors work with: the Chinese steps of their scenarios, and what keeps a scenario from being lost.

steps          the pytest plugin: `-p engine.authoring.steps`, or `pytest_plugins` in a test module
feature_text   what is written in feature files, and the traps of Gherkin in Chinese
"""
