"""Checks edited documents with Python's own parsers. One JSON object a line on standard input: before, after, removed, top, entry."""
import json
import sys

try:
    import tomllib
except ImportError:
    tomllib = None


def parse(text, dialect):
    return tomllib.loads(text) if dialect == "toml" else json.loads(text)


def without(document, top, name, drop_empty):
    servers = document.get(top, {})
    servers.pop(name, None)
    if not servers and drop_empty:
        document.pop(top, None)
    return document


def main(dialect):
    if dialect == "toml" and tomllib is None:
        sys.exit("no tomllib")
    count = 0
    for line in sys.stdin:
        case = json.loads(line)
        top, name = case["top"], case["name"]
        before = parse(case["before"], dialect)
        made_container = top not in before
        after = parse(case["after"], dialect)
        entry = after[top][name]
        if entry != case["entry"]:
            sys.exit(f"entry is {entry!r} in:\n{case['after']}")
        for which, document in (("after", after), ("removed", parse(case["removed"], dialect))):
            if without(document, top, name, made_container) != before:
                sys.exit(f"{which} is another document:\n{case[which]}\nfrom:\n{case['before']}")
        count += 1
    print(count)


main(sys.argv[1])
