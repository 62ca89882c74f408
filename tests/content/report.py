"""Says how much content there is and how plain it is: `python -m tests.content.report`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")
django.setup()

from tests.content.files import count, kinds, texts  # noqa: E402 - Django has to stand first
from tests.content.language import average, passives  # noqa: E402


def main() -> None:
    """Print the numbers, and the Dutch sentences that look passive."""
    print(f"{'kind':<10}{'number':>8}{'words nl':>10}{'words en':>10}{'words in a sentence (nl)':>27}")
    everything = list(texts())
    for kind, rows in kinds().items():
        dutch = [text["nl"] for where, text in everything if where.startswith(f"{kind}/")]
        sums = [sum(count(row, language) for row in rows) for language in ("nl", "en")]
        print(f"{kind:<10}{len(rows):>8}{sums[0]:>10}{sums[1]:>10}{average(dutch):>27.1f}")
    suspected = [(where, sentence) for where, text in everything for sentence in passives(text["nl"])]
    print(f"\n{len(suspected)} Dutch sentences that look passive (to look at, not wrong as such):")
    for where, sentence in suspected:
        print(f"  {where}: {sentence}")


if __name__ == "__main__":
    main()
