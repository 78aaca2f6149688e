"""Vaults that `benches/compare.py` measures: the usual one of `shape.py`, and extremes of links, names, sizes and text.

The same name and scale make the same bytes. Words come from the prose of `content/`.
"""

import shutil
import unicodedata
from pathlib import Path

import shape

# A page may have 64 MiB (docs/limits.md), so a scale does not make the one big page larger than this.
BIGGEST_PAGE = 60_000_000
CHINESE = "模型数据攻击者系统安全学习训练输入输出风险防御检测对抗样本提示注入隐私泄露供应链评估部署接口权限日志监控策略报告案例技术战术缓解措施"
MARKS = "\u0300\u0301\u0302\u0303\u0308\u030a\u0323\u0331"


class Maker(shape.Prose):
    """Random text and names, always the same ones."""

    def __init__(self, vocabulary):
        super().__init__(vocabulary)
        self.plain = sorted({word.lower() for word in vocabulary if word.isalpha() and len(word) > 3})

    def pick(self, items):
        return self.random.choice(items)

    def names(self, count, parts=2):
        """Different names such as `craft-data`."""
        found = {}
        while len(found) < count:
            found["-".join(self.pick(self.plain) for _ in range(parts))] = None
        return list(found)

    def page(self, title, links, paragraphs=10):
        """A page of about 4 kB whose paragraphs end with links."""
        blocks = [f"# {title}"]
        for at in range(paragraphs):
            if at % 4 == 3:
                blocks.append(f"## Part {at}")
            # The share of the links that belongs to this paragraph.
            own = links[at * len(links) // paragraphs : (at + 1) * len(links) // paragraphs]
            blocks.append(f"{self.some(self.random.randint(30, 70))}, see {', '.join(own)}." if own else f"{self.some(40)}.")
        return "\n\n".join(blocks) + "\n"


def links_resolve(maker, count):
    names = maker.names(count(1000))
    paths = [f"area-{at % 20}/{name}" for at, name in enumerate(names)]
    for path, name in zip(paths, names):
        links = []
        for _ in range(5):
            targets = [maker.pick(paths) for _ in range(4)]
            links += [f"[[{targets[0]}]]", f"[[{targets[1].split('/')[1]}|{maker.some(2)}]]"]
            links += [f"[[{targets[2]}#Part 3]]", f"[{maker.some(2)}]({targets[3]}.md)"]
        yield f"{path}.md", maker.page(name, links)


def names_ambiguous(maker, count):
    folders = count(1000) // 20 or 1
    names = maker.names(20)
    for folder in range(folders):
        for name in names:
            yield f"area-{folder}/{name}.md", maker.page(name, [f"[[{maker.pick(names)}]]" for _ in range(20)])


def dead_serial(maker, count):
    pages = count(1000)
    for at in range(1, pages + 1):
        dead = [pages + maker.random.randint(1, 8 * pages) for _ in range(20)]
        links = [f"[[area-{number % 20}/note-{number:04}]]" for number in dead]
        yield f"area-{at % 20}/note-{at:04}.md", maker.page(f"Note {at}", links)


def dead_words(maker, count):
    names = maker.names(count(1000))
    there = set(names)

    def dead():
        """Half of the names are like a page's but for a letter; the others are two words, as the pages' names are."""
        while True:
            name = maker.pick(names) if maker.random.random() < 0.5 else "-".join(maker.pick(maker.plain) for _ in range(2))
            at = maker.random.randrange(1, len(name) - 1)
            name = name[:at] + name[at + 1 :] if name in there else name
            if name not in there:
                return name

    for at, name in enumerate(names):
        yield f"area-{at % 20}/{name}.md", maker.page(name, [f"[[area-{maker.random.randrange(20)}/{dead()}]]" for _ in range(20)])


def one_page(maker, count):
    left = min(count(50_000_000), BIGGEST_PAGE)
    blocks = ["# A large page"]
    number = 0
    while left > 0:
        block = maker.block()
        if block.startswith("## "):
            number += 1
            block += f" {number}"
        blocks.append(block)
        left -= len(block) + 2
    yield "page.md", "\n\n".join(blocks) + "\n"


def tiny_pages(maker, count):
    pages = count(100_000)
    for at in range(pages):
        link = f" See [[note-{maker.random.randrange(pages):06}]]." if at % 10 == 0 else ""
        yield f"area-{at // 1000}/note-{at:06}.md", f"# Note {at}\n\n{maker.some(5)}.{link}\n"


def front_matter(maker, count):
    for at, name in enumerate(maker.names(count(700))):
        lines = ["---", f"title: {name}", f"created: 2024-{at % 12 + 1:02}-{at % 28 + 1:02}", "tags:"]
        lines += [f"  - {maker.pick(maker.plain)}" for _ in range(20)]
        lines.append("sources:")
        for source in range(15):
            words = [maker.pick(maker.plain) for _ in range(4)]
            lines += [f'  - title: "{maker.some(6)}"', f"    url: https://example.org/{words[0]}/{source}", f"    authors: [{', '.join(words)}]"]
            lines += ["    scores: {first: 1, second: 2.5, third: null}"]
        lines += ["summary: >", *(f"  {maker.some(12)}" for _ in range(20)), "---"]
        yield f"area-{at % 20}/{name}.md", "\n".join(lines) + f"\n\n# {name}\n\n{maker.some(30)}.\n"


def non_ascii(maker, count):
    def chinese(length):
        return "".join(maker.pick(CHINESE) for _ in range(length))

    def marked(words):
        text = maker.some(words)
        return "".join(letter + maker.pick(MARKS) if letter in "aeiou" else letter for letter in text)

    names = list(dict.fromkeys(chinese(6) for _ in range(count(800))))
    for at, name in enumerate(names):
        blocks = [f"# {name}"]
        for part in range(8):
            links = f"[[{maker.pick(names)}]]、[[{maker.pick(names)}|{chinese(3)}]]"
            # Words of several normal forms, as they come from different keyboards.
            accents = unicodedata.normalize("NFC" if part % 2 else "NFD", marked(20))
            blocks += [f"{chinese(80)}。{links}，{chinese(60)}。", f"{accents}.", f"## {chinese(5)} {part}"]
        yield f"区域{at % 20}/{name}.md", "\n\n".join(blocks) + "\n"


# What each vault holds, and its maker. The dead links name a folder, as a bare name without a page is taken for a note that is planned.
VAULTS = {
    "links-resolve": ("20 links on each page, all of which resolve", links_resolve),
    "names-ambiguous": ("20 links on each page, each to a name that several pages have", names_ambiguous),
    "dead-serial": ("20 dead links on each page; names such as `note-0001`", dead_serial),
    "dead-words": ("20 dead links on each page; names of words, half of them near misses", dead_words),
    "one-page": ("one page", one_page),
    "tiny-pages": ("pages of a heading and five words", tiny_pages),
    "front-matter": ("pages of which most is YAML front matter", front_matter),
    "non-ascii": ("Chinese text and names, and words with combining marks", non_ascii),
}
SHAPES = {"shape-1": 1, "shape-10": 10, "shape-100": 100}


def about(name):
    """Returns in a few words what a vault holds."""
    if name in VAULTS:
        return VAULTS[name][0]
    return "the vault of `benches/shape.py`" + (f", {SHAPES[name]} times the pages" if SHAPES[name] > 1 else "")


def write(name, folder, scale=1.0):
    """Writes a vault anew, and returns how many pages and bytes it has."""
    folder = Path(folder)
    if folder.exists():
        shutil.rmtree(folder)
    if name in SHAPES:
        size = shape.write(folder, SHAPES[name])
        return shape.PAGES * SHAPES[name], size
    sources = sorted(shape.CONTENT.rglob("*.md"))
    maker = Maker(shape.words(source.read_text(encoding="utf-8") for source in sources))
    folder.mkdir(parents=True)
    shutil.copyfile(shape.CONTENT / "atlas-lint.yaml", folder / "atlas-lint.yaml")
    pages = size = 0
    for path, text in VAULTS[name][1](maker, lambda full: max(2, round(full * scale))):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        file.write_bytes(data)
        pages, size = pages + 1, size + len(data)
    return pages, size
