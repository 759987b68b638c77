"""Files on shared storage, by the URLs of fsspec: ``s3://bucket/folder``, ``sftp://host/folder``, ``smb://``, ``abfs://``.

A URL stands where a path does. What speaks its protocol is a library that the operator installs (s3fs, paramiko ...);
credentials come from where that library looks for them, or stand in the URL, which is shown without them. Bytes have
the bounds of files, before and while they come. Nothing is written there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cchc_xl.errors import UserError
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.records import NamedTuple

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

TRIES = 2  # a connection that was lost is made anew once


class RemoteFile(NamedTuple):
    """``url``: with what is needed to reach it; ``names``: of the folders below the one that was asked for, and its
    own.
    """

    url: str
    names: tuple[str, ...]


def is_url(path: str) -> bool:
    """Whether a path is a URL; 'C://x' is none."""
    scheme, sign, _ = path.partition("://")
    return bool(sign) and len(scheme) > 1 and scheme.replace("+", "").replace("-", "").isalnum()


def shown_url(url: str) -> str:
    """The URL without user and password."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def files_below(url: str) -> Iterator[RemoteFile]:
    """Every file below a URL, which is itself one or a folder, sorted.

    ``UserError`` where nothing is there, the storage cannot be reached, or a library for it is missing.
    """
    try:
        system, root = _opened(url)
        if system.isfile(root):
            yield RemoteFile(url, (root.rstrip("/").rpartition("/")[2],))
            return
        found = sorted(system.find(root))
    except UserError:
        raise
    except Exception as error:  # each library has its own
        raise _not_reached(url, error) from error
    if not found:
        raise UserError("not-found", path=shown_url(url))
    place = system._strip_protocol(root).rstrip("/")
    for path in found:
        below = path[len(place) :].lstrip("/")
        yield RemoteFile(f"{url.rstrip('/')}/{below}", tuple(below.split("/")))


def load(url: str, most: int) -> bytes:
    """The bytes of a file, ``most`` at most. Raises ReadError: gone, no-permission, limit-size, unreachable."""
    fault = ReadError("unreachable", found="")
    for attempt in range(TRIES):
        try:
            system, path = _opened(url, anew=attempt > 0)
            size = system.size(path)
            if size is not None and size > most:
                raise ReadError("limit-size", limit=most, found=size)
            data = _read(system, path, most)
        except FileNotFoundError:
            raise ReadError("gone") from None
        except PermissionError:
            raise ReadError("no-permission") from None
        except (ReadError, UserError):
            raise
        except Exception as error:  # each library has its own
            fault = ReadError("unreachable", found=type(error).__name__)
            continue
        if len(data) > most:
            raise ReadError("limit-size", limit=most, found=len(data))
        if size is None or len(data) == size:
            return data
        fault = ReadError("changed")
    raise fault


def _read(system: AbstractFileSystem, path: str, most: int) -> bytes:
    parts: list[bytes] = []
    left = most + 1
    with system.open(path, "rb") as file:
        while left > 0 and (part := file.read(left)):
            parts.append(part)
            left -= len(part)
    return b"".join(parts)


def head(url: str, length: int = 4096) -> bytes | None:
    """The first bytes of a file, None where they cannot be had."""
    try:
        system, path = _opened(url)
        with system.open(path, "rb") as file:
            return bytes(file.read(length))
    except Exception:  # whoever reads it says why
        return None


def _opened(url: str, anew: bool = False) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UserError("url-needs", path=shown_url(url), needs="cchc-xl[cluster]") from None
    options: dict[str, Any] = {"skip_instance_cache": True} if anew else {}
    try:
        system, path = url_to_fs(url, **options)
    except ImportError as error:  # says which library it wants
        raise UserError("url-needs", path=shown_url(url), needs=str(error)) from None
    except ValueError as error:  # a protocol that nobody knows
        raise UserError("url-needs", path=shown_url(url), needs=str(error)) from None
    return system, path


def _not_reached(url: str, error: Exception) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError("not-found", path=shown_url(url))
    return UserError("url-unreachable", path=shown_url(url), found=f"{type(error).__name__}: {error}"[:200])


def name_of(url: str) -> str:
    """The file's own name."""
    return os.path.basename(url.rstrip("/"))
