"""A file a format over one plain result: each reads a `Result`, or the rules, and writes text.

terminal   for people, with Rich            markdown   for documents
json_text  for programs, stable             rule_table what a rule set demands
letter     审查意见书 as a Word document   letter_request its options, without Word's library
command_line, diagnostic_text, fault        help, problems and faults on the command line
"""
