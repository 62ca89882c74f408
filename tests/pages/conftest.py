"""Everyone signs in once in a test."""

from tests.actors import as_

__all__ = ["as_"]
