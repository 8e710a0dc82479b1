"""Inputs that hold other files: archives, compressed files, e-mails, web archives. Nothing is unpacked to disk."""

from mingdan.extract.readers.containers.kinds import ContainerKind, container_kind
from mingdan.extract.readers.containers.parts import Leaf
from mingdan.extract.readers.containers.walk import read_container

__all__ = ["ContainerKind", "Leaf", "container_kind", "read_container"]
