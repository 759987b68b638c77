"""The compression of VBA streams, [MS-OVBA] 2.4.1: both directions.

A container is the byte 01 and chunks, each of at most 4,096 plain bytes. A chunk is a run of eight tokens behind a flag
byte; a token is a literal byte or a copy of an earlier stretch of the same chunk.
"""

from __future__ import annotations

import struct

CHUNK = 4096
_SHORTEST_COPY = 3
_CANDIDATES = 64  # how many earlier places are tried per token; more costs time and saves hardly a byte


def _offset_bits(position: int) -> int:
    """How many bits of a copy token hold the offset, [MS-OVBA] 2.4.1.3.19.1: the least that can reach the chunk's
    start, never under 4.
    """
    return max(4, (position - 1).bit_length())


def compress(data: bytes) -> bytes:
    """The compressed container of ``data``."""
    return b"\x01" + b"".join(_pack(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def _pack(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) <= CHUNK:
        return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens
    if len(chunk) < CHUNK:  # a raw chunk stands for 4,096 bytes; padding would change the text
        raise ValueError("a last chunk that does not compress cannot be stored")
    return struct.pack("<H", 0x3000 | (CHUNK - 1)) + chunk


def _tokens(chunk: bytes) -> bytes:
    packed = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flag_at = len(packed)
        packed.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            offset, length = _longest_copy(chunk, position, seen)
            if length:
                packed += struct.pack("<H", (offset - 1) << (16 - _offset_bits(position)) | (length - _SHORTEST_COPY))
                packed[flag_at] |= 1 << bit
            else:
                packed.append(chunk[position])
                length = 1
            for start in range(position, position + length):
                seen.setdefault(chunk[start : start + _SHORTEST_COPY], []).append(start)
            position += length
    return bytes(packed)


def _longest_copy(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """(offset, length) of the longest earlier stretch that goes on as the chunk does here.

    (0, 0) where none is worth a token.
    """
    if not position:
        return 0, 0
    limit = min((0xFFFF >> _offset_bits(position)) + _SHORTEST_COPY, len(chunk) - position)
    best = (0, 0)
    if limit < _SHORTEST_COPY:
        return best
    for start in reversed(seen.get(chunk[position : position + _SHORTEST_COPY], [])[-_CANDIDATES:]):
        length = _SHORTEST_COPY
        while length < limit and chunk[start + length] == chunk[position + length]:
            length += 1
        if length > best[1]:
            best = (position - start, length)
            if length == limit:
                break
    return best


def decompress(container: bytes) -> bytes:
    """The plain bytes of a compressed container. Raises ``ValueError`` where the container breaks the rules."""
    if container[:1] != b"\x01":
        raise ValueError("not a compressed container")
    plain = bytearray()
    position = 1
    while position < len(container):
        (header,) = struct.unpack_from("<H", container, position)
        end = position + (header & 0x0FFF) + 3
        if header >> 12 & 7 != 3 or end > len(container):
            raise ValueError("damaged chunk")
        body = container[position + 2 : end]
        plain += _unpack(body) if header & 0x8000 else body
        position = end
    return bytes(plain)


def _unpack(body: bytes) -> bytes:
    plain = bytearray()
    position = 0
    while position < len(body):
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if flags >> bit & 1:
                (token,) = struct.unpack_from("<H", body, position)
                position += 2
                bits = _offset_bits(len(plain))
                offset = (token >> (16 - bits)) + 1
                if offset > len(plain):
                    raise ValueError("copy from before the chunk")
                for _ in range((token & (0xFFFF >> bits)) + _SHORTEST_COPY):
                    plain.append(plain[-offset])
            else:
                plain.append(body[position])
                position += 1
    return bytes(plain)
