"""What happens, one verb a file; data flows one way.

    load     YAML → rule sets, facts, sources; a profile → a case        engine/load/
    compile  rule set + facts + reference date → program                 engine/compile/
    execute  program × case → findings (truth, gap, causes)              engine/executors/
    verdict  findings → the verdict on each track and the rule set       engine/verdict.py
    explain  findings → words                                            engine/explain/
    report   words → terminal, JSON, Markdown                            engine/report/
    batch    many profiles → one workbook                                engine/batch/

`assess` runs the whole of it for one case.
"""
