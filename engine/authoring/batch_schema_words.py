"""The Chinese descriptions in the JSON Schema of a line of `zhunru batch -o ….jsonl`."""

MODELS: dict[str, dict[str, str]] = {
    "BatchRow": {
        "applicant": "申报单位是谁，在输入的什么位置",
        "result": "对照的结果，与 zhunru check 的 JSON 相同，结论已计入限额；数据有误、没有评估的为 null",
        "problems": "这份案卷的数据问题和提醒",
        "limits": "各项限额在这个单位身上的结果",
        "judgements": "认定表（--judgements）给出的认定，按条件编号",
    },
    "ApplicantStamp": {
        "number": "序号，按输入的先后，从 1 起",
        "place": "在输入中的位置：文件，或文件和行",
        "id": "标识：统一社会信用代码，没有的用名称，再没有的用位置；几份相同的，后面加 @ 和位置",
        "name": "单位名称",
        "uscc": "统一社会信用代码",
        "recommender": "推荐单位",
        "kinds": "单位类型",
        "track": "申报类型",
        "sha256": "案卷内容的摘要；没有读出的为 null",
    },
    "LimitFinding": {
        "rule_set": "规则集的编号",
        "id": "限额的编号",
        "title": "限额的名称",
        "says": "一句话说明，如“同一推荐单位至多 2 家”",
        "fact": "按哪个字段分组",
        "group": "这个单位属于哪一组；没有填的为 null",
        "count": "这一组里没有被否决的共有几个",
        "status": "met 没有超过，或认定通过；unmet 认定不通过；unknown 超过了或没有填，待定",
        "basis": "依据",
        "judgement": "已有的认定",
    },
    "Diagnostic": {
        "code": "代码，说明见错误代码表",
        "message": "一句话说明",
        "place": "位置",
        "remedy": "处理",
        "severity": "error 错误；warning 提醒",
    },
    "Place": {
        "file": "文件",
        "line": "行，从 1 起",
        "column": "列，从 1 起",
        "sheet": "工作表的名称",
        "tab": "工作表的次序",
    },
    "Judgement": {"outcome": "pass 通过；fail 不通过", "opinion": "意见", "by": "认定人", "on": "日期"},
}
