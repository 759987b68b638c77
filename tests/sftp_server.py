"""An SFTP server of this machine that shows a folder, read only: what shared storage is to the tests."""

from __future__ import annotations

import os
import pathlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import paramiko


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        known = (username, password) == ("so", "mat-khau")
        return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "password"


class _Files(paramiko.SFTPServerInterface):
    root = pathlib.Path()

    def _at(self, path: str) -> str:
        return str(self.root) + self.canonicalize(path)

    def list_folder(self, path):
        try:
            return [
                paramiko.SFTPAttributes.from_stat(os.stat(f"{self._at(path)}/{name}"), name)
                for name in os.listdir(self._at(path))
            ]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(os.stat(self._at(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path, flags, attr):
        try:
            handle = paramiko.SFTPHandle(flags)
            handle.readfile = open(self._at(path), "rb")  # noqa: SIM115 - the handle closes it
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return handle


@contextmanager
def serving(root: pathlib.Path) -> Iterator[str]:
    """The URL of the folder, with user and password. The server ends with the context."""
    files = type("Files", (_Files,), {"root": root})
    key = paramiko.RSAKey.generate(2048)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    over = threading.Event()
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while not over.is_set():
            with suppress(OSError, EOFError, paramiko.SSHException):
                client, _ = listening.accept()
                transport = paramiko.Transport(client)
                transports.append(transport)
                transport.add_server_key(key)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
                transport.start_server(server=_Login())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"sftp://so:mat-khau@127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        thread.join()
        listening.close()
        for transport in transports:
            transport.close()
