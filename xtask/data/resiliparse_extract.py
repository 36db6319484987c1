"""resiliparse_extract.py PAGES.jsonl OUT.jsonl : main text of every page with resiliparse, for comparing speed.

resiliparse_extract.py --alone PAGES.jsonl ROUNDS : reads the pages into memory, extracts all of them ROUNDS times, and
prints the pages, the bytes of HTML and the seconds of processor time that this alone took.
"""
import json
import sys
import time

from resiliparse.extract.html2text import extract_plain_text


def alone(path, rounds):
    with open(path, encoding="utf-8") as lines:
        pages = [json.loads(line)["html"] for line in lines]
    size = sum(len(page.encode("utf-8", "surrogatepass")) for page in pages)
    start = time.process_time()
    for _ in range(rounds):
        for page in pages:
            extract_plain_text(page, main_content=True)
    seconds = time.process_time() - start
    print(len(pages) * rounds, size * rounds, seconds, sep="\t")


def whole(source, target):
    with open(source, encoding="utf-8") as pages, open(target, "w", encoding="utf-8") as out:
        for line in pages:
            page = json.loads(line)
            text = extract_plain_text(page["html"], main_content=True)
            out.write(json.dumps({"id": page["id"], "text": text}, ensure_ascii=False) + "\n")


if sys.argv[1] == "--alone":
    alone(sys.argv[2], int(sys.argv[3]))
else:
    whole(sys.argv[1], sys.argv[2])
