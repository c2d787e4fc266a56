"""What things are: frozen pydantic models, closed to unknown keys. Knows no other room.

rule_set    a scheme's criteria as authors write them; condition: the nodes of a criterion's expression
fact        the vocabulary; source: the documents that criteria rest on
case        one applicant's facts, normalised
program     the compiled form
finding     what an executor found, in numbers and codes; assessment: the same in words, the published result
diagnostic  what is wrong with an input, where, and what would mend it
"""
