"""A build to where people load it from: the Hub, an object store, a folder."""

from stancebank.publish.destinations import publish
from stancebank.publish.releases import Outcome

__all__ = ["Outcome", "publish"]
