"""Installing the add-in into a profile folder that the tests made, and what the doctor says of it."""

from __future__ import annotations

import os

import click.testing
import pytest

from cchc_xl.excel.install import addin, doctor, windows
from cchc_xl.excel.install import commands as addin_cli
from cchc_xl.excel.install.doctor import diagnose
from cchc_xl.words import excel as words

POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
OFFICE = r"Software\Microsoft\Office\ClickToRun\Configuration"


class Computer:
    """A computer with a profile folder of its own; each attribute is what Windows would answer."""

    is_windows = True

    def __init__(self, home, **differences):
        self.environment = {"USERPROFILE": str(home), "APPDATA": str(home / "AppData" / "Roaming")}
        self.interpreter = str(home / "tools" / "cchc-xl" / "Scripts" / "python.exe")
        self.excel = False
        self.zones = {}
        self.values = {(OFFICE, "Platform"): "x64"}
        self.versions = {"xlwings": doctor.addin_xlwings(addin.shipped()), "pywin32": "311"}
        self.rule = "off"
        self.short = {}
        for name, value in differences.items():
            assert hasattr(self, name), name
            setattr(self, name, value)

    def short_path(self, path):
        return self.short.get(path, path)

    def excel_runs(self):
        return self.excel

    def zone(self, path):
        return self.zones.get(path)

    def remove_zone(self, path):
        self.zones.pop(path, None)

    def registry(self, key, name):
        return self.values.get((key, name))

    def version(self, package):
        return self.versions.get(package, "")

    def child_process_rule(self):
        return self.rule

    def python_bits(self):
        return 64


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "Users" / "An"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def computer(home):
    return Computer(home)


def files(home):
    return sorted(str(path.relative_to(home)).replace(os.sep, "/") for path in home.rglob("*") if path.is_file())


def outcomes(machine):
    return {check.key: check.outcome for check in diagnose(machine)}


# --- install, status, remove ----------------------------------------------------------------------------------------


def test_install__two_files_and_status_follows(computer, home):
    assert addin.status(computer) == "absent"
    done = addin.install(computer)
    assert files(home) == [".cchc_xl/cchc_xl.conf", "AppData/Roaming/Microsoft/Excel/XLSTART/cchc_xl.xlam"]
    assert done.warnings == ()
    assert addin.status(computer) == "current"
    with open(done.places.addin, "rb") as file:
        assert file.read() == addin.shipped()


def test_install__settings_are_what_vba_reads(computer):
    path = addin.install(computer).places.settings
    with open(path, "rb") as file:
        data = file.read()
    assert data[:2] == b"\xff\xfe"  # FileSystemObject reads UTF-16 with its mark
    lines = data.decode("utf-16").split("\r\n")
    assert lines[0] == f'"INTERPRETER_WIN","{computer.interpreter}"'
    assert '"ADD_WORKBOOK_TO_PYTHONPATH","False"' in lines
    assert addin.read_settings(path)["UDF MODULES"] == "cchc_xl.excel.udf"
    assert all(line.count('","') == 1 for line in lines[:-1])  # CchcSetting splits there


def test_install__repeating_repairs(computer):
    path = addin.install(computer).places
    with open(path.addin, "wb") as file:
        file.write(b"old")
    assert addin.status(computer) == "outdated"
    addin.install(computer)
    assert addin.status(computer) == "current"
    os.remove(path.settings)
    assert addin.status(computer) == "incomplete"


def test_install__another_interpreter_makes_it_outdated(computer):
    addin.install(computer)
    computer.interpreter = computer.interpreter.replace("tools", "other")
    assert addin.status(computer) == "outdated"


def test_install__takes_the_mark_of_the_web_off(computer):
    path = addin.places(computer).addin
    computer.zones[path] = 3
    addin.install(computer)
    assert computer.zones == {}


def test_install__running_excel_blocks_replacing_but_not_a_first_install(computer):
    computer.excel = True
    assert [key for key, _ in addin.install(computer).warnings] == ["restart_excel"]
    assert addin.install(computer).warnings  # the same file need not be replaced
    with open(addin.places(computer).addin, "wb") as file:
        file.write(b"old")
    with pytest.raises(addin.AddinError) as caught:
        addin.install(computer)
    assert caught.value.key == "excel_runs"


def test_install__vietnamese_names_and_spaces(tmp_path):
    home = tmp_path / "Nguyễn Văn Đức"
    home.mkdir()
    long = str(home / "công cụ" / "python.exe")
    computer = Computer(home, interpreter=long, short={long: r"C:\Users\NGUYNV~1\CNGC~1\python.exe"})
    done = addin.install(computer)
    assert done.interpreter == r"C:\Users\NGUYNV~1\CNGC~1\python.exe"
    assert done.warnings == ()
    assert addin.status(computer) == "current"
    computer.short = {}
    done = addin.install(computer)
    assert [key for key, _ in done.warnings] == ["long_name"]
    assert addin.read_settings(done.places.settings)["INTERPRETER_WIN"] == long


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (r"C:\Users\An\AppData\Local\Microsoft\WindowsApps\python.exe", "store_python"),
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x64\python.exe", "store_python"),
        (r"C:\100%\python.exe", "odd_path"),
    ],
)
def test_install__interpreters_that_excel_cannot_call_are_refused(home, path, key):
    with pytest.raises(addin.AddinError) as caught:
        addin.install(Computer(home, interpreter=path))
    assert caught.value.key == key
    assert path in caught.value.text("vi")
    assert files(home) == []


def test_install__elsewhere_than_on_windows_says_why(home):
    with pytest.raises(addin.AddinError) as caught:
        addin.install(Computer(home, is_windows=False))
    assert "không phải Windows" in caught.value.text("vi")


def test_install__without_a_profile_names_what_is_missing(home):
    with pytest.raises(addin.AddinError) as caught:
        addin.install(Computer(home, environment={}))
    assert "APPDATA" in caught.value.text("en")


def test_install__a_read_only_add_in_is_said_and_left(computer):
    path = addin.install(computer).places.addin
    with open(path, "wb") as file:
        file.write(b"old")
    os.chmod(path, 0o444)
    with pytest.raises(addin.AddinError) as caught:
        addin.install(computer)
    assert caught.value.key == "not_writable"


def test_remove__takes_both_files_and_the_folder_of_settings(computer, home):
    addin.install(computer)
    assert len(addin.remove(computer)) == 2
    assert files(home) == []
    assert not (home / ".cchc_xl").exists()
    assert addin.remove(computer) == ()


def test_remove__leaves_what_is_not_ours(computer, home):
    addin.install(computer)
    other = home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "personal.xlsb"
    other.write_bytes(b"mine")
    (home / ".cchc_xl" / "note.txt").write_text("mine")
    addin.remove(computer)
    assert files(home) == [".cchc_xl/note.txt", "AppData/Roaming/Microsoft/Excel/XLSTART/personal.xlsb"]


def test_remove__while_excel_runs_is_refused(computer):
    addin.install(computer)
    computer.excel = True
    with pytest.raises(addin.AddinError):
        addin.remove(computer)
    assert addin.status(computer) == "current"


# --- doctor --------------------------------------------------------------------------------------------------------


def healthy(home, **differences):
    computer = Computer(home, **differences)
    addin.install(computer)
    folder = os.path.dirname(computer.interpreter)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"xlwings64-{computer.versions['xlwings'] or '0'}.dll"), "wb"):
        pass
    return computer


def test_doctor__all_is_well(home):
    checks = diagnose(healthy(home))
    assert {check.outcome for check in checks} == {"ok"}
    assert {check.key for check in checks} == {
        "interpreter",
        "xlwings",
        "pywin32",
        "library",
        "state_current",
        "macros",
        "child_processes_allowed",
    }


@pytest.mark.parametrize(
    ("differences", "key", "outcome"),
    [
        ({"rule": "block"}, "child_processes", "fail"),
        ({"rule": "unknown"}, "child_processes_unknown", "warning"),
        ({"rule": "audit"}, "child_processes_allowed", "ok"),
        ({"versions": {"xlwings": "0.30.0", "pywin32": "311"}}, "xlwings_differs", "fail"),
        ({"versions": {"xlwings": "", "pywin32": ""}}, "no_pywin32", "fail"),
        ({"values": {(OFFICE, "Platform"): "x86"}}, "no_library", "warning"),
        ({"values": {(POLICIES, "VBAWarnings"): 4}}, "macros_off", "fail"),
        ({"values": {(POLICIES.replace(r"Policies" + "\\", ""), "VBAWarnings"): 4}}, "macros_off", "fail"),
        ({"values": {(POLICIES, "VBAWarnings"): 2}}, "macros", "ok"),
        ({"values": {(POLICIES, "DisableAllAddins"): 1}}, "addins_off", "fail"),
        ({"values": {(POLICIES, "RequireAddinSig"): 1}}, "addins_signed", "fail"),
        ({"values": {(POLICIES, "blockcontentexecutionfrominternet"): 1}}, "internet_macros_off", "ok"),
        ({"values": {(POLICIES + r"\Trusted Locations", "AllLocationsDisabled"): 1}}, "no_trusted_folders", "warning"),
    ],
)
def test_doctor__says_what_is_wrong_and_how_to_repair(home, differences, key, outcome):
    checks = {check.key: check for check in diagnose(healthy(home, **differences))}
    assert checks[key].outcome == outcome
    for lang in words.languages():
        assert "{" not in checks[key].text(lang)


def test_doctor__mark_of_the_web_on_the_installed_add_in(home):
    computer = healthy(home)
    computer.zones[addin.places(computer).addin] = 3
    assert outcomes(computer)["marked"] == "fail"
    computer.zones[addin.places(computer).addin] = 1  # the intranet is trusted
    assert "marked" not in outcomes(computer)


def test_doctor__not_installed_and_store_python(home):
    assert outcomes(Computer(home))["state_absent"] == "fail"
    store = r"C:\Users\An\AppData\Local\Microsoft\WindowsApps\python.exe"
    assert outcomes(Computer(home, interpreter=store))["store_python"] == "fail"


@pytest.mark.parametrize(
    ("values", "bits"),
    [
        ({(OFFICE, "Platform"): "x64"}, 64),
        ({(r"Software\Microsoft\Office\15.0\Outlook", "Bitness"): "x86"}, 32),
        ({}, None),
    ],
)
def test_office_bits__from_the_registry(home, values, bits):
    assert doctor.office_bits(Computer(home, values=values)) == bits


def test_doctor__elsewhere_than_on_windows_is_one_line(home):
    [check] = diagnose(Computer(home, is_windows=False))
    assert check.outcome == "fail"


# --- the command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def run(home, monkeypatch):
    computer = Computer(home)
    monkeypatch.setattr(addin_cli, "ThisMachine", lambda: computer)

    def invoke(*arguments):
        result = click.testing.CliRunner().invoke(addin_cli.addin, arguments, standalone_mode=False)
        assert result.exception is None, result.exception
        return result.return_value, result.output

    invoke.computer = computer
    return invoke


def test_addin_commands__from_install_to_remove(run):
    code, output = run("status")
    assert code == 1
    assert "addin install" in output
    code, output = run("install")
    assert code == 0
    assert addin.places(run.computer).addin in output
    assert run("status")[0] == 0
    code, output = run("doctor", "--lang", "en")
    assert "[ok] Python:" in output
    assert code == 0
    assert run("remove")[0] == 0
    assert "không có gì để gỡ" in run("remove")[1]


def test_addin_commands__doctor_is_1_where_something_must_be_mended(run):
    code, output = run("doctor")
    assert code == 1
    assert "[chưa đạt]" in output


@pytest.mark.parametrize("command", ["install", "status", "remove"])
def test_addin_commands__elsewhere_than_on_windows_end_with_2(run, command):
    run.computer.is_windows = False
    code, output = run(command)
    assert code == addin_cli.OPERATOR
    assert "Windows" in output


# --- the real machine, as far as it answers anywhere -----------------------------------------------------------------


def test_this_machine__answers_without_raising_anywhere(tmp_path):
    machine = windows.ThisMachine()
    path = tmp_path / "tệp.xlam"
    path.write_bytes(b"")
    assert machine.zone(str(path)) is None
    machine.remove_zone(str(path))
    assert machine.short_path(str(path))
    assert machine.version("xlwings")
    assert machine.version("no-such-package-anywhere") == ""
    assert machine.python_bits() in (32, 64)


@pytest.mark.parametrize(
    ("printed", "rule"),
    [
        ("", "unknown"),
        ("\n\n", "off"),
        ("D4F940AB-401B-4EFC-AADC-AD5F3C50688A\n1\n", "block"),
        ("aaaa,d4f940ab-401b-4efc-aadc-ad5f3c50688a\n1,2\n", "audit"),
        ("aaaa,d4f940ab-401b-4efc-aadc-ad5f3c50688a\n1,6\n", "warn"),
        ("aaaa\n1\n", "off"),
    ],
)
def test_this_machine__defender_s_two_lists(monkeypatch, printed, rule):
    monkeypatch.setattr(windows, "_output", lambda *command: printed)
    assert windows.ThisMachine().child_process_rule() == rule


@pytest.mark.parametrize(
    ("printed", "runs"),
    [("", False), ("EXCEL.EXE  4242 Console 1  90,000 K", True), ("INFO: No tasks are running", False)],
)
def test_this_machine__excel_in_the_list_of_processes(monkeypatch, printed, runs):
    monkeypatch.setattr(windows, "_output", lambda *command: printed)
    assert windows.ThisMachine().excel_runs() is runs


def test_this_machine__mark_of_the_web_is_read_from_its_stream(tmp_path):
    path = tmp_path / "a.xlam"
    (tmp_path / "a.xlam:Zone.Identifier").write_text(
        "[ZoneTransfer]\nZoneId=3\n", "utf-8"
    )  # elsewhere a file of that name
    assert windows.ThisMachine().zone(str(path)) == 3
    windows.ThisMachine().remove_zone(str(path))
    assert windows.ThisMachine().zone(str(path)) is None


# --- words ---------------------------------------------------------------------------------------------------------


def test_words__both_languages_say_the_same_things():
    vi, en = (words._all()[lang] for lang in ("vi", "en"))
    assert vi.keys() == en.keys()
    for section in vi:
        assert vi[section].keys() == en[section].keys(), section
        for key, text in vi[section].items():
            assert placeholders(text) >= placeholders(en[section][key]), key


def placeholders(text):
    import string

    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_words__tone_of_an_office():
    for section in words._all()["vi"].values():
        for key, text in section.items():
            assert "!" not in text, key
            assert "chỉ số" not in text, key
