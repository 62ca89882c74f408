"""Everyone signs in once in a test, and what it begins with is put back."""

from tests.actors import as_
from tests.stage import house, road

__all__ = ["as_", "house", "road"]
