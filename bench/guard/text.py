"""Measures the guard on texts: `python -m bench.guard.text`. Prints recall and over-masking together, for both parts."""

import argparse
import os
import re
import resource
import time
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.guard.carried import Carried
from bench.guard.making import Maker, Sample, written_in

IDENTIFIERS = ("SNILS", "OMS", "PASSPORT", "BIRTH_CERT", "DOB", "PHONE", "EMAIL", "MRN", "INN", "CARD", "SICK_LEAVE")
MUSTS = {"identifiers": 0.995, "names": 0.975, "addresses": 0.93, "precision": 0.96, "traps": 0.06, "ms": 50}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("tuned", "apart"), help="only this part")
    parser.add_argument("--show", type=int, default=0, help="this many misses and false alarms of the tuned part")
    parser.add_argument(
        "--look", type=Path, help="read texts of a JSON-lines file (key «text») and show what would be hidden"
    )
    parser.add_argument("--written", action="store_true", help="only the texts written by hand")
    parser.add_argument("--batch", type=Path, help="only this file of texts written by hand")
    parser.add_argument("--carried", action="store_true", help="only people put into other people's questions")
    options = parser.parse_args()
    from priyom.privacy.engine import load_guard

    began = time.process_time()
    from priyom.privacy.detectors.ner import model

    guard = load_guard()
    model()
    print(f"loaded in {time.process_time() - began:.1f} s of CPU, {memory()} MB")
    if options.look:
        look(guard, options.look)
        return
    if options.batch:
        measure(guard, options.batch.stem, *written_in([options.batch]), show=options.show)
        return
    carried = Carried(options.seed)
    if carried.carriers and not options.written and not options.part:
        measure(guard, "carried", carried.samples(2), carried.clean(), show=options.show)
    for part in [] if options.carried else [options.part] if options.part else ["tuned", "apart"]:
        maker = Maker(part, options.seed)
        texts, traps = maker.written()
        if texts:
            measure(guard, f"{part}, written", texts, traps, show=options.show)
        if options.written:
            continue
        measure(
            guard,
            part,
            maker.samples(options.rounds),
            maker.clean() + maker.clean(),
            show=options.show if part == "tuned" or options.part else 0,
        )
    print(f"\nmemory at the end: {memory()} MB")


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(guard, part: str, samples: list[Sample], clean: list[Sample], *, show: int) -> None:
    guard.find([samples[0].text + " Обама"])
    hit, all_of, good, found = defaultdict(int), defaultdict(int), 0, 0
    misses, alarms = [], []
    characters = sum(len(sample.text) for sample in samples + clean)
    began = time.process_time()
    answers = [guard.find([sample.text])[0] for sample in samples + clean]
    spent = time.process_time() - began
    for sample, spans in zip(samples, answers, strict=False):
        covered = {place for span in spans for place in range(span.start, span.end)}
        golden = {place for start, end, _label in sample.gold for place in range(start, end)}
        for start, end, label in sample.gold:
            all_of[label] += 1
            if all(place in covered or not sample.text[place].isalnum() for place in range(start, end)):
                hit[label] += 1
            else:
                misses.append((label, sample.text[start:end], sample.text))
        for span in spans:
            found += 1
            letters = [place for place in range(span.start, span.end) if sample.text[place].isalnum()]
            if sum(place in golden for place in letters) * 2 >= len(letters):
                good += 1
            else:
                alarms.append((span.label, sample.text[span.start : span.end], sample.text))
    touched = [(sample.text, spans) for sample, spans in zip(clean, answers[len(samples) :], strict=True) if spans]
    figures = {
        "identifiers": sum(hit[label] for label in IDENTIFIERS) / max(1, sum(all_of[label] for label in IDENTIFIERS)),
        "names": hit["PERSON"] / max(1, all_of["PERSON"]),
        "addresses": hit["ADDRESS"] / max(1, all_of["ADDRESS"]),
        "precision": good / max(1, found + sum(len(spans) for _text, spans in touched)),
        "traps": len(touched) / len(clean),
        "ms": spent * 1e6 / characters,
    }
    print(f"\n## {part}: {len(samples)} texts, {sum(all_of.values())} values, {len(clean)} without any")
    for name, figure in figures.items():
        print(f"| {name} | {figure:.4f} | {MUSTS[name]} | {'' if holds(name, figure) else 'BELOW'} |")
    print(
        "  "
        + ", ".join(f"{label} {hit[label] / count:.3f} of {count}" for label, count in sorted(all_of.items()) if count)
    )
    for label, value, text in misses[:show]:
        print(f"  MISSED {label} {value!r} in {re.sub(chr(10), '⏎', text)[:150]}")
    for label, value, text in alarms[:show]:
        print(f"  ALARM {label} {value!r} in {re.sub(chr(10), '⏎', text)[:150]}")
    for text, spans in touched[: show * 2]:
        print(f"  TRAP {[(span.label.value, text[span.start : span.end]) for span in spans]} in {text[:120]}")


def holds(name: str, figure: float) -> bool:
    return figure <= MUSTS[name] if name in {"traps", "ms"} else figure >= MUSTS[name]


def look(guard, path: Path) -> None:
    import json

    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    touched = 0
    for text in texts:
        spans = guard.find([text])[0]
        touched += bool(spans)
        for span in spans:
            print(
                span.label.value,
                repr(text[span.start : span.end]),
                "…",
                text[max(0, span.start - 30) : span.start].replace("\n", "⏎"),
            )
    print(f"{touched} of {len(texts)} touched")


if __name__ == "__main__":
    main()
