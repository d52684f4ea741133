"""Trains a small net that reads one word of a screen: `python train.py LEARN.npz TEST.npz --minutes 40 --out reader.onnx`.

Needs torch 2.13 (and onnx, to write the net) in an environment of its own; nothing of the product is imported. The net: five
layers of 3×3, two of 5 along the line, CTC; a quarter of a million weights. Words come from `words.py`. Printed: how many of
the words of TEST are read letter by letter (look-alikes of both alphabets folded), beside the product's own reader.
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

HEIGHT, BATCH = 24, 48
LETTERS = "0123456789АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:;-–—/\\()[]{}<>«»\"'№#@_=+*%&!?°·|$^~"
NUMBER = {letter: place + 1 for place, letter in enumerate(LETTERS)}
SAME = str.maketrans("ABCEHKMOPTXaceopxyёЁ–—", "АВСЕНКМОРТХасеорхуеЕ--")


class Reader(nn.Module):
    def __init__(self, letters: int) -> None:
        super().__init__()

        def layer(into: int, out: int) -> list[nn.Module]:
            return [nn.Conv2d(into, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]

        self.seen = nn.Sequential(
            *layer(1, 16), nn.MaxPool2d(2), *layer(16, 32), nn.MaxPool2d((2, 1)), *layer(32, 64), *layer(64, 64),
            nn.MaxPool2d((2, 1)), *layer(64, 96), nn.Conv2d(96, 96, (3, 1), bias=False), nn.BatchNorm2d(96), nn.ReLU(),
        )  # fmt: skip
        self.line = nn.Sequential(
            nn.Conv1d(96, 96, 5, padding=2), nn.ReLU(), nn.Conv1d(96, 96, 5, padding=2), nn.ReLU(), nn.Conv1d(96, letters, 1)
        )  # fmt: skip

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Words × 1 × HEIGHT × width, ink 1 on 0 → words × letters × width/2."""
        return self.line(self.seen(pixels).squeeze(2))


class Words:
    def __init__(self, path: Path) -> None:
        given = np.load(path)
        ends = np.cumsum(given["widths"])
        self.pixels, self.widths, self.given = given["pixels"], given["widths"], given
        self.starts = ends - given["widths"]
        self.texts = [str(text) for text in given["texts"]]

    def piece(self, place: int, r: random.Random | None) -> np.ndarray:
        """Return the word's ink; with `r` cut a little higher or lower, wider or narrower, as a reader's boxes are."""
        piece = self.pixels[:, self.starts[place] : self.starts[place] + self.widths[place]]
        if r is None:
            return piece
        above, below = r.randrange(-4, 4), r.randrange(-4, 4)
        piece = piece[max(0, above) : HEIGHT - max(0, below)]
        piece = np.pad(piece, ((max(0, -above), max(0, -below)), (r.randrange(3), r.randrange(3))), constant_values=255)
        wide = max(8, round(piece.shape[1] * HEIGHT / piece.shape[0] * r.uniform(0.92, 1.08)))
        return np.asarray(Image.fromarray(piece).resize((wide, HEIGHT), Image.Resampling.BICUBIC))

    def batch(self, places: list[int], r: random.Random | None = None) -> torch.Tensor:
        pieces = [self.piece(place, r) for place in places]
        wide = -(-max(piece.shape[1] for piece in pieces) // 8) * 8
        made = np.zeros((len(places), 1, HEIGHT, wide), np.float32)
        for row, piece in enumerate(pieces):
            made[row, 0, :, : piece.shape[1]] = 1 - piece / 255
        return torch.from_numpy(made)


def read(net: Reader, words: Words, places: list[int]) -> list[str]:
    with torch.inference_mode():
        best = net(words.batch(places)).argmax(1).numpy()
    texts = []
    for row, place in zip(best, places, strict=True):
        marks = row[: (int(words.widths[place]) + 1) // 2]
        texts.append("".join(LETTERS[one - 1] for one, before in zip(marks, [0, *marks], strict=False) if one and one != before))  # fmt: skip
    return texts


def measured(net: Reader, words: Words) -> str:
    net.eval()
    order = sorted(range(len(words.texts)), key=lambda place: words.widths[place])
    began, ours = time.process_time(), {}
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        ours.update(zip(places, read(net, words, places), strict=True))
    spent = 1000 * (time.process_time() - began) / len(order)
    net.train()

    def share(of: dict[int, str] | list[str], only: object) -> float:
        places = [place for place in range(len(words.texts)) if only(words.given["kinds"][place])]
        right = sum(str(of[place]).translate(SAME) == words.texts[place].translate(SAME) for place in places)
        return right / max(1, len(places))

    theirs = list(words.given["theirs"])
    return " · ".join(
        f"{name}: net {share(ours, only):.3f}, product's reader {share(theirs, only):.3f}"
        for name, only in (("values", bool), ("other words", lambda kind: not kind))
    ) + f" · net {spent:.2f} CPU ms a word (cut out for it), product's reader {float(words.given['milliseconds']):.1f} (finding lines included)"  # fmt: skip


def train(net: Reader, words: Words, test: Words, minutes: float) -> None:
    r = random.Random(7)
    places = [place for place, text in enumerate(words.texts) if all(letter in NUMBER for letter in text) and words.widths[place] // 2 > 2 * len(text)]  # fmt: skip
    step, loss_of = 0, nn.CTCLoss(zero_infinity=True)
    makes = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
    began = time.monotonic()
    shown = began
    while (gone := time.monotonic() - began) < 60 * minutes:
        some = sorted(r.sample(places, BATCH * 8), key=lambda place: words.widths[place])
        for start in range(0, len(some), BATCH):
            now = some[start : start + BATCH]
            for group in makes.param_groups:
                group["lr"] = 2e-3 * min(1, (step + 1) / 200) * max(0.02, 1 - gone / (60 * minutes))
            said = net(words.batch(now, r)).permute(2, 0, 1).log_softmax(2)
            marks = torch.tensor([NUMBER[letter] for place in now for letter in words.texts[place]])
            lengths = torch.tensor([len(words.texts[place]) for place in now])
            loss = loss_of(said, marks, torch.full((len(now),), said.shape[0]), lengths)
            makes.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            makes.step()
            step += 1
        if time.monotonic() - shown > 240:
            shown = time.monotonic()
            print(
                f"{gone / 60:.0f} min, {step * BATCH} words, loss {loss.item():.3f} · {measured(net, test)}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("learn", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--begin", type=Path, help="weights to go on from")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)
    net, words, test = Reader(len(LETTERS) + 1), Words(options.learn), Words(options.test)
    print(f"{sum(one.numel() for one in net.parameters())} weights, {len(words.texts)} words to learn from, {len(test.texts)} to measure on", flush=True)  # fmt: skip
    if options.begin:
        net.load_state_dict(torch.load(options.begin))
    train(net, words, test, options.minutes)
    print(measured(net, test), flush=True)
    if options.out:
        net.eval()
        torch.onnx.export(net, torch.zeros(1, 1, HEIGHT, 96), options.out, dynamo=False, input_names=["pixels"], output_names=["letters"], dynamic_axes={"pixels": {0: "words", 3: "width"}})  # fmt: skip
        torch.save(net.state_dict(), options.out.with_suffix(".pt"))


if __name__ == "__main__":
    main()
