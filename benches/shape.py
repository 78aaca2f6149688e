"""A vault of the shape that the linter is measured on: 561 pages of 6.5 kB, or several times as many.

The pages are those of `content/`. Notes with the same links and headings, but without ids of their own, fill it up, and words of its prose
fill up each page: paragraphs, lists with fields, tables and code. The same arguments make the same bytes.

    python3 benches/shape.py FOLDER [COPIES]
"""

import random
import re
import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content"
PAGES = 561
BYTES = 6_500


def words(texts):
    """Words of the prose, without front matter, links and code."""
    bare = (re.sub(r"\[\[.*?\]\]|`.*?`|---.*?---", "", text, flags=re.S) for text in texts)
    found = [word for text in bare for word in re.findall(r"[A-Za-z][a-z'-]+", text)]
    return found[:20_000]


def note(text, number):
    """A page as a note: the links and the text, but no object of its own."""
    text = re.sub(r"\A---\n.*?\n---\n", "---\ntags: [note]\n---\n", text, flags=re.S)
    text = re.sub(r"^# .*$", f"# Note {number}", text, flags=re.M)
    text = re.sub(r"^.*\*\*(Technique |Tactic |Mitigation |Case Study )?ID:\*\*.*\n", "", text, flags=re.M)
    # Sections of its own, so that it is not taken for a case study or a mitigation.
    text = re.sub(r"^## ", "## On ", text, flags=re.M)
    # One in eight has what a linter finds: a link to no page, a former name and a wrong one.
    faults = f"See [[frameworks/atlas/gone-{number}]], AML.T0043: Craft Adversarial Data and AML.T0020: LLM Jailbreak."
    return f"{text}\n{faults}\n" if number % 8 == 0 else text


class Prose:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.random = random.Random(7)

    def some(self, count):
        return " ".join(self.random.choice(self.vocabulary) for _ in range(count)).capitalize()

    def block(self):
        kind = self.random.random()
        if kind < 0.6:
            return self.some(self.random.randint(30, 90)) + "."
        if kind < 0.75:
            return "\n".join(f"- **{self.some(2)}:** {self.some(12)}." for _ in range(5))
        if kind < 0.85:
            return f"## {self.some(3)}"
        if kind < 0.9:
            return "```python\n" + "\n".join(self.some(6) for _ in range(6)) + "\n```"
        if kind < 0.95:
            return "| a | b |\n| --- | --- |\n" + "\n".join(f"| {self.some(3)} | {self.some(5)} |" for _ in range(4))
        word = self.random.choice(self.vocabulary).strip("'-")
        return f"See [the report](https://example.org/{word}) and {self.some(10)}."

    def fill(self, text):
        blocks = [text.rstrip(), "## Notes on it"]
        length = sum(map(len, blocks))
        while length < BYTES:
            block = self.block()
            blocks.append(block)
            length += len(block) + 2
        return "\n\n".join(blocks) + "\n"


def write(folder, copies=1):
    """Writes the vault, and returns how many bytes its pages have."""
    sources = sorted(CONTENT.rglob("*.md"))
    texts = [source.read_text(encoding="utf-8") for source in sources]
    prose = Prose(words(texts))
    folder.mkdir(parents=True)
    (folder / "atlas-lint.yaml").write_text((CONTENT / "atlas-lint.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    size = 0
    for copy in range(copies):
        for at in range(PAGES):
            path = sources[at % len(sources)].relative_to(CONTENT)
            text, around = texts[at % len(sources)], at // len(sources)
            if around or copy:
                text = note(text, copy * PAGES + at)
                # Nor does its folder make a case study of it.
                path = Path("notes") / str(path.with_stem(f"{path.stem}-{around}")).replace("case-", "")
            if copy:
                path = Path(f"copy-{copy}") / path
            text = prose.fill(text)
            size += len(text.encode())
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return size


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit("usage: python3 benches/shape.py FOLDER [COPIES]")
    print(write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1), "bytes")
