"""docs/performance.md: figures between markers are replaced, the rest is left alone."""
import os
import re

import build

PAGE = os.path.join(build.TOP, "docs", "performance.md")


def write(section, text):
    """Replaces what stands between `<!-- bench SECTION -->` and `<!-- end SECTION -->`."""
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    pattern = re.compile(rf"(<!-- bench {section} -->\n).*?(<!-- end {section} -->)", re.S)
    page, found = pattern.subn(lambda m: m[1] + "\n" + text.strip() + "\n\n" + m[2], page)
    if found != 1:
        raise SystemExit(f"{PAGE}: no markers of section {section}")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page)
    print(f"written: {section} in {PAGE}")
