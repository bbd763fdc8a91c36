#!/usr/bin/env python3
"""Run Python extractors over the pages of the article benchmark.

usage: peers.py NAME DIR OUT.jsonl

NAME is trafilatura, trafilatura-precision or resiliparse. Prints the process
time in milliseconds a page. Exit status 3: the library is not installed.
"""
import gzip
import json
import os
import sys
import time


def trafilatura(precision):
    try:
        from trafilatura import bare_extraction
    except ImportError:
        sys.exit(3)

    def extract(body, url):
        r = bare_extraction(body, url=url, with_metadata=True, include_comments=False, favor_precision=precision)
        if r is None:
            return {}
        r = r if isinstance(r, dict) else r.as_dict()
        return {'text': (r.get('text') or '').replace('\n', '\n\n'), 'title': r.get('title'), 'date': r.get('date'),
                'image': r.get('image'), 'authors': [a.strip() for a in (r.get('author') or '').split(';') if a.strip()]}
    return extract


def resiliparse():
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        sys.exit(3)

    def extract(body, url):
        page = bytes_to_str(body, detect_encoding(body))
        return {'text': extract_plain_text(page, main_content=True, alt_texts=False, links=False, form_fields=False, comments=False)}
    return extract


def main():
    name, folder, out = sys.argv[1:]
    extract = resiliparse() if name == 'resiliparse' else trafilatura(name.endswith('precision'))
    with open(os.path.join(folder, 'gold.jsonl'), encoding='utf-8') as f:
        gold = [json.loads(line) for line in f]
    pages = []
    for g in gold:
        with gzip.open(os.path.join(folder, 'html', g['id'] + '.html.gz')) as f:
            pages.append((g, f.read()))
    extract(pages[0][1], pages[0][0]['url'])
    start, rows = time.process_time(), []
    for g, body in pages:
        try:
            r = extract(body, g['url'])
        except Exception as e:  # a crash counts as an empty page
            print(name, g['id'], type(e).__name__, file=sys.stderr)
            r = {}
        rows.append({'id': g['id'], **r})
    print(1000 * (time.process_time() - start) / len(pages))
    with open(out, 'w', encoding='utf-8') as f:
        for r in rows:
            f.write(json.dumps(r, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
