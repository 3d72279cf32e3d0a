/**
 * `read_rows(path)` in Python: the rows of a CSV as the lab reads them, so that a file it trained on is read at home as
 * well. The encoding comes from a byte order mark, the zeros of UTF-16, else UTF-8, else Windows-1251 where the bytes
 * stand as Cyrillic words do (`src/data/read/encoding.ts`); the delimiter is that of `,` `;` `|` and tab by which the most
 * rows have the same width, the first row among them (`src/data/read/dialect.ts`). Needs `collections`, `csv`, `gzip`, `io`, `re` and `sys`.
 */
export const READ_ROWS = String.raw`def decoded(data):
    """The text of a file: by its byte order mark, as UTF-16, as UTF-8, or as Windows-1251."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    halves = data[:65536:2], data[1:65536:2]
    zeros = [half.count(0) for half in halves]
    alphabet = [len(half.translate(None, bytes(range(7)))) < 0.05 * len(half) for half in halves]
    many = sum(zeros) > 0.2 * len(halves[0] + halves[1])
    for place, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if zeros[place] > 4 * zeros[1 - place] and (many or alphabet[place]):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        high = sum(byte > 127 for byte in data)
        in_words = sum(map(len, re.findall(rb"[\xa8\xb8\xc0-\xff]{2,}", data)))
        cyrillic = high >= 8 and in_words >= 0.7 * high
        return data.decode("cp1251" if cyrillic else "utf-8-sig", errors="replace")


def delimiter_of(text, named):
    """The mark by which most of the first rows have the same number of cells.

    Beside their share it counts that the file's name says it, that the first row, which may be a header, has as many
    cells as those below, and that no row contradicts it.
    """
    best, best_score = named, 0
    sample = text[:262144]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample  # a row that is cut has too few cells
    for mark in "\t,;|":
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        read = [len(row) for row in itertools.islice(rows, 500) if row]
        if not read:
            continue
        width, count = max(collections.Counter(read).items(), key=lambda pair: (pair[1], pair[0]))
        share = count / len(read)
        score = share + 0.05 * (mark == named) + 0.1 * (read[0] == width) + 0.1 * (share == 1)
        if width > 1 and share >= (0.3 if mark == named else 0.6) and score > best_score:
            best, best_score = mark, score
    return best


def add_reading(parser):
    """How a CSV is read where what is found by itself is not right."""
    parser.add_argument("--delimiter", metavar="CHARACTER", help="between the cells; found by itself")
    parser.add_argument("--quote", metavar="CHARACTER", help='around cells; " where the file quotes, or none')


def read_rows(path, mark=None, quote=None):
    """The rows of a CSV (or .gz of one), whatever its encoding and delimiter."""
    for name, given in ("--delimiter", mark), ("--quote", None if quote == "none" else quote):
        if given is not None and len(given) != 1:
            sys.exit(f"{name} is one character, not {given!r}.")
    csv.field_size_limit(2**31 - 1)
    if not path.is_file():
        sys.exit(f"There is no file {path}. Give a CSV, or a text of your own after --sentence.")
    data = path.read_bytes()
    text = decoded(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    mark = mark or delimiter_of(text, "\t" if re.search(r"\.(tsv|tab)\b", path.name) else ",")
    if quote is not None:
        marks = {"quoting": csv.QUOTE_NONE} if quote == "none" else {"quotechar": quote}
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, **marks) if row]
    try:
        csv_rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:  # a quote that is none; where tabs stand between the cells, all of them are plain marks
        quoting = csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL
        csv_rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting))
    return [row for row in csv_rows if row]
`;

/**
 * `labelled_rows(rows, only)` in Python: which rows of a CSV are scored. Those that a split column sets apart to be read
 * without labels are none of them (`src/data/names.ts`). Needs `column_number`.
 */
export const LABELLED_ROWS = String.raw`UNSUPERVISED = {"unsupervised", "unsup", "unlabelled", "unlabeled"}
PARTS = UNSUPERVISED | {"train", "training", "trn", "validation", "valid", "val", "dev", "development", "test", "testing", "tst", "eval"}


def labelled_rows(rows, only):
    """All but those that a split column calls unsupervised; where only, COLUMN=VALUE, is given, of them those it names."""
    said = [[row[i].strip().lower() if i < len(row) else "" for row in rows] for i in range(len(rows[0]))]
    for cells in said:
        if UNSUPERVISED & set(cells) and set(cells[1:]) <= PARTS:
            rows = [row for row, cell in zip(rows, cells) if cell not in UNSUPERVISED]
            break
    if only:
        name, _, value = only.partition("=")
        at = column_number(name, rows[0])
        header = rows[:1] if name in rows[0] or rows[0][at].strip().lower() not in PARTS else []
        rows = header + [row for row in rows[len(header) :] if at < len(row) and row[at].strip() == value]
    return rows
`;
