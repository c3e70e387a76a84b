"""Tables as text that is Markdown too, and how figures are written."""


def table(head, rows):
    """A Markdown table whose columns line up; the first column to the left, the others to the right."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]

    def line(row):
        return "| " + " | ".join(cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)) + " |"

    rule = "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    return "\n".join([line(cells[0]), rule, *map(line, cells[1:])])


def seconds(value):
    return "-" if value is None else f"{value:.2f}"


def times(value):
    """A ratio."""
    return "-" if value is None else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def times_spread(triple):
    """A ratio and, in brackets, its quartiles (or range)."""
    if triple is None:
        return "-"
    return f"{times(triple[0])} ({times(triple[1])}-{times(triple[2])})" if triple[1] != triple[2] else times(triple[0])
