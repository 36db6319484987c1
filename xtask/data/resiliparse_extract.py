"""resiliparse_extract.py PAGES.jsonl OUT.jsonl : main text of every page with resiliparse, for comparing speed."""
import json
import sys

from resiliparse.extract.html2text import extract_plain_text

with open(sys.argv[1], encoding="utf-8") as pages, open(sys.argv[2], "w", encoding="utf-8") as out:
    for line in pages:
        page = json.loads(line)
        text = extract_plain_text(page["html"], main_content=True)
        out.write(json.dumps({"id": page["id"], "text": text}, ensure_ascii=False) + "\n")
