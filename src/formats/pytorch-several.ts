/**
 * What `load_in_pytorch.py` does otherwise where a text has several labels: reading them from a CSV, scoring, showing.
 * Needs the constants `SEPARATOR` and `MERGED` and the functions `column_number` and `read_rows`.
 */
export const SEVERAL = {
  read: `
ITEM = re.compile(r'''\\s*(?:(['"])((?:\\\\.|(?!\\1)[^\\\\]|\\1(?!\\s*(?:,|$)|\\s+['"]))*)\\1|([^,]+))\\s*,?''', re.S)


def labels_of(cell, mark):
    """The labels of one cell, a list of JSON, Python or NumPy among them."""
    cell = cell.strip()
    listed = cell.startswith("[") and cell.endswith("]")
    if listed:
        cell = cell[1:-1].strip()
    if listed and re.fullmatch(r"\\d+(?:[\\s,]+\\d+)*", cell):
        parts = re.split(r"[\\s,]+", cell)
    elif listed and cell[:1] in ("'", '"'):
        parts = [re.sub(r"\\\\(.)", r"\\1", quoted) if quote else bare for quote, quoted, bare in ITEM.findall(cell)]
    else:
        parts = re.split(r"[|;,]" if mark == "any" else re.escape(mark), cell)
    return [part.strip() for part in parts if part.strip()]


def is_yes(cell):
    return cell.lower() in ("1", "1.0", "true", "yes")


def says_yes_or_no(rows, i):
    return all(is_yes(row[i]) or row[i].lower() in ("0", "0.0", "false", "no", "") for row in rows[1:] if i < len(row))


def read_csv(path, text_columns, label_columns, labels, reading, only=None):
    rows = [[cell.strip() for cell in row] for row in read_rows(path, *reading)]
    if not rows:
        sys.exit(f"{path} is empty.")
    rows = labelled_rows(rows, only)
    width = len(rows[0])

    def known(column, mark):
        return sum(label in labels for row in rows if column < len(row) for label in labels_of(row[column], mark))

    marks = [SEPARATOR] if SEPARATOR else ["|", ";", ",", "any"]
    flags = [i for i, name in enumerate(rows[0]) if MERGED.get(name, name) in labels and says_yes_or_no(rows, i)]
    if not label_columns and len(flags) > 1:  # each a label
        label_columns = [rows[0][i] for i in flags]
    columns = [column_number(column, rows[0]) for column in label_columns] if label_columns else range(width)
    first, mark = max(((column, mark) for column in columns for mark in marks), key=lambda pair: known(*pair))
    at = list(columns) if label_columns else [first]
    yes_no = len(at) > 1 and all(says_yes_or_no(rows, i) for i in at)
    beginning = [label for i in at for label in labels_of(rows[0][i], mark)]
    header = rows[0] if yes_no or not all(label in labels for label in beginning) else [str(i) for i in range(width)]
    if header is rows[0]:
        rows = rows[1:]
    if text_columns is None:  # the other columns with texts in them, joined; else the longest
        words = {i: sum(len(row[i].split()) for row in rows if i < len(row)) for i in range(width) if i not in at}
        text_columns = [i for i in words if words[i] >= 3 * len(rows)] or sorted(words, key=words.get)[-1:]
    if not text_columns:
        sys.exit(f"{path} has no column left for the text.")
    text_at = [column_number(column, header) for column in text_columns]
    print(f"text: {' + '.join(header[i] for i in text_at)}, labels: {' + '.join(header[i] for i in at)}", file=sys.stderr)
    # A text may have no label; where no question is answered, nothing is known of it.
    kept = [row for row in rows if len(row) > max(*at, *text_at) and (not yes_no or any(row[i] for i in at))]
    truth = torch.zeros(len(kept), len(labels), dtype=torch.bool)
    for i, row in enumerate(kept):
        named = [header[k] for k in at if is_yes(row[k])] if yes_no else [name for k in at for name in labels_of(row[k], mark)]
        for name in named:
            name = MERGED.get(name, name)
            if name in labels:
                truth[i, labels.index(name)] = True
    return [" ".join(row[i] for i in text_at) for row in kept], truth


def scores(truth, given):
    """Macro and micro F1 as scikit-learn's f1_score has them (a label never given scores 0), and exact matches."""
    hits, called, support = (truth & given).sum(0).double(), given.sum(0).double(), truth.sum(0).double()
    each = 2 * hits / (called + support).clamp(min=1)
    micro = 2 * hits.sum() / (called.sum() + support.sum()).clamp(min=1)
    return each.mean().item(), micro.item(), (truth == given).all(dim=1).double().mean().item()
`,
  score: `        given = logits.double().sigmoid() >= torch.tensor(thresholds, dtype=torch.double)
        macro, micro, exact = scores(truth, given)
        print(f"{len(texts)} texts: macro F1 {macro:.4f}, micro F1 {micro:.4f}, all labels right {exact:.4f}")`,
  show: `        for label, logit, share, least in zip(labels, logits[0], logits[0].sigmoid(), thresholds):
            print(f"{logit:10.5f}  {share:7.2%}  {label}{'  given' if share >= least else ''}")`,
} as const;
